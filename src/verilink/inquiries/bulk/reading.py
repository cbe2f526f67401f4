"""A table of people as CSV (RFC 4180, with comma, semicolon or tab), to rows.

The first line names the columns: ``reference-id`` is needed, ``note``, ``redirect-uri`` and ``language`` may be there,
and every other column is a field of the template. Names may be written in kebab, snake or camel case.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from verilink.errors import BadRequest
from verilink.kit.inflection import to_kebab

MAX_BYTES: Final = 20_000_000
MAX_ROWS: Final = 50_000
MAX_COLUMNS: Final = 100
MAX_CELL: Final = 20_000
REFERENCE: Final = "reference-id"
ATTRIBUTES: Final = frozenset({REFERENCE, "note", "redirect-uri", "language"})
_DELIMITERS: Final = ",;\t"


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One person. ``number``: of the record in the file, the first after the names being 2. ``problem``: why it
    is none.
    """

    number: int
    reference_id: str = ""
    attributes: dict[str, str] = {}
    fields: dict[str, str] = {}
    problem: str = ""


def read(content: bytes) -> list[Row]:
    """Every row, those that cannot be used with their problem. Raises ``BadRequest`` when the table itself is wrong."""
    records = list(_records(_text(content)))
    if not records:
        raise BadRequest("The file is empty. Its first line must name the columns.")
    columns = _columns(records[0][1])
    if len(records) > MAX_ROWS + 1:
        raise BadRequest(f"The file has more than {MAX_ROWS} rows. Split it.")
    seen: dict[str, int] = {}
    return [_row(number, cells, columns, seen) for number, cells in records[1:]]


def _text(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise BadRequest(f"The file is larger than {MAX_BYTES // 1_000_000} MB. Split it.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadRequest("The file is not UTF-8. Save it as “CSV UTF-8”.") from None
    if "\0" in text:
        raise BadRequest("The file is not a text file.")
    return text


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    head = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, cells in enumerate(reader, 1):
            if any(cell.strip() for cell in cells):
                yield number, [cell.strip() for cell in cells]
    except csv.Error as broken:
        raise BadRequest(f"Line {reader.line_num} is not valid CSV: {broken}") from None


def _columns(names: list[str]) -> list[str]:
    columns = [to_kebab(name) for name in names]
    doubled = sorted({name for name in columns if columns.count(name) > 1})
    if REFERENCE not in columns:
        raise BadRequest("There is no column reference-id: your own ID of each person, by which a row is known again.")
    if doubled or "" in columns:
        raise BadRequest(f"Each column needs one name of its own{': ' + ', '.join(doubled) if any(doubled) else ''}")
    if len(columns) > MAX_COLUMNS:
        raise BadRequest(f"The file has more than {MAX_COLUMNS} columns.")
    return columns


def _row(number: int, cells: list[str], columns: list[str], seen: dict[str, int]) -> Row:
    if len(cells) != len(columns):
        return Row(number=number, problem=f"This row has {len(cells)} cells, but there are {len(columns)} columns.")
    values = dict(zip(columns, cells, strict=True))
    reference = values[REFERENCE]
    return Row(
        number=number,
        reference_id=reference,
        attributes=_given(values, attributes=True),
        fields=_given(values, attributes=False),
        problem=_problem(values, seen.setdefault(reference.casefold(), number), number),
    )


def _given(values: Mapping[str, str], *, attributes: bool) -> dict[str, str]:
    """Cells with something in them."""
    return {
        name: cell for name, cell in values.items() if cell and name != REFERENCE and (name in ATTRIBUTES) == attributes
    }


def _problem(values: Mapping[str, str], first: int, number: int) -> str:
    if not values[REFERENCE]:
        return "The reference ID is missing."
    if first != number:
        return f"Row {first} has the same reference ID."
    long = next((name for name, cell in values.items() if len(cell) > MAX_CELL), None)
    return f"{long} has more than {MAX_CELL} characters." if long else ""
