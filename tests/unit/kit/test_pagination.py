from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.errors import BadRequest
from verilink.kit.pagination import Page, cut, links, parse_page
from verilink.kit.query import parse


def _read(table: list[str], page: Page) -> list[str]:
    """What the SQL of a list does, over ids sorted oldest first."""
    if page.ascending:
        rows = [id_ for id_ in table if page.before is not None and id_ > page.before]
    else:
        rows = [id_ for id_ in reversed(table) if page.after is None or id_ < page.after]
    return rows[: page.limit]


def _window(table: list[str], raw: str) -> tuple[list[str], dict[str, str | None]]:
    query = parse(raw)
    page = parse_page(query)
    window = cut(_read(table, page), page, lambda row: row)
    return list(window.rows), links("/api/v1/inquiries", query, window)


def test_the_default_is_ten_newest() -> None:
    assert parse_page({}) == Page(10, None, None)
    table = [f"inq_{n:03d}" for n in range(25)]
    rows, beside = _window(table, "")
    assert rows == table[:14:-1]
    assert beside == {"prev": None, "next": "/api/v1/inquiries?page%5Bafter%5D=inq_015"}


def test_links_keep_filters_and_size_and_replace_cursors() -> None:
    table = [f"inq_{n:03d}" for n in range(25)]
    _, beside = _window(table, "filter[status]=a,b&page[size]=2&page[after]=inq_010")
    assert beside == {
        "prev": "/api/v1/inquiries?filter%5Bstatus%5D=a%2Cb&page%5Bsize%5D=2&page%5Bbefore%5D=inq_009",
        "next": "/api/v1/inquiries?filter%5Bstatus%5D=a%2Cb&page%5Bsize%5D=2&page%5Bafter%5D=inq_008",
    }


@given(st.integers(0, 60), st.integers(1, 20))
def test_walking_the_links_there_and_back_sees_every_row_once(count: int, size: int) -> None:
    table = [f"inq_{n:03d}" for n in range(count)]
    raw: str | None = f"page[size]={size}"
    forward: list[list[str]] = []
    last = ""
    while raw is not None:
        rows, beside = _window(table, raw)
        forward.append(rows)
        last, target = raw, beside["next"]
        raw = None if target is None else urlsplit(target).query
    assert [row for rows in forward for row in rows] == table[::-1]
    back: list[list[str]] = []
    raw = last
    while raw is not None:
        rows, beside = _window(table, raw)
        back.insert(0, rows)
        target = beside["prev"]
        raw = None if target is None else urlsplit(target).query
    assert back == forward


@pytest.mark.parametrize(
    "raw",
    [
        "page[size]=0",
        "page[size]=101",
        "page[size]=-1",
        "page[size]=ten",
        "page[size]=1.5",
        "page[size]=٣",
        "page[size]=",
        "page[size][x]=1",
        "page[after]=a%20b",
        "page[after]=" + "x" * 81,
        "page[after]=inq_1&page[before]=inq_2",
        "page[number]=2",
        "page=2",
    ],
)
def test_bad_pages_are_refused(raw: str) -> None:
    with pytest.raises(BadRequest, match="page"):
        parse_page(parse(raw))


def test_sizes_at_the_bounds_are_accepted() -> None:
    assert parse_page(parse("page[size]=1")).size == 1
    assert parse_page(parse("page[size]=100")).size == 100


def test_an_empty_page_has_no_links() -> None:
    assert _window([], "page[after]=inq_000")[1] == {"prev": None, "next": None}
    assert _window(["inq_001"], "page[before]=inq_001") == ([], {"prev": None, "next": None})
