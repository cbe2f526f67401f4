"""AAMVA elements to plain fields: names, dates by country, address, the quirks of versions and issuers."""

from __future__ import annotations

import re
from datetime import date

from verilink.evidence.documents.barcodes.issuers import ISSUERS

_SEXES = {"1": "M", "2": "F", "9": "X", "0": "X", "M": "M", "F": "F", "X": "X"}
_COUNTRIES = {"USA": "US", "CAN": "CA", "MEX": "MX"}
_NOTHING = {"", "NONE", "UNAVL", "UNAVAILABLE", "N/A", "NA"}
_COPIED = {
    "address-street-1": ("DAG", "DAL"),
    "address-street-2": ("DAH", "DAM"),
    "address-city": ("DAI", "DAN"),
    "address-subdivision": ("DAJ", "DAO"),
    "vehicle-class": ("DCA", "DAR"),
    "restrictions": ("DCB", "DAS"),
    "endorsements": ("DCD", "DAT"),
    "height": ("DAU", "DAV"),
    "name-suffix": ("DCU", "DAE"),
}
# Truncation marks since version 2: ``T`` cut off, ``N`` whole, ``U`` unknown (AAMVA D.12.5.1).
_MARKS = {"DDE": "name-last", "DDF": "name-first", "DDG": "name-middle"}


def find_truncated(elements: dict[str, str]) -> frozenset[str]:
    """Names that the card says were too long for it."""
    return frozenset(name for mark, name in _MARKS.items() if elements.get(mark, "").upper() == "T")


def read_licence(elements: dict[str, str], issuer: str | None) -> dict[str, str]:
    """Fields of a licence, keyed as ``DocumentFacts.fields``. Empty and unreadable values are left out."""
    place = ISSUERS.get(issuer or "", "")
    country = _COUNTRIES.get(elements.get("DCG", "").upper()) or place[:2]
    fields = dict(_names(elements))
    fields["identification-number"] = elements.get("DAQ", "") or elements.get("DBJ", "")
    fields["birthdate"] = read_date(elements.get("DBB", ""), country) or ""
    fields["expiration-date"] = read_date(elements.get("DBA", ""), country) or ""
    fields["issue-date"] = read_date(elements.get("DBD", ""), country) or ""
    fields["sex"] = _SEXES.get(elements.get("DBC", "").upper(), "")
    fields["issuing-country"] = country
    fields["issuing-subdivision"] = place.partition("-")[2] or (elements.get("DAJ", "") if not place else "")
    postal = elements.get("DAK", "") or elements.get("DAP", "")
    fields["address-postal-code"] = format_postal_code(postal, country)
    for name, sources in _COPIED.items():
        fields[name] = next((elements[source] for source in sources if elements.get(source)), "")
    return {name: value for name, value in fields.items() if value.upper() not in _NOTHING}


def read_date(text: str, country: str) -> str | None:
    """ISO 8601 of ``MMDDCCYY`` (United States) or ``CCYYMMDD`` (Canada, and everyone in version 1).

    The country's order is tried first; where it gives no date the other one is, because issuers mix them up.
    """
    digits = re.sub(r"\D", "", text)
    if len(digits) != 8:
        return None
    year_first = (digits[:4], digits[4:6], digits[6:])
    year_last = (digits[4:], digits[:2], digits[2:4])
    orders = (year_first, year_last) if country == "CA" else (year_last, year_first)
    for year, month, day in orders:
        try:
            if 1900 <= int(year) <= 2150:
                return date(int(year), int(month), int(day)).isoformat()
        except ValueError:
            continue
    return None


def format_postal_code(text: str, country: str) -> str:
    """``99999`` or ``99999-9999`` in the United States (trailing zeros mean none), ``A9A 9A9`` in Canada."""
    compact = re.sub(r"[^A-Z0-9]", "", text.upper())
    if set(compact) <= {"0"}:
        return ""
    if country == "CA" and re.fullmatch(r"[A-Z]\d[A-Z]\d[A-Z]\d0*", compact):
        return f"{compact[:3]} {compact[3:6]}"
    if re.fullmatch(r"\d{9}", compact):
        return compact[:5] if compact[5:] == "0000" else f"{compact[:5]}-{compact[5:]}"
    return compact


def _names(elements: dict[str, str]) -> dict[str, str]:
    last = elements.get("DCS", "") or elements.get("DAB", "")
    first, middle = elements.get("DAC", ""), elements.get("DAD", "")
    if elements.get("DAA") and not last:
        last, first, middle = _split_full(elements["DAA"])
    if not first and elements.get("DCT"):
        first, middle = _split_given(elements["DCT"])
    return {"name-last": _clean(last), "name-first": _clean(first), "name-middle": _clean(middle)}


def _split_full(text: str) -> tuple[str, str, str]:
    """``LAST,FIRST,MIDDLE`` of version 1 (some issuers use ``$`` or spaces)."""
    parts = [part.strip() for part in re.split(r"[,$]", text)] if re.search(r"[,$]", text) else text.split()
    padded: list[str] = [*parts, "", ""]
    return padded[0], padded[1], " ".join(padded[2:]).strip()


def _split_given(text: str) -> tuple[str, str]:
    """``FIRST,MIDDLE`` or ``FIRST MIDDLE`` of versions 2 and 3."""
    parts = [part for part in re.split(r"[,$\s]+", text.strip(" ,")) if part]
    return (parts[0] if parts else ""), " ".join(parts[1:])


def _clean(name: str) -> str:
    return "" if name.upper() in _NOTHING else re.sub(r"\s+", " ", name).strip(" ,")
