"""Sources of records: found by entry point, never trusted, given little time, and held against the contract."""

from __future__ import annotations

import asyncio
import importlib
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from verilink.errors import Unavailable
from verilink.judging import sources
from verilink.judging.sources import MOST, Record, RecordSource, ask_source
from verilink.testing.provider_conformance import NotConforming
from verilink.testing.record_source_conformance import check_record_source

ADA = {"name-first": "Ada", "name-last": "Sample", "birthdate": "1985-12-10"}
NOBODY = {"name-first": "Nobody", "name-last": "Known", "birthdate": "1985-12-10"}
SAME = ("name", "birthdate")
SAMPLE = """
from verilink.judging.sources import Record

class Registry:
    name, version = "registry", "7"

    async def find(self, claims):
        ada = {"name-first": "ADA", "name-last": "SAMPLE", "birthdate": "1985-12-10"}
        return [Record(values=ada)] if claims.get("birthdate") == ada["birthdate"] else []
"""


class Register:
    """Knows Ada by her date of birth."""

    name, version = "register", "1"

    async def find(self, claims: Mapping[str, str]) -> Sequence[Record]:
        return [Record(values=ADA)] if claims.get("birthdate") == ADA["birthdate"] else []


def asked(source: Any, claims: Mapping[str, str] = ADA) -> Any:
    return asyncio.run(ask_source(source, claims, SAME))


def answering(found: Any) -> RecordSource:
    """A register that answers this, or does it."""

    class Odd(Register):
        async def find(self, claims: Mapping[str, str]) -> Any:
            return found(claims) if callable(found) else found

    return Odd()


def test_the_record_that_fits_best_is_compared_and_dropped() -> None:
    namesake = Record(values={**ADA, "birthdate": "1990-01-01"})
    said = asked(answering([namesake, Record(values=ADA), namesake]))
    assert (said.status, said.records, said.agreements) == ("found", 3, {"name": "match", "birthdate": "match"})
    assert (said.name, said.version) == ("register", "1")


def test_nobody_is_asked_about_nothing() -> None:
    def never(_claims: Mapping[str, str]) -> Any:
        raise AssertionError

    assert asked(answering(never), {}).status == "no_record"


def test_only_so_many_records_are_looked_at() -> None:
    said = asked(answering([Record()] * MOST + [Record(values=ADA)]))
    assert (said.records, said.agreements) == (MOST, {"name": "missing", "birthdate": "missing"})


def test_a_claim_that_a_source_changes_stays_as_it_was() -> None:
    claims = dict(ADA)
    asked(answering(lambda given: given.clear() or []), claims)
    assert claims == ADA


def _away(_claims: Mapping[str, str]) -> Any:
    raise Unavailable


@pytest.mark.parametrize(
    "found",
    [
        None, "text", ["text"], [Record(values={"name-first": 3})], [Record(agreements={"name": "yes"})],
        [Record(agreements={"shoe": "match"})], _away, lambda _: 1 / 0,
    ],
)  # fmt: skip
def test_what_is_no_answer_is_silence(found: Any) -> None:
    said = asked(answering(found))
    assert (said.status, said.agreements) == ("unavailable", {})


def test_a_source_that_takes_too_long_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "SECONDS", 0.01)

    class Slow(Register):
        async def find(self, claims: Mapping[str, str]) -> Sequence[Record]:
            await asyncio.sleep(60)
            return []

    assert asked(Slow()).status == "unavailable"


@pytest.fixture
def forget() -> Iterator[Callable[[], None]]:
    """Forget which sources are installed, before and after."""

    def clear() -> None:
        sources._entry_points.cache_clear()
        sources._installed.cache_clear()

    clear()
    yield clear
    clear()


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forget: Callable[[], None]) -> Iterator[None]:
    """A package with two entry points, one of which leads nowhere, installed beside Verilink."""
    (tmp_path / "sample_records.py").write_text(SAMPLE)
    folder = tmp_path / "sample_records-1.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: sample-records\nVersion: 1\n")
    points = "good = sample_records:Registry\nbroken = sample_records:missing\nodd = sample_records:dict\n"
    (folder / "entry_points.txt").write_text(f"[{sources.GROUP}]\n{points}")
    monkeypatch.syspath_prepend(str(tmp_path))
    importlib.invalidate_caches()
    forget()
    yield
    sys.modules.pop("sample_records", None)


@pytest.mark.usefixtures("package")
def test_installed_sources_are_asked_and_a_broken_one_counts_as_silent() -> None:
    entries = {one.name: one for one in sources._entry_points()}
    said = {name: asyncio.run(sources._ask_installed(one, ADA, SAME)) for name, one in entries.items()}
    assert {name: one.status for name, one in said.items()} == {
        "broken": "unavailable", "good": "found", "odd": "unavailable"
    }  # fmt: skip
    assert (said["good"].name, said["good"].version) == ("registry", "7")
    assert said["good"].agreements == {"name": "match", "birthdate": "match"}


def test_a_source_that_does_as_it_should_conforms() -> None:
    check_record_source(Register, [ADA], NOBODY, SAME)


def _nameless() -> RecordSource:
    made = Register()
    made.name = "\n"  # type: ignore[misc]
    return made


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda: object(), "lacks"),
        (_nameless, "odd"),
        (lambda: answering([]), "no record agrees"),
        (lambda: answering([Record(agreements={"name": "match", "birthdate": "match"})]), "should not be there"),
        (lambda: answering(["text"]), "must return Records"),
        (lambda: answering([Record(values={"name-first": 3})]), "wrong kind"),  # type: ignore[dict-item]
        (lambda: answering([Record(values={"shoe": "41"})]), "nobody asks for"),
        (lambda: answering(lambda claims: claims.clear() or []), "changed the claims"),
        (lambda: answering(_away), "unavailable for ordinary"),
        (lambda: answering(lambda claims: [Record(values=ADA)] if claims["birthdate"] else []), "raised KeyError"),
    ],
)
def test_a_source_that_does_not_is_told_what_is_wrong(make: Callable[[], Any], problem: str) -> None:
    with pytest.raises(NotConforming, match=problem):
        check_record_source(make, [ADA], NOBODY, SAME)
