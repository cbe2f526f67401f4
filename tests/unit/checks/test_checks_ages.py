"""How old a face looks against how old its owner is."""

from __future__ import annotations

from typing import Any

import pytest

from unit.checks.specimen_facts import PASSPORT_CASE, SELFIE_CASE, TODAY, changed, face, frame, passport, reading
from unit.checks.specimen_facts import selfie as three_poses
from verilink.checks.ages import NAMES, asks_for_ages
from verilink.checks.registry import GOVERNMENT_ID, SELFIE
from verilink.checks.run import run_government_id, run_selfie
from verilink.flow.node import CheckSetting

COMPARISON, LIMITS, PORTRAIT = (
    "selfie_age_comparison", "selfie_age_threshold_comparison", "id_age_inconsistency_detection",
)  # fmt: skip


def selfie(age: float | None) -> Any:
    return three_poses(center=frame("center", faces=(face(age=age),)))


def judged(name: str, facts: Any, case: Any, **config: Any) -> tuple[str, tuple[str, ...]]:
    run: Any = run_selfie if name in SELFIE else run_government_id
    (found,) = (one for one in run(facts, case, {name: CheckSetting(config=config)}) if one.name == name)
    return found.status, found.reasons


@pytest.mark.parametrize("name", [COMPARISON, "selfie_age_inconsistency_detection"])
@pytest.mark.parametrize(
    ("age", "born", "expected"),
    [
        (50.0, "1974-08-12", ("passed", ())),
        (22.0, "1974-08-12", ("passed", ())),
        (20.0, "1974-08-12", ("failed", ("age_mismatch",))),
        (79.0, "1974-08-12", ("passed", ())),
        (60.0, "2010", ("failed", ("age_mismatch",))),
        (50.0, None, ("not_applicable", ("no_reference_birthdate",))),
        (50.0, "2974-08-12", ("not_applicable", ("no_reference_birthdate",))),
        (None, "1974-08-12", ("not_applicable", ("not_measured",))),
    ],
)
def test_a_face_is_held_against_the_date_of_birth(name: str, age: float, born: str, expected: Any) -> None:
    assert judged(name, selfie(age), changed(SELFIE_CASE, birthdate=born, today=TODAY)) == expected


@pytest.mark.parametrize("age", [20.0, 50.0])
@pytest.mark.parametrize(("name", "config"), [(COMPARISON, {}), (LIMITS, {"min": 30}), (PORTRAIT, {})])
def test_no_finding_repeats_the_guess(name: str, config: dict[str, Any], age: float) -> None:
    case = changed(SELFIE_CASE, birthdate="1974-08-12", today=TODAY)
    run: Any = run_selfie if name in SELFIE else run_government_id
    given = (selfie(age), case) if name in SELFIE else (passport(portrait=face(age=age)), PASSPORT_CASE)
    (found,) = (one for one in run(*given, {name: CheckSetting(config=config)}) if one.name == name)
    assert (found.status, found.metadata) == ("failed" if age == 20.0 and name in SELFIE else "passed", {})


def test_the_band_is_an_option_and_a_missing_face_fails() -> None:
    case = changed(SELFIE_CASE, birthdate="1974-08-12", today=TODAY)
    assert judged(COMPARISON, selfie(38.0), case, **{"max-difference": 10})[0] == "failed"
    empty = three_poses(center=frame("center", faces=()))
    assert judged(COMPARISON, empty, case) == ("failed", ("missing_face",))
    assert judged(LIMITS, empty, case, min=18) == ("failed", ("missing_face",))


@pytest.mark.parametrize(
    ("age", "config", "expected"),
    [
        (30.0, {}, ("not_applicable", ("no_age_limit",))),
        (30.0, {"min": 25}, ("passed", ())),
        (24.9, {"min": 25}, ("failed", ("looks_too_young",))),
        (70.0, {"min": 25, "max": 60}, ("failed", ("looks_too_old",))),
        (None, {"min": 25}, ("not_applicable", ("not_measured",))),
    ],
)
def test_the_age_a_face_looks_has_limits(age: float, config: dict[str, Any], expected: Any) -> None:
    assert judged(LIMITS, selfie(age), SELFIE_CASE, **config) == expected


@pytest.mark.parametrize(
    ("age", "changes", "expected"),
    [
        (40.0, {}, ("passed", ())),
        (10.0, {}, ("passed", ())),  # the portrait of a document of unknown issue may be fifteen years old
        (6.0, {}, ("failed", ("age_mismatch",))),
        (10.0, {"issue-date": reading("2024-01-01")}, ("failed", ("age_mismatch",))),
        (10.0, {"issue-date": reading("2034-01-01")}, ("passed", ())),  # misread: it is yet to come
        (40.0, {"birthdate": None}, ("failed", ("birthdate_not_found",))),
        (None, {}, ("not_applicable", ("not_measured",))),
    ],
)
def test_a_portrait_is_held_against_the_holders_age(age: float, changes: dict[str, Any], expected: Any) -> None:
    fields = {key: value for key, value in (passport().fields | changes).items() if value is not None}
    assert judged(PORTRAIT, passport(portrait=face(age=age), fields=fields), PASSPORT_CASE) == expected


def test_a_document_without_a_portrait_fails() -> None:
    assert judged(PORTRAIT, passport(portrait=None), PASSPORT_CASE) == ("failed", ("no_portrait",))


def test_ages_are_guessed_only_for_templates_that_ask() -> None:
    assert {*GOVERNMENT_ID, *SELFIE} >= NAMES
    assert all(one.default == "disabled" for name, one in (GOVERNMENT_ID | SELFIE).items() if name in NAMES)
    assert not asks_for_ages({})
    assert not asks_for_ages({COMPARISON: CheckSetting(requirement="disabled"), "selfie_id_comparison": CheckSetting()})
    assert asks_for_ages({LIMITS: CheckSetting(requirement="not_required")})
