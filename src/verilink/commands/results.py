"""Where the lines of a batch go: JSON lines with everything, or a table with what people ask for most."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Protocol, TextIO

import msgspec

from verilink.errors import BadRequest

FIELDS: Final = (
    "name-last", "name-first", "name-middle", "birthdate", "sex", "nationality", "document-number",
    "identification-number", "issue-date", "expiration-date", "issuing-country", "issuing-subdivision",
    "issuing-authority", "address-street-1", "address-city", "address-subdivision", "address-postal-code", "height",
    "vehicle-class", "endorsements", "restrictions",
)  # fmt: skip
_HEAD: Final = ("file", "error", "id-class", "country-code")
_TAIL: Final = ("least-confidence", "repaired", "mrz", "mrz-valid", "barcode", "failed-checks", "milliseconds")
# A table program runs what begins like this as a formula, and a name on a document may well begin so.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


class Results(Protocol):
    """Takes the line of one file."""

    def write(self, line: dict[str, Any]) -> None: ...


class JsonLines:
    """One JSON object a line, each written out at once."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def write(self, line: dict[str, Any]) -> None:
        """Write and flush, so that what was read is there whatever happens next."""
        self._out.write(msgspec.json.encode(line).decode() + "\n")
        self._out.flush()


class Table:
    """CSV with a line that names the columns."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._rows = csv.writer(out)
        self._rows.writerow((*_HEAD, *FIELDS, *_TAIL))
        out.flush()

    def write(self, line: dict[str, Any]) -> None:
        """Write and flush."""
        self._rows.writerow([harmless(value) for value in _cells(line)])
        self._out.flush()


def _cells(line: dict[str, Any]) -> Iterator[Any]:
    fields = line.get("fields", {})
    yield from (line["file"], line["error"], line.get("id_class"), line.get("country_code"))
    yield from (fields.get(name, {}).get("value") for name in FIELDS)
    zone, barcode = line.get("mrz"), line.get("barcode")
    yield min((field["confidence"] for field in fields.values()), default=None)
    yield " ".join(name for name, field in fields.items() if field["repaired"])
    yield zone and zone["format"]
    yield zone and zone["valid"]
    yield barcode and barcode["format"]
    yield " ".join(check["name"] for check in line.get("checks", ()) if check["status"] == "failed")
    yield line["milliseconds"]


def harmless(value: Any) -> str:
    """A cell no table program takes for a formula: one that begins like one gets an apostrophe in front."""
    text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


@contextmanager
def open_results(path: Path | None) -> Iterator[Results]:
    """JSON lines or a table by the name's ending, readable by the owner only; JSON lines to standard output without.

    Raises ``BadRequest`` for another ending and when the file is there already or cannot be made.
    """
    if path is None:
        yield JsonLines(sys.stdout)
        return
    if path.suffix.lower() not in {".jsonl", ".csv"}:
        raise BadRequest("--out must end in .jsonl or .csv")
    try:
        path.touch(mode=0o600, exist_ok=False)
        out = path.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise BadRequest(f"{path}: {error.strerror}") from error
    with out:
        yield Table(out) if path.suffix.lower() == ".csv" else JsonLines(out)
