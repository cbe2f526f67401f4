"""How results make a verdict, and what holds for all checks and all facts."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unit.checks.specimen_facts import (
    LICENCE_CASE,
    PASSPORT_CASE,
    SELFIE_CASE,
    changed,
    licence,
    mrz,
    passport,
    selfie,
    with_page,
    without,
)
from verilink.checks.advice import ADVICE, OTHERWISE, advice_for, needs_another_document
from verilink.checks.case import Answer, GovernmentIdCase, KnownImage, Repeat, SelfieCase
from verilink.checks.model import NOT_SUPPORTED, CheckResult, Status
from verilink.checks.provided import REASONS
from verilink.checks.registry import CHECKS, CORE, GOVERNMENT_ID, SELFIE
from verilink.checks.requirements import setting_problems, template_problems
from verilink.checks.run import counts_as_passed, failing_reasons, run_government_id, run_selfie, verdict
from verilink.evidence.facts import DocumentFacts, FaceFacts, Repair, SelfieFacts
from verilink.flow.node import CheckSetting
from verilink.flow.shipped import shipped_templates

TEMPLATE = shipped_templates()["Government ID and selfie"]
ID_CHECKS = TEMPLATE.verifications["government_id"].checks
SELFIE_CHECKS = TEMPLATE.verifications["selfie"].checks
ALL_ID = {name: CheckSetting() for name in GOVERNMENT_ID}
ALL_SELFIE = {name: CheckSetting() for name in SELFIE}
LENIENT = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize(("facts", "around"), [(passport(), PASSPORT_CASE), (licence(), LICENCE_CASE)])
def test_a_good_document_passes_the_shipped_template(facts: DocumentFacts, around: GovernmentIdCase) -> None:
    results = run_government_id(facts, around, ID_CHECKS)
    assert failing_reasons(results) == ()
    assert verdict(results)


def test_a_good_selfie_passes_the_shipped_template() -> None:
    assert verdict(run_selfie(selfie(), SELFIE_CASE, SELFIE_CHECKS))


@pytest.mark.parametrize("facts", [passport(), licence()])
def test_a_document_without_its_code_does_not_pass(facts: DocumentFacts) -> None:
    around = PASSPORT_CASE if facts.id_class == "pp" else LICENCE_CASE
    pages = {name: changed(page, mrz=None, barcodes=()) for name, page in facts.pages.items()}
    assert not verdict(run_government_id(changed(facts, pages=pages), around, ID_CHECKS))


def test_a_required_check_that_fails_decides_and_gives_the_reason() -> None:
    results = run_government_id(without(passport(), "expiration-date"), PASSPORT_CASE, ID_CHECKS)
    assert not verdict(results)
    assert failing_reasons(results) == ("missing_properties", "expiration_date_not_found", "dates_not_found")


def test_a_check_that_is_only_recorded_does_not_decide() -> None:
    settings = {**ID_CHECKS, "id_blur_detection": CheckSetting(requirement="not_required")}
    blurred = with_page(passport(), quality=changed(passport().pages["front"].quality, sharpness=1.0))
    results = run_government_id(blurred, PASSPORT_CASE, settings)
    assert verdict(results)
    assert {one.name: one.status for one in results}["id_blur_detection"] == "failed"


def test_a_disabled_check_says_so_and_is_never_required() -> None:
    disabled = {name: CheckSetting(requirement="disabled") for name in GOVERNMENT_ID}
    results = run_government_id(passport(), PASSPORT_CASE, disabled)
    assert len(results) == len(GOVERNMENT_ID)
    for one in results:
        assert (one.status, one.reasons) == ("not_applicable", ("disabled_by_check_config",))
        assert one.requirement == "not_required"


def test_nothing_passes_when_everything_is_disabled() -> None:
    for kind, run in (("government-id", _run_id), ("selfie", _run_selfie)):
        disabled = {name: CheckSetting(requirement="disabled") for name in CHECKS[kind]}  # type: ignore[index]
        assert not verdict(run(disabled))
    assert not verdict(())


def test_a_template_that_names_no_checks_gets_the_defaults() -> None:
    assert {one.name for one in _run_id({})} == {n for n, one in GOVERNMENT_ID.items() if one.default != "disabled"}
    assert verdict(_run_id({}))
    assert not verdict(run_government_id(without(passport(), "birthdate"), PASSPORT_CASE, {}))


def _run_id(wanted: Any) -> tuple[CheckResult, ...]:
    return run_government_id(passport(), PASSPORT_CASE, wanted)


def _run_selfie(wanted: Any) -> tuple[CheckResult, ...]:
    return run_selfie(selfie(), SELFIE_CASE, wanted)


def test_what_cannot_be_decided_here_stands_in_the_way_when_it_is_required() -> None:
    results = _run_id({**ID_CHECKS, "id_physical_tamper_detection": CheckSetting()})
    assert failing_reasons(results) == (NOT_SUPPORTED,)


@pytest.mark.parametrize("name", sorted(CORE))
def test_a_core_check_decides_even_when_it_is_only_recorded(name: str) -> None:
    assert not counts_as_passed(CheckResult(name=name, status="failed", requirement="not_required"))


def test_a_selfie_without_turns_is_not_called_live() -> None:
    around = changed(SELFIE_CASE, order=("center",))
    facts = SelfieFacts(frames=selfie().frames[:1], order=("center",))
    assert not verdict(run_selfie(facts, around, SELFIE_CHECKS))
    recorded = {**SELFIE_CHECKS, "selfie_liveness_detection": CheckSetting(requirement="not_required")}
    assert verdict(run_selfie(facts, around, recorded))


CASES = st.builds(
    GovernmentIdCase,
    today=st.dates(min_value=date(1990, 1, 1)),
    pages_required=st.sampled_from([(), ("front",), ("front", "back")]),
    selected_country=st.none() | st.sampled_from(["US", "DE", "??"]),
    selected_id_classes=st.sampled_from([(), ("pp",), ("dl",), ("id",)]),
    id_classes=st.just(("pp", "dl", "id")),
    countries=st.none() | st.just(("US",)),
    initial_fields=st.dictionaries(st.sampled_from(["name-first", "birthdate"]), st.text() | st.integers()),
    previous=st.just(()) | st.just(({"birthdate": "1990-01-01"},)),
    selfie=st.none() | st.from_type(FaceFacts),
    claims=st.dictionaries(st.sampled_from(["name-last", "birthdate"]), st.text() | st.integers()),
    listed_images=st.integers(0, 2),
    known_images=st.lists(st.from_type(KnownImage), max_size=2).map(tuple),
    repeats=st.none() | st.lists(st.from_type(Repeat), max_size=3).map(tuple),
    answers=st.dictionaries(st.sampled_from(sorted(REASONS)), st.from_type(Answer), max_size=2),
)
CONFIGS = st.dictionaries(
    st.sampled_from(sorted({key for one in GOVERNMENT_ID.values() for key in one.options})),
    st.none() | st.floats() | st.text(max_size=3) | st.lists(st.text(max_size=12), max_size=2),
)


@LENIENT
@given(facts=st.from_type(DocumentFacts), around=CASES, config=CONFIGS)
def test_no_facts_about_a_document_raise(facts: DocumentFacts, around: GovernmentIdCase, config: Any) -> None:
    results = run_government_id(facts, around, {name: CheckSetting(config=config) for name in GOVERNMENT_ID})
    assert [one.name for one in results] == list(GOVERNMENT_ID)
    for one in results:
        _is_sound(one)
    assert results == run_government_id(facts, around, {name: CheckSetting(config=config) for name in GOVERNMENT_ID})


@LENIENT
@given(
    facts=st.from_type(SelfieFacts),
    order=st.sampled_from([(), ("center",), ("center", "left", "right")]),
    portrait=st.none() | st.from_type(FaceFacts),
    repeats=st.none() | st.lists(st.from_type(Repeat), max_size=3).map(tuple),
)
def test_no_facts_about_a_selfie_raise(
    facts: SelfieFacts, order: tuple[str, ...], portrait: FaceFacts | None, repeats: tuple[Repeat, ...] | None
) -> None:
    around = SelfieCase(
        order=order, compares_with_document=True, portrait=portrait, account_selfie=portrait, repeats=repeats
    )
    for one in run_selfie(facts, around, ALL_SELFIE):
        _is_sound(one)


def _is_sound(result: CheckResult) -> None:
    definition = {**GOVERNMENT_ID, **SELFIE}[result.name]
    assert result.status in get_args(Status)
    assert (result.status == "passed") == (result.reasons == ())
    known = definition.reasons if result.status == "failed" else (*definition.exempt, *definition.blocking)
    assert set(result.reasons) <= set(known), result
    assert msgspec.json.encode(result)


@given(
    line=st.integers(0, 2), column=st.integers(0, 43), digits=st.dictionaries(st.sampled_from("abc"), st.booleans()),
    requirement=st.sampled_from(["required", "not_required"]),
)  # fmt: skip
def test_a_repaired_character_never_passes(line: int, column: int, digits: dict[str, bool], requirement: Any) -> None:
    zone = mrz(repaired=(Repair(line=line, column=column, read="O", used="0"),), check_digits=digits)
    facts = with_page(passport(), mrz=zone)
    setting = {"id_mrz_inconsistency_detection": CheckSetting(requirement=requirement)}
    results = {one.name: one for one in run_government_id(facts, PASSPORT_CASE, setting)}
    assert results["id_mrz_inconsistency_detection"].reasons == ("mrz_repaired",)
    assert verdict(results.values()) is (requirement == "not_required")


def test_nothing_is_passed_on_no_facts_at_all() -> None:
    nothing = DocumentFacts(pages={})
    around = changed(PASSPORT_CASE, countries=("SE",), initial_fields={"birthdate": "1990-01-01"}, known_images=("00",))
    assert [one.name for one in run_government_id(nothing, around, ALL_ID) if one.status == "passed"] == []
    empty = SelfieFacts(frames=())
    assert [one.name for one in run_selfie(empty, SELFIE_CASE, ALL_SELFIE) if one.status == "passed"] == []


DROPPED = {
    "fields": {},
    "id_class": None,
    "country_code": None,
    "portrait": None,
    "pages": {},
}


@given(st.sets(st.sampled_from(sorted(DROPPED)), min_size=1))
def test_what_is_missing_never_makes_a_check_pass_that_did_not(dropped: set[str]) -> None:
    whole = {one.name: one.status for one in run_government_id(passport(), PASSPORT_CASE, ALL_ID)}
    poorer = changed(passport(), **{key: DROPPED[key] for key in dropped})
    for one in run_government_id(poorer, PASSPORT_CASE, ALL_ID):
        assert one.status != "passed" or whole[one.name] == "passed"
    assert not verdict(run_government_id(poorer, PASSPORT_CASE, ID_CHECKS)) or dropped <= {"country_code"}


def test_settings_that_cannot_work_are_told() -> None:
    wanted = {
        "id_aura_detection": CheckSetting(),
        "id_physical_tamper_detection": CheckSetting(),
        "id_entity_detection": CheckSetting(requirement="disabled"),
        "id_blur_detection": CheckSetting(config={"min-sharpness": "a lot", "colour": 1}),
        "id_age_comparison": CheckSetting(config={"min": 18, "max": 99.5}),
        "id_extracted_properties_detection": CheckSetting(config={"properties": []}),
        "id_extraction_inconsistency_detection": CheckSetting(config={"visual": 1}),
    }
    told = list(setting_problems("government-id", wanted))
    assert sorted(name for name, _ in told) == [
        "id_aura_detection",
        "id_blur_detection",
        "id_blur_detection",
        "id_entity_detection",
        "id_extracted_properties_detection",
        "id_extraction_inconsistency_detection",
        "id_physical_tamper_detection",
    ]
    assert [name for name, _ in setting_problems("selfie", {}, poses="center")] == ["selfie_liveness_detection"]


@pytest.mark.parametrize("template", shipped_templates().values(), ids=lambda template: template.name)
def test_the_shipped_templates_ask_for_what_can_be_decided(template: Any) -> None:
    assert list(template_problems(template.verifications)) == []


def test_a_problem_is_told_with_its_place_in_the_template() -> None:
    still = changed(TEMPLATE.verifications["selfie"], poses="center")
    ((place, problem),) = template_problems({"selfie": still})
    assert place == "verifications.selfie.checks.selfie_liveness_detection"
    assert "center-left-right" in problem


def test_every_reason_has_its_advice_and_no_advice_is_idle() -> None:
    reasons = {reason for checks in CHECKS.values() for one in checks.values() for reason in one.reasons}
    blocking = {reason for checks in CHECKS.values() for one in checks.values() for reason in one.blocking}
    assert reasons <= set(ADVICE) <= reasons | blocking
    for sentence in (*ADVICE.values(), OTHERWISE):
        assert not any(character.isdigit() for character in sentence)
        assert "!" not in sentence
        assert sentence.endswith(".")


def test_advice_begins_with_the_likeliest_cause_and_is_never_empty() -> None:
    assert advice_for(["missing_properties", "mrz_not_found", "too_blurry", "expired"])[0] == ADVICE["too_blurry"]
    assert len(advice_for(list(ADVICE))) == 3
    assert advice_for(["unheard_of"]) == (OTHERWISE,)


def test_names_that_are_not_decided_are_off_by_default() -> None:
    for one in (one for checks in CHECKS.values() for one in checks.values()):
        if one.judge is None:
            assert one.default == "disabled"
            assert one.blocking == (one.unsupported,)
            assert one.unsupported == NOT_SUPPORTED


def test_every_published_name_is_known() -> None:
    path = Path(__file__).parents[4] / "shared" / "spec" / "hosted-flow.md"
    if not path.exists():
        pytest.skip("the published list of names is not beside the project")
    text = path.read_text(encoding="utf-8")
    section = text[text.index("### 9.3 ") : text.index("### 9.5 ")]
    names = {
        word for word in section.split("`") if word.startswith(("id_", "selfie_")) and word.replace("_", "").isalpha()
    }
    names -= {"id_", "selfie_"}
    assert names <= {*GOVERNMENT_ID, *SELFIE}
    assert len(names) > 60


def test_what_only_follows_from_a_blurred_picture_is_not_told_as_well() -> None:
    blurred = ["too_blurry", "no_government_id", "type_not_recognized", "mrz_not_found", "missing_properties"]
    assert advice_for(blurred) == (ADVICE["too_blurry"], ADVICE["no_government_id"])
    assert advice_for(["mrz_not_found"]) == (ADVICE["mrz_not_found"],)
    assert ADVICE["expired"] in advice_for(["too_dark", "expired"])


def test_only_a_reason_in_the_document_itself_needs_another_document() -> None:
    assert needs_another_document(["too_blurry", "expired"])
    assert not needs_another_document(["too_blurry", "mrz_not_found"])
