"""A table of people as CSV (RFC 4180, with comma, semicolon or tab), to records, a line at a time.

The first line names the columns: those named like fields are kept, in kebab, snake or camel case.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain
from typing import Final, TextIO

from verilink.checks.database.facts import CLAIMS
from verilink.errors import BadRequest
from verilink.kit.inflection import to_kebab
from verilink.records.keys import NUMBERS

MAX_COLUMNS: Final = 200
MAX_CELL: Final = 500
MAX_ROWS: Final = 10_000_000
_MAX_HEAD: Final = 50_000
_DELIMITERS: Final = ",;\t"


class Sheet:
    """An open file. ``columns``: fields that are kept; ``left_out``: names of other columns. Raises ``BadRequest``."""

    def __init__(self, file: TextIO) -> None:
        head = _head(file)
        delimiter = max(_DELIMITERS, key=head.count)
        self._reader = csv.reader(chain([head], file), delimiter=delimiter, strict=True)
        names = [to_kebab(cell.strip()) for cell in next(self._cells(), (0, []))[1]]
        self._names = [name if name in CLAIMS else "" for name in names]
        self.columns = [name for name in self._names if name]
        self.left_out = [name for name in names if name not in CLAIMS]
        _check(names, self.columns)

    def records(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Number of the row, the first after the names being 2, and its values. Raises ``BadRequest``."""
        for number, cells in self._cells():
            if len(cells) != len(self._names):
                raise BadRequest(f"Row {number} has {len(cells)} cells, but there are {len(self._names)} columns.")
            values = {name: cell.strip() for name, cell in zip(self._names, cells, strict=True) if name}
            yield number, _values(number, values)

    def _cells(self) -> Iterator[tuple[int, list[str]]]:
        try:
            for cells in self._reader:
                self._row = getattr(self, "_row", 0) + 1
                if self._row > MAX_ROWS:
                    raise BadRequest(f"The file has more than {MAX_ROWS:,} rows. Split it.")
                if any(cell.strip() for cell in cells):
                    yield self._row, cells
        except csv.Error as broken:
            raise BadRequest(f"Line {self._reader.line_num} is not valid CSV: {broken}") from None
        except UnicodeDecodeError:
            raise BadRequest("The file is not UTF-8. Save it as “CSV UTF-8”.") from None


def _head(file: TextIO) -> str:
    try:
        head = file.readline(_MAX_HEAD)
    except UnicodeDecodeError:
        raise BadRequest("The file is not UTF-8. Save it as “CSV UTF-8”.") from None
    if not head.strip():
        raise BadRequest("The file is empty. Its first line must name the columns.")
    return head


def _check(names: Sequence[str], columns: Sequence[str]) -> None:
    doubled = sorted({name for name in columns if columns.count(name) > 1})
    if doubled:
        raise BadRequest(f"Each column needs a name of its own: {', '.join(doubled)}")
    if len(names) > MAX_COLUMNS:
        raise BadRequest(f"The file has more than {MAX_COLUMNS} columns.")
    person = "birthdate" in columns and ("name-first" in columns or "name-last" in columns)
    if not person and not any(name in columns for name in NUMBERS):
        raise BadRequest(
            "Nobody could be found by these columns: there must be identification-number, social-security-number, or "
            "birthdate with name-first or name-last."
        )


def _values(number: int, values: dict[str, str]) -> dict[str, str]:
    """What the record says. Raises ``BadRequest`` for what cannot be kept."""
    given = {name: cell for name, cell in values.items() if cell}
    long = next((name for name, cell in given.items() if len(cell) > MAX_CELL or "\0" in cell), None)
    if long is not None:
        raise BadRequest(f"Row {number}: {long} has more than {MAX_CELL} characters, or is no text.")
    try:
        if "birthdate" in given:
            given["birthdate"] = date.fromisoformat(given["birthdate"]).isoformat()
    except ValueError:
        raise BadRequest(f"Row {number}: the date of birth is not written as 1990-02-03.") from None
    return given
