"""Barcodes of national identity documents outside North America whose layout is public knowledge."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Literal

National = Literal["za-id", "co-id", "ar-dni"]
ISSUERS: dict[National, str] = {"za-id": "ZA", "co-id": "CO", "ar-dni": "AR"}

_SOUTH_AFRICAN_NUMBER = re.compile(r"\d{13}")
_COLOMBIAN = re.compile(
    rb"(?P<number>\d{10})(?P<last>[A-Z\xd1 \x00]{23})(?P<second>[A-Z\xd1 \x00]{23})(?P<first>[A-Z\xd1 \x00]{23})"
    rb"(?P<middle>[A-Z\xd1 \x00]{23})\x00?[0-9\x00]?(?P<sex>[MF])(?P<birth>\d{8})"
)


def parse_south_african(data: bytes) -> dict[str, str]:
    """The smart identity card: ``SURNAME|NAMES|SEX|NATIONALITY|NUMBER|BIRTH|COUNTRY|STATUS|ISSUED|…``."""
    parts = data.decode("latin-1").split("|")
    if len(parts) < 8 or not _SOUTH_AFRICAN_NUMBER.fullmatch(parts[4]):
        return {}
    fields = {
        "name-last": parts[0],
        "name-first": parts[1],
        "sex": parts[2][:1],
        "nationality": parts[3],
        "identification-number": parts[4],
        "birthdate": _read_named_date(parts[5]),
        "issue-date": _read_named_date(parts[8]) if len(parts) > 8 else "",
    }
    return {name: value.strip() for name, value in fields.items() if value.strip()}


def parse_argentine(data: bytes) -> dict[str, str]:
    """The DNI card. Since 2012 ``TRAMITE@SURNAME@NAMES@SEX@NUMBER@COPY@BIRTH@ISSUED``, before it ``@NUMBER@…``."""
    parts = [part.strip() for part in data.decode("latin-1").split("@")]
    if len(parts) >= 8 and parts[0].isdigit() and re.fullmatch(r"[MF]?\d{7,8}", parts[4]):
        chosen = {"last": 1, "first": 2, "sex": 3, "number": 4, "birth": 6, "issued": 7}
    elif len(parts) >= 10 and not parts[0] and re.fullmatch(r"[MF]?\d{7,8}", parts[1]):
        chosen = {"last": 4, "first": 5, "sex": 8, "number": 1, "birth": 7, "issued": 9}
    else:
        return {}
    fields = {
        "name-last": parts[chosen["last"]],
        "name-first": parts[chosen["first"]],
        "sex": parts[chosen["sex"]][:1],
        "identification-number": parts[chosen["number"]],
        "birthdate": _read_slashed_date(parts[chosen["birth"]]),
        "issue-date": _read_slashed_date(parts[chosen["issued"]]),
    }
    return {name: value for name, value in fields.items() if value}


def parse_colombian(data: bytes) -> dict[str, str]:
    """The yellow cédula: fixed-width binary with a ``PubDSK_`` mark, number and four 23-byte names."""
    found = _COLOMBIAN.search(data) if b"PubDSK_" in data[:64] else None
    if found is None:
        return {}
    names = {
        key: found[key].decode("latin-1").replace("\x00", " ").strip() for key in ("last", "second", "first", "middle")
    }
    fields = {
        "name-last": f"{names['last']} {names['second']}".strip(),
        "name-first": names["first"],
        "name-middle": names["middle"],
        "identification-number": found["number"].decode().lstrip("0"),
        "sex": found["sex"].decode(),
        "birthdate": _iso(found["birth"].decode(), "%Y%m%d"),
    }
    return {name: value for name, value in fields.items() if value}


def _read_named_date(text: str) -> str:
    return _iso(text.strip().title(), "%d %b %Y")


def _read_slashed_date(text: str) -> str:
    return _iso(text.strip(), "%d/%m/%Y")


def _iso(text: str, pattern: str) -> str:
    try:
        moment = datetime.strptime(text, pattern)  # noqa: DTZ007  (a calendar date has no zone)
    except ValueError:
        return ""
    return date(moment.year, moment.month, moment.day).isoformat()


PARSERS: dict[National, Callable[[bytes], dict[str, str]]] = {
    "za-id": parse_south_african,
    "ar-dni": parse_argentine,
    "co-id": parse_colombian,
}
