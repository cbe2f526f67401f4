"""The shipped migration files, their names, and how they are compared with a database's history."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.database.errors import MigrationRefused
from verilink.database.migrate import Applied, Migration, compare, load_migrations

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def known(count: int) -> list[Migration]:
    return [Migration(number, f"m{number}", f"SELECT {number}") for number in range(1, count + 1)]


def applied(migrations: list[Migration]) -> list[Applied]:
    return [Applied(each.version, each.name, each.sha256, NOW) for each in migrations]


def test_the_shipped_files_are_numbered_from_one() -> None:
    shipped = load_migrations()
    assert [each.version for each in shipped] == list(range(1, len(shipped) + 1))
    assert shipped[0].name == "initial"
    assert all(each.sql.strip() for each in shipped)


@pytest.mark.parametrize(
    "names",
    [
        ["0002_b.sql"],
        ["0001_a.sql", "0003_c.sql"],
        ["0001_a.sql", "0001_b.sql"],
        ["1_a.sql"],
        ["0001-a.sql"],
        ["a.sql"],
    ],
)
def test_gaps_doubles_and_odd_names_are_refused(tmp_path: Path, names: list[str]) -> None:
    for name in names:
        (tmp_path / name).write_text("SELECT 1")
    with pytest.raises(MigrationRefused):
        load_migrations(tmp_path)


@given(st.integers(0, 12), st.integers(0, 12))
def test_what_is_pending_is_what_follows_the_applied_ones(have: int, want: int) -> None:
    if have > want:
        with pytest.raises(MigrationRefused, match="newer version"):
            compare(known(want), applied(known(have)))
    else:
        assert compare(known(want), applied(known(have))) == known(want)[have:]


@given(st.integers(1, 8), st.data())
def test_an_edit_anywhere_in_the_history_is_refused(count: int, draw: st.DataObject) -> None:
    history = applied(known(count))
    place = draw.draw(st.integers(0, count - 1))
    edited = known(count)
    edited[place] = Migration(place + 1, edited[place].name, edited[place].sql + " ")
    with pytest.raises(MigrationRefused, match=rf"Migration {place + 1} "):
        compare(edited, history)


def test_a_hole_in_the_history_is_refused() -> None:
    with pytest.raises(MigrationRefused, match="Migration 1 is missing"):
        compare(known(3), applied(known(3))[1:])
