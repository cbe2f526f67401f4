"""Tables of people: what they may look like, and what is said of those that cannot be used."""

from __future__ import annotations

import contextlib
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.errors import BadRequest
from verilink.inquiries.bulk.reading import MAX_CELL, read

cells = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\0"), max_size=30).map(str.strip)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_commas_semicolons_tabs_and_byte_order_marks_are_understood(delimiter: str, mark: str) -> None:
    names = f"{mark}reference_id|nameFirst|email-address|note"
    text = f"{names}\r\n7|Zoë|z@example.com|\r\n\r\n8||b@example.com|calls back\r\n"
    first, second = read(text.replace("|", delimiter).encode())
    assert (first.number, first.reference_id) == (2, "7")
    assert first.fields == {"name-first": "Zoë", "email-address": "z@example.com"}
    assert (second.number, second.attributes, second.fields) == (
        4,
        {"note": "calls back"},
        {"email-address": "b@example.com"},
    )


def test_quotes_hold_delimiters_line_breaks_and_quotes() -> None:
    [row] = read(b'reference-id,note\n7,"a, ""b""\nc"\n')
    assert row.attributes["note"] == 'a, "b"\nc'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"name-first\nZoe\n", "no column reference-id"),
        (b"reference-id,a,A\n1,2,3\n", "one name of its own"),
        (b"reference-id,\n1,2\n", "one name of its own"),
        (b'reference-id\n"open\n', "not valid CSV"),
        ("reference-id\nZoë\n".encode("latin-1"), "not UTF-8"),
        (b"reference-id\n\0\n", "not a text file"),
        (b"reference-id," + b",".join(b"f%d" % n for n in range(100)) + b"\n", "more than 100 columns"),
    ],
)
def test_a_table_that_is_none_is_refused_with_the_reason(content: bytes, words: str) -> None:
    with pytest.raises(BadRequest, match=words):
        read(content)


def test_a_bad_row_spoils_no_other() -> None:
    content = f"reference-id,note\n1,a\n2\n,b\n1,c\n3,{'x' * (MAX_CELL + 1)}\n4,d\n"
    problems = [row.problem for row in read(content.encode())]
    assert [bool(problem) for problem in problems] == [False, True, True, True, True, False]
    assert "1 cells" in problems[1]
    assert "missing" in problems[2]
    assert "Row 2 has the same" in problems[3]
    assert "characters" in problems[4]


@given(st.lists(st.tuples(cells.filter(bool), cells), min_size=1, max_size=8, unique_by=lambda row: row[0].casefold()))
def test_whatever_was_written_is_read_back(rows: list[tuple[str, str]]) -> None:
    written = io.StringIO()
    csv.writer(written).writerows([("reference-id", "note"), *rows])
    found = read(written.getvalue().encode())
    assert [(row.reference_id, row.attributes.get("note", "")) for row in found] == rows


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with contextlib.suppress(BadRequest):
        assert all(row.number > 1 for row in read(content))
