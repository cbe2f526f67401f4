"""Providers: found by entry point, asked for what the template wants, never trusted, and held against the contract."""

from __future__ import annotations

import asyncio
import csv
import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from unit.checks.specimen_facts import LICENCE_CASE, changed, licence
from verilink.checks.case import Answer
from verilink.checks.run import run_government_id
from verilink.errors import Unavailable
from verilink.flow.document import Template
from verilink.flow.node import CheckSetting
from verilink.flow.plan import InvalidTemplate
from verilink.flow.shipped import shipped_templates
from verilink.judging import providers
from verilink.judging.providers import Lookup, ask
from verilink.templates.actions import validated
from verilink.testing.provider_conformance import NotConforming, check_provider

NAME = "id_aamva_database_lookup"
SAMPLE = """
import csv, os
from verilink.checks.case import Answer

class Table:
    name, version = "sample table", "1"

    def __init__(self, path):
        with open(path, newline="") as file:
            self.rows = {row["number"]: row for row in csv.DictReader(file)}

    async def look_up(self, lookup):
        row = self.rows.get(lookup.fields.get("identification-number", ""))
        if row is None:
            return Answer(status="failed", provider="?", reasons=("no_record",))
        if row["birthdate"] != lookup.fields.get("birthdate"):
            return Answer(status="failed", provider="?", reasons=("record_mismatch",), metadata={"birthdate": False})
        return Answer(status="passed", provider="?")

def make():
    return Table(os.environ["SAMPLE_TABLE"])
"""


