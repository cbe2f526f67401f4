"""Checks that look at what was seen before, at numbers, at signs of forgery, and at what providers said."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unit.checks.specimen_facts import (
    BARCODE,
    LICENCE_CASE,
    PASSPORT_CASE,
    QUAD,
    QUALITY,
    SELFIE_CASE,
    TODAY,
    changed,
    frame,
    licence,
    mrz,
    passport,
    reading,
    selfie,
    with_fields,
    with_page,
    without,
)
from verilink.checks.case import Answer, DocumentCase, KnownImage, Repeat
from verilink.checks.database.facts import DatabaseCase, RecordFacts
from verilink.checks.model import CheckResult
from verilink.checks.provided import REASONS, provided
from verilink.checks.registry import GOVERNMENT_ID
from verilink.checks.requirements import setting_problems
from verilink.checks.run import run_database, run_document, run_government_id, run_selfie
from verilink.evidence.facts import Metadata, TextLine
from verilink.evidence.papers.facts import PaperFacts
from verilink.flow.node import CheckSetting

P, F, N = "passed", "failed", "not_applicable"
PASSPORT, LICENCE = (passport(), PASSPORT_CASE), (licence(), LICENCE_CASE)


def judged(name: str, facts: Any, case: Any, config: Any = None) -> CheckResult:
    run: Any = run_selfie if name.startswith("selfie") else run_government_id
    results = run(facts, case, {name: CheckSetting(config=config or {})})
    return next(one for one in results if one.name == name)


def repeat(**changes: Any) -> Repeat:
    known: dict[str, Any] = {"verification": "ver_2", "inquiry": "inq_2", "account": "act_2", "seen_on": TODAY}
    return Repeat(**(known | {"passed": True, "number": True, "person": True, "face": 0.9} | changes))


def case(**changes: Any) -> Any:
    return changed(PASSPORT_CASE, **changes)


def seen(*repeats: Repeat) -> Any:
    return passport(), case(repeats=repeats)


def met(*repeats: Repeat) -> Any:
    return selfie(), changed(SELFIE_CASE, repeats=repeats, today=TODAY)


def zone(facts: Any = None, **changes: Any) -> Any:
    return with_page(facts or passport(), mrz=mrz(**changes)), PASSPORT_CASE


def card(country: str, **fields: str) -> Any:
    facts = passport(country_code=country, id_class="id")
    return with_page(facts, mrz=mrz(format="TD1", fields=fields)), case(selected_country=country)


def coded(**elements: str) -> Any:
    return with_page(licence(), "back", barcodes=(changed(BARCODE, fields=elements),)), LICENCE_CASE


def written(text: str) -> Any:
    lines = (*passport().pages["front"].text, TextLine(text=text, confidence=0.9, box=QUAD))
    return with_page(passport(), text=lines), PASSPORT_CASE


def file_of(software: str | None, **more: Any) -> Any:
    metadata = Metadata(format="JPEG", width=10, height=10, byte_size=10, software=software, **more)
    return with_page(passport(), metadata=metadata), PASSPORT_CASE


def measured(**figures: float | None) -> Any:
    return with_page(passport(), quality=changed(QUALITY, **figures)), PASSPORT_CASE


OLD, FAR = TODAY - timedelta(days=366), date(2001, 1, 1)
IMAGE = KnownImage(id="kimg_1", page="front", distance=4)
ROWS: list[tuple[str, Any, str, tuple[str, ...]]] = [
    ("id_repeat_detection", PASSPORT, N, ("not_searched",)),
    ("id_repeat_detection", seen(), P, ()),
    ("id_repeat_detection", seen(repeat()), F, ("used_on_another_account",)),
    ("id_repeat_detection", seen(repeat(number=False, person=False)), P, ()),
    ("id_repeat_detection", seen(repeat(face=0.2)), P, ()),
    ("id_repeat_detection", seen(repeat(face=None)), P, ()),
    ("id_repeat_detection", seen(repeat(seen_on=OLD)), P, ()),
    ("id_repeat_detection", seen(repeat(passed=False)), P, ()),
    ("id_repeat_detection", (passport(portrait=None), case(repeats=())), N, ("nothing_to_search",)),
    ("id_repeat_detection", (without(passport(), "document-number", "name-last"), case(repeats=())),
     N, ("nothing_to_search",)),
    ("id_inconsistent_repeat_detection", PASSPORT, N, ("not_searched",)),
    ("id_inconsistent_repeat_detection", seen(repeat()), P, ()),
    ("id_inconsistent_repeat_detection", seen(repeat(face=0.2)), F, ("same_details_other_portrait",)),
    ("id_inconsistent_repeat_detection", seen(repeat(number=False, person=False)), F, ("same_portrait_other_details",)),
    ("id_inconsistent_repeat_detection", seen(repeat(number=None, person=None)), P, ()),
    ("id_inconsistent_repeat_detection", seen(repeat(face=None)), P, ()),
    ("id_repeat_detection", seen(repeat(number=False)), F, ("used_on_another_account",)),
    ("id_repeat_detection", seen(repeat(number=None)), F, ("used_on_another_account",)),
    ("id_inconsistent_repeat_detection", seen(repeat(number=False, face=0.2)), P, ()),
    ("id_inconsistent_repeat_detection", seen(repeat(number=None, face=0.2)), F, ("same_details_other_portrait",)),
    ("id_inconsistent_repeat_detection", seen(repeat(number=False, person=None)), P, ()),
    ("id_inconsistent_repeat_detection", seen(repeat(face=0.2), repeat(number=False, person=False)),
     F, ("same_details_other_portrait", "same_portrait_other_details")),
    ("id_compromised_detection", PASSPORT, N, ("no_known_images",)),
    ("id_compromised_detection", (passport(), case(listed_images=3)), P, ()),
    ("id_compromised_detection", (passport(), case(listed_images=3, known_images=(IMAGE,))), F, ("known_image",)),
    ("id_compromised_detection", (passport(), case(listed_images=1, known_images=(changed(IMAGE, distance=5),))),
     P, ()),
    ("id_compromised_detection", (with_page(passport(), perceptual_hash=None), case(listed_images=1)),
     F, ("unprocessable",)),
    ("selfie_repeat_detection", (selfie(), SELFIE_CASE), N, ("not_searched",)),
    ("selfie_repeat_detection", met(), P, ()),
    ("selfie_repeat_detection", met(repeat(seen_on=FAR)), F, ("face_on_another_account",)),
    ("selfie_repeat_detection", met(repeat(face=0.49)), P, ()),
    ("selfie_repeat_detection", met(repeat(passed=False)), P, ()),
    ("selfie_repeat_detection", (selfie(center=frame("center", faces=())), changed(SELFIE_CASE, repeats=())),
     F, ("missing_face",)),
    ("id_attribute_comparison", PASSPORT, N, ("no_claims",)),
    ("id_attribute_comparison", (passport(), case(claims={"name-last": "Eriksson"})), P, ()),
    ("id_attribute_comparison", (passport(), case(claims={"name-last": "Svensson"})), F, ("name_mismatch",)),
    ("id_attribute_comparison", (passport(), case(claims={"birthdate": "1974-08-13"})), F, ("birthdate_mismatch",)),
    ("id_electronic_replica_detection", measured(grid=1.8), P, ()),
    ("id_electronic_replica_detection", measured(grid=2.0), F, ("screen_pattern",)),
    ("id_electronic_replica_detection", measured(grid=1.0, bezel=0.75), F, ("screen_rim",)),
    ("id_electronic_replica_detection", measured(grid=None), N, ("screen_not_measured",)),
    ("id_electronic_replica_detection", (passport(pages={}), PASSPORT_CASE), F, ("unprocessable",)),
    ("id_paper_detection", PASSPORT, P, ()),
    ("id_paper_detection", measured(chroma=3.0), F, ("grey_copy",)),
    ("id_paper_detection", measured(chroma=None), N, ("color_not_measured",)),
    ("id_paper_detection", (passport(pages={}), PASSPORT_CASE), F, ("unprocessable",)),
    ("id_tamper_detection", PASSPORT, N, ("no_metadata",)),
    ("id_tamper_detection", file_of("HDR+ 1.0.7"), P, ()),
    ("id_tamper_detection", file_of("Adobe Photoshop 24.1 (Windows)"), F, ("editor_traces",)),
    ("id_tamper_detection", file_of("Camera 2", programs=("Camera 2", "GIMP 2.10")), F, ("editor_traces",)),
    ("id_tamper_detection", file_of("Camera 2", recompression=1.4), P, ()),
    ("id_fabrication_detection", PASSPORT, P, ()),
    ("id_fabrication_detection", LICENCE, P, ()),
    ("id_fabrication_detection", zone(fields={"issuer": "UTO"}), F, ("issuer_unknown",)),
    ("id_fabrication_detection", written("Specimen"), F, ("specimen",)),
    ("id_fabrication_detection", written("HELD FOR A SPECIMEN SURNAME AND MORE"), P, ()),
    ("id_fabrication_detection", (with_page(passport(), mrz=None), PASSPORT_CASE), N, ("issuer_not_stated",)),
    ("id_fabrication_detection",
     (with_page(licence(), "back", barcodes=(changed(BARCODE, problems=("issuer is not known",)),)), LICENCE_CASE),
     F, ("issuer_unknown",)),
    ("id_real_id_detection", PASSPORT, N, ("not_a_us_card",)),
    ("id_real_id_detection", LICENCE, N, ("compliance_not_stated",)),
    ("id_real_id_detection", coded(DDA="F"), P, ()),
    ("id_real_id_detection", coded(DDA="N"), F, ("not_real_id",)),
    ("id_number_format_inconsistency_detection", LICENCE, P, ()),
    ("id_number_format_inconsistency_detection",
     (with_fields(licence(), identification_number=reading("123", "barcode")), LICENCE_CASE),
     F, ("number_format_mismatch",)),
    ("id_number_format_inconsistency_detection", (changed(licence(), subdivision="XX"), LICENCE_CASE),
     N, ("format_not_known",)),
    ("id_number_format_inconsistency_detection", PASSPORT, N, ("no_number_to_judge",)),
    ("id_number_format_inconsistency_detection", zone(fields={"document-number": "AA123456"}), P, ()),
    ("id_number_format_inconsistency_detection", zone(fields={"document-number": "L898902C3"}),
     F, ("number_format_mismatch",)),
    ("id_number_format_inconsistency_detection", zone(fields={"document-number": "?"}, check_digits={"x": False}),
     N, ("no_number_to_judge",)),
    ("id_number_format_inconsistency_detection", card("EE", optional="37605030299"), F, ("number_birthdate_mismatch",)),
    ("id_number_format_inconsistency_detection", card("SI", optional="0706966505468"),
     F, ("number_check_digit_mismatch",)),
    ("id_number_format_inconsistency_detection", card("TR", optional="17291716060"), P, ()),
    ("id_number_format_inconsistency_detection", card("TR", optional="17291716061"),
     F, ("number_check_digit_mismatch",)),
    ("id_number_format_inconsistency_detection", card("TR", optional="ABC"), N, ("format_not_known",)),
    ("id_number_format_inconsistency_detection", card("PL", **{"document-number": "ABA300000"}), P, ()),
    ("id_number_format_inconsistency_detection", card("PL", **{"document-number": "ABA400000"}),
     F, ("number_check_digit_mismatch",)),
    ("id_valid_dates_detection", coded(DDH="02032008", DDJ="02032011"), P, ()),
    ("id_valid_dates_detection", coded(DDJ="02032012"), F, ("dates_implausible",)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "given", "status", "reasons"), ROWS)
def test_a_check_gives_its_finding(name: str, given: Any, status: str, reasons: tuple[str, ...]) -> None:
    result = judged(name, *given)
    assert (result.status, result.reasons) == (status, reasons)


def test_failed_attempts_and_older_ones_count_where_the_template_asks_for_it() -> None:
    spoof, old = repeat(passed=False), repeat(seen_on=OLD)
    assert judged("id_repeat_detection", *seen(spoof), {"include-failed": True}).status == F
    assert judged("id_repeat_detection", *seen(old), {"days": 400}).status == F
    assert judged("id_repeat_detection", *seen(repeat()), {"min-similarity": 0.95}).status == P
    assert judged("id_repeat_detection", *seen(repeat()), {"days": -1e300}).status == F


def test_a_second_compression_counts_where_the_template_asks_for_it() -> None:
    twice = judged("id_tamper_detection", *file_of("Camera 2", recompression=1.4), {"max-recompression": 0.6})
    assert (twice.status, twice.reasons) == (F, ("compressed_twice",))
    assert judged("id_tamper_detection", *file_of(None, recompression=1.4), {"max-recompression": 0.6}).status == F
    silent = judged("id_tamper_detection", *file_of(None, recompression=0.2), {"max-recompression": 0.6})
    assert (silent.status, silent.metadata) == (N, {"recompression": 0.2})


def test_a_repeat_names_the_inquiries_to_look_at() -> None:
    found = judged("id_repeat_detection", *seen(repeat(inquiry="inq_9"), repeat(face=0.7, inquiry="inq_3")))
    assert found.metadata == {"inquiries": ["inq_3", "inq_9"], "likeness": 0.9}


def test_numbers_in_print_count_where_the_template_asks_for_it() -> None:
    facts = with_fields(passport(country_code="TR", id_class="id"), identification_number=reading("1", "visual"))
    wrong = with_fields(facts, identification_number=reading("172 917 160 61", "visual"))
    name = "id_number_format_inconsistency_detection"
    assert judged(name, wrong, PASSPORT_CASE).reasons == ("no_number_to_judge",)
    assert judged(name, wrong, PASSPORT_CASE, {"visual": True}).reasons == ("number_check_digit_mismatch",)
    assert judged(name, facts, PASSPORT_CASE, {"visual": True}).reasons == ("format_not_known",)


def test_a_numbers_finding_never_contains_the_number() -> None:
    result = judged("id_number_format_inconsistency_detection", *card("TR", optional="17291716061"))
    assert result.metadata == {"judged": ["TR T.C. Kimlik No"], "wrong": ["TR T.C. Kimlik No"]}


@pytest.mark.parametrize(
    ("country", "born", "expires", "status"),
    [("US", "2015-01-01", "2036-01-01", F), ("US", "2015-01-01", "2031-01-01", P),
     ("US", "1990-01-01", "2036-01-01", P),
     ("DE", "2003-01-01", "2036-01-01", F), ("DE", "2001-01-01", "2036-01-01", P),
     ("XX", "2015-01-01", "2036-01-01", P)],
)  # fmt: skip
def test_the_young_get_passports_for_fewer_years(country: str, born: str, expires: str, status: str) -> None:
    facts = with_fields(passport(country_code=country), birthdate=born, expiration_date=expires)
    assert judged("id_valid_dates_detection", facts, PASSPORT_CASE).status == status


def test_terms_of_states_count_where_the_template_asks_for_it() -> None:
    assert judged("id_valid_dates_detection", *LICENCE).status == P
    found = judged("id_valid_dates_detection", *LICENCE, {"state-terms": True})
    assert found.metadata == {"found": ["valid-longer-than-issued-here"]}
    arizona = changed(licence(), subdivision="AZ")
    assert judged("id_valid_dates_detection", arizona, LICENCE_CASE, {"state-terms": True}).status == P


@pytest.mark.parametrize(
    ("born", "expires", "status"), [("1990-02-03", "2036-05-01", F), ("1985-02-03", "2041-05-01", P),
                                    ("1950-02-03", "2099-12-31", P), ("2012-02-03", "2026-05-01", P)],
)  # fmt: skip
def test_chinese_cards_have_the_terms_of_the_law(born: str, expires: str, status: str) -> None:
    facts = with_fields(
        passport(country_code="CN", id_class="id"),
        birthdate=born, expiration_date=expires, issue_date=reading("2021-05-01", "barcode"),
    )  # fmt: skip
    assert judged("id_valid_dates_detection", facts, PASSPORT_CASE).status == status


ANSWERED: dict[str, tuple[Any, Any, Any]] = {
    "government-id": (run_government_id, *PASSPORT),
    "selfie": (run_selfie, selfie(), SELFIE_CASE),
    "document": (run_document, PaperFacts(files={}), DocumentCase(today=TODAY)),
    "database": (run_database, RecordFacts(), DatabaseCase(today=TODAY, match=("name",))),
}


def kind_of(name: str) -> Any:
    return next(kind for kind in ANSWERED if name in {each.name for each in provided(kind)})


@pytest.mark.parametrize("name", sorted(REASONS))
def test_what_a_provider_said_is_the_finding(name: str) -> None:
    run, facts, around = ANSWERED[kind_of(name)]

    def finding(answer: Answer | None) -> CheckResult:
        asked = changed(around, answers={name: answer} if answer else {})
        return next(one for one in run(facts, asked, {name: CheckSetting()}) if one.name == name)

    assert finding(None).reasons == ("no_provider",)
    assert finding(Answer(status="unavailable", provider="p 1")).reasons == ("provider_unavailable",)
    assert finding(Answer(status="passed", provider="p 1")).status == P
    assert finding(Answer(status="passed", provider="p 1", metadata={"a": 1})).metadata == {"provider": "p 1", "a": 1}
    for reason in REASONS[name]:
        assert finding(Answer(status="failed", provider="p 1", reasons=(reason,))).reasons == (reason,)
    assert finding(Answer(status="failed", provider="p 1", reasons=("unheard",))).reasons == REASONS[name][-1:]


@given(st.sampled_from(sorted(REASONS)))
def test_a_check_without_its_provider_cannot_be_required(name: str) -> None:
    kind = kind_of(name)
    wanted = {name: CheckSetting()}
    assert [told for told, _ in setting_problems(kind, wanted)] == [name]
    assert list(setting_problems(kind, wanted, providers={name})) == []


def test_earlier_names_find_the_same() -> None:
    for earlier, name in {"id_type_detection": "id_disallowed_type_detection",
                          "id_mrz_validation": "id_mrz_inconsistency_detection",
                          "id_required_property_detection": "id_extracted_properties_detection"}.items():  # fmt: skip
        assert GOVERNMENT_ID[earlier].default == "disabled"
        assert changed(judged(earlier, *PASSPORT), name=name) == judged(name, *PASSPORT)