@pytest.fixture
def forget() -> Iterator[Callable[[], None]]:
    """Forget which providers are installed, before and after."""

    caches = (providers._entry_points, providers.provider)

    def clear() -> None:
        for cache in caches:
            cache.cache_clear()

    clear()
    yield clear
    clear()


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forget: Callable[[], None]) -> Iterator[None]:
    """A package with an entry point, installed beside Verilink, and its table."""
    (tmp_path / "sample_registry.py").write_text(SAMPLE)
    folder = tmp_path / "sample_registry-1.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: sample-registry\nVersion: 1\n")
    (folder / "entry_points.txt").write_text(f"[{providers.GROUP}]\n{NAME} = sample_registry:make\n")
    with (tmp_path / "table.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["number", "birthdate"], ["X0000000", "1990-02-03"], ["Y1", "1980-01-01"]])
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("SAMPLE_TABLE", str(tmp_path / "table.csv"))
    importlib.invalidate_caches()
    forget()
    yield
    sys.modules.pop("sample_registry", None)


def required() -> dict[str, CheckSetting]:
    return {NAME: CheckSetting()}


def looked_up(**fields: str) -> Lookup:
    return Lookup(check="", fields={key.replace("_", "-"): value for key, value in fields.items()})


def answer(lookup: Lookup, settings: Any = None) -> dict[str, Answer]:
    return asyncio.run(ask("government-id", required() if settings is None else settings, lookup))


@pytest.mark.usefixtures("sample")
def test_an_installed_provider_decides_its_check() -> None:
    assert providers.installed() == {NAME}
    fields = {key: one.value for key, one in licence().fields.items()}
    answers = answer(Lookup(check="", fields=fields))
    assert answers == {NAME: Answer(status="passed", provider="sample table 1")}
    (result,) = (
        one
        for one in run_government_id(licence(), changed(LICENCE_CASE, answers=answers), required())
        if one.name == NAME
    )
    assert (result.status, result.metadata) == ("passed", {"provider": "sample table 1"})


@pytest.mark.usefixtures("sample")
def test_a_record_that_is_missing_or_differs_fails() -> None:
    assert answer(looked_up(identification_number="none"))[NAME].reasons == ("no_record",)
    other = answer(looked_up(identification_number="Y1", birthdate="1990-02-03"))[NAME]
    assert (other.reasons, other.metadata) == (("record_mismatch",), {"birthdate": False})


@pytest.mark.usefixtures("sample")
def test_nobody_is_asked_for_what_the_template_leaves_out() -> None:
    assert answer(looked_up(), settings={}) == {}
    assert answer(looked_up(), settings={NAME: CheckSetting(requirement="disabled")}) == {}


def _asking() -> Template:
    template = shipped_templates()["Government ID"]
    one = template.verifications["government_id"]
    return changed(template, verifications={"government_id": changed(one, checks={**one.checks, **required()})})


@pytest.mark.usefixtures("forget")
def test_a_template_cannot_require_what_nobody_provides() -> None:
    with pytest.raises(InvalidTemplate, match="no_provider"):
        validated(_asking())


@pytest.mark.usefixtures("sample")
def test_a_template_can_require_what_is_provided() -> None:
    validated(_asking())


class Odd:
    name, version = "odd", "1"

    def __init__(self, said: Any) -> None:
        self.said = said

    async def look_up(self, lookup: Lookup) -> Any:
        if isinstance(self.said, Exception):
            raise self.said
        return self.said(lookup) if callable(self.said) else self.said


@pytest.mark.parametrize(
    "said", [Unavailable("away"), TimeoutError(), ValueError("a defect"), "passed", None,
             Answer(status="passed", provider="x", metadata={"deep": {"a": 1}})],  # type: ignore[dict-item]
)  # fmt: skip
@pytest.mark.usefixtures("sample")
def test_a_provider_that_cannot_tell_blocks_only_what_requires_it(said: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(providers, "provider", lambda _: Odd(said))
    recorded = {NAME: CheckSetting(requirement="not_required")}
    assert answer(looked_up(), recorded)[NAME] == Answer(status="unavailable", provider="odd 1")
    with pytest.raises(Unavailable):
        answer(looked_up())


@pytest.mark.usefixtures("sample")
def test_an_answer_is_cut_down_to_what_the_check_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    said = Answer(
        status="failed", provider="somebody else", reasons=("unheard", "no_record"),
        metadata={str(place): place for place in range(99)},
    )  # fmt: skip
    monkeypatch.setattr(providers, "provider", lambda _: Odd(said))
    found = answer(looked_up())[NAME]
    assert (found.provider, found.reasons, len(found.metadata)) == ("odd 1", ("no_record",), 16)


@pytest.mark.usefixtures("sample")
def test_the_sample_conforms() -> None:
    good = looked_up(identification_number="X0000000", birthdate="1990-02-03")
    (said,) = check_provider(lambda: providers.provider(NAME), NAME, [good])
    assert said.status == "passed"


OK = Answer(status="passed", provider="x")


@pytest.mark.parametrize(
    ("said", "why"),
    [(Unavailable("away"), "unavailable"), (KeyError("x"), "KeyError"), ("passed", "must return an Answer"),
     (Answer(status="failed", provider="x"), "has reasons"),
     (Answer(status="passed", provider="x", reasons=("a",)), "that id_aamva_database_lookup does not know: a"),
     (Answer(status="passed", provider="x", metadata={str(n): n for n in range(17)}), "more than 16"),
     (Answer(status="maybe", provider="x"), "wrong kind"),  # type: ignore[arg-type]
     (lambda lookup: (lookup.fields.pop("a", None), OK)[1], "changed the look-up")],
)  # fmt: skip
def test_what_does_not_conform_is_told(said: Any, why: str) -> None:
    with pytest.raises(NotConforming, match=why):
        check_provider(lambda: Odd(said), NAME, [looked_up(a="1")])


def test_odd_ways_of_checking_are_told() -> None:
    for make, check, lookups in [
        (lambda: Odd(OK), "id_blur_detection", [looked_up()]),
        (lambda: Odd(OK), NAME, []),
        (lambda: object(), NAME, [looked_up()]),
    ]:
        with pytest.raises(NotConforming):
            check_provider(make, check, lookups)  # type: ignore[arg-type]
    assert len(check_provider(lambda: Odd(OK), NAME, [looked_up()])) == 1
