"""A verdict is a function of what is stored: judged, stored and replayed it is the same, for any facts and cases."""

from __future__ import annotations

import json
import math
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unit.checks.specimen_facts import LICENCE_CASE, PASSPORT_CASE, SELFIE_CASE, changed, licence, passport, selfie
from verilink.checks.case import (
    Answer,
    DocumentCase,
    GovernmentIdCase,
    KnownImage,
    Repeat,
    SelfieCase,
    SharedBackground,
)
from verilink.checks.registry import DOCUMENT, GOVERNMENT_ID, SELFIE
from verilink.errors import Conflict
from verilink.evidence.facts import DocumentFacts, FaceFacts, SelfieFacts
from verilink.evidence.papers.facts import DateRead, PaperFacts, SentFile, Sheet
from verilink.flow.node import CheckSetting
from verilink.flow.verifications import GovernmentId, Paper, Selfie
from verilink.flow.verifications import Verification as Spec
from verilink.judging.record import Judgement, as_stored, judge_document, judge_paper, judge_selfie, plain
from verilink.judging.replay import compare, recompute
from verilink.kit import clock
from verilink.verifications.model import Verification

LENIENT = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
REPEATS = st.none() | st.lists(st.from_type(Repeat), max_size=3).map(tuple)
DOCUMENT_CASES = st.builds(
    GovernmentIdCase,
    today=st.dates(min_value=date(1990, 1, 1)),
    pages_required=st.sampled_from([("front",), ("front", "back")]),
    initial_fields=st.dictionaries(st.sampled_from(["name-first", "birthdate"]), st.text() | st.integers(0, 9)),
    previous=st.just(()) | st.just(({"birthdate": "1990-01-01", "name-last": "A"},)),
    selfie=st.none() | st.from_type(FaceFacts),
    listed_images=st.integers(0, 2),
    known_images=st.lists(st.from_type(KnownImage), max_size=2).map(tuple),
    repeats=REPEATS,
    answers=st.dictionaries(st.just("id_custom_detection"), st.from_type(Answer), max_size=1),
)
SELFIE_CASES = st.builds(
    SelfieCase,
    today=st.none() | st.dates(),
    order=st.sampled_from([("center",), ("center", "left", "right")]),
    compares_with_document=st.booleans(),
    portrait=st.none() | st.from_type(FaceFacts),
    account_selfie=st.none() | st.from_type(FaceFacts),
    birthdate=st.none() | st.text(max_size=10) | st.dates().map(str),
    repeats=REPEATS,
    backgrounds=st.none() | st.lists(st.from_type(SharedBackground), max_size=3).map(tuple),
)
PAPERS = st.builds(
    PaperFacts,
    files=st.dictionaries(st.just("page-1"), st.from_type(SentFile), max_size=1),
    sheets=st.lists(st.from_type(Sheet), max_size=2).map(tuple),
    dates=st.lists(
        st.builds(
            DateRead,
            day=st.dates().map(str),
            role=st.sampled_from(["issue", "expiry", ""]),
            line=st.text(max_size=9),
            sheet=st.just(0),
        ),
        max_size=2,
    ).map(tuple),
    document_type=st.none() | st.sampled_from(["standard_utility_bill", "other"]),
)
PAPER_CASES = st.builds(
    DocumentCase,
    today=st.dates(min_value=date(1990, 1, 1)),
    known=st.dictionaries(st.sampled_from(["name-first", "name-last"]), st.text(max_size=8)),
    listed_images=st.integers(0, 2),
    known_images=st.lists(st.from_type(KnownImage), max_size=2).map(tuple),
    selfie=st.none() | st.from_type(FaceFacts),
    answers=st.dictionaries(st.just("document_custom_detection"), st.from_type(Answer), max_size=1),
)
OF_KIND: dict[str, Any] = {"government-id": GovernmentId, "selfie": Selfie, "document": Paper}
ALL: dict[str, Any] = {"government-id": GOVERNMENT_ID, "selfie": SELFIE, "document": DOCUMENT}
JUDGES: dict[str, Any] = {"government-id": judge_document, "selfie": judge_selfie, "document": judge_paper}


def jsonb(value: Any) -> Any:
    """What a jsonb column gives back: keys by length and then bytes, numbers and texts as they were."""

    def ordered(each: Any) -> Any:
        if isinstance(each, dict):
            return {key: ordered(each[key]) for key in sorted(each, key=lambda key: (len(key.encode()), key.encode()))}
        return [ordered(one) for one in each] if isinstance(each, list) else each

    text = msgspec.json.encode(value).decode()
    assert "\\u0000" not in text
    return ordered(json.loads(text))


def recorded(kind: str, facts: Any, case: Any, spec: Spec) -> Verification:
    """The verification as it would be stored after judging."""
    facts, case = as_stored(facts, type(facts)), as_stored(case, type(case))
    outcome = JUDGES[kind](facts, case, spec.checks)
    now = clock.now()
    return Verification(
        environment_id="env_1", id="ver_1", inquiry_id="inq_1", type=kind, name="it", attempt=1,
        status="passed" if outcome.passed else "failed", template_version_id="v", verification_template_id="t",
        verification_template_version_id="tv", evidence_id=None, country_code=None, capture_method=None,
        simulated=False, inputs={}, facts=jsonb(plain(facts)), extraction=jsonb(outcome.extraction),
        checks=jsonb(outcome.checks), scores=jsonb(outcome.scores), tags=[], created_at=now, submitted_at=now,
        completed_at=now, redacted_at=None, judgement=jsonb(plain(Judgement(case=plain(case)))),
    )  # fmt: skip


def differences(verification: Verification, spec: Spec) -> list[str]:
    judgement = msgspec.convert(verification.judgement, Judgement)
    return [one.what for one in compare(verification, recompute(verification, judgement, spec))]


def spec_of(kind: Any) -> Spec:
    wanted: Spec = OF_KIND[kind](checks={name: CheckSetting() for name in ALL[kind]})
    return wanted


def finite(value: Any) -> Any:
    """The same with a number wherever something is none, which JSON cannot say."""

    def mended(each: Any) -> Any:
        if isinstance(each, dict):
            return {key: mended(one) for key, one in each.items()}
        if isinstance(each, (list, tuple)):
            return [mended(one) for one in each]
        return 0.5 if isinstance(each, float) and not math.isfinite(each) else each

    return msgspec.convert(mended(msgspec.to_builtins(value)), type(value))


@LENIENT
@given(facts=st.from_type(DocumentFacts).map(finite), case=DOCUMENT_CASES.map(finite))
def test_any_document_is_replayed_as_it_was_judged(facts: DocumentFacts, case: GovernmentIdCase) -> None:
    spec = spec_of("government-id")
    assert differences(recorded("government-id", facts, case, spec), spec) == []


@LENIENT
@given(facts=st.from_type(SelfieFacts).map(finite), case=SELFIE_CASES.map(finite))
def test_any_selfie_is_replayed_as_it_was_judged(facts: SelfieFacts, case: SelfieCase) -> None:
    spec = spec_of("selfie")
    assert differences(recorded("selfie", facts, case, spec), spec) == []


@LENIENT
@given(facts=PAPERS.map(finite), case=PAPER_CASES.map(finite))
def test_any_paper_is_replayed_as_it_was_judged(facts: PaperFacts, case: DocumentCase) -> None:
    spec = spec_of("document")
    assert differences(recorded("document", facts, case, spec), spec) == []


@pytest.mark.parametrize(
    ("kind", "facts", "case"),
    [("government-id", passport(), PASSPORT_CASE), ("government-id", licence(), LICENCE_CASE),
     ("selfie", selfie(), SELFIE_CASE)],
)  # fmt: skip
def test_good_specimens_are_replayed_the_same(kind: str, facts: Any, case: Any) -> None:
    spec = OF_KIND[kind]()
    verification = recorded(kind, facts, case, spec)
    assert verification.status == "passed"
    assert differences(verification, spec) == []


def test_a_changed_record_is_told_by_what_changed() -> None:
    spec = GovernmentId()
    verification = recorded("government-id", passport(), PASSPORT_CASE, spec)
    assert verification.facts is not None
    older = {**verification.facts, "fields": {**verification.facts["fields"], "birthdate": {"value": "1974-08-13",
             "source": "mrz"}}}  # fmt: skip
    assert differences(changed(verification, facts=older), spec) == ["extraction birthdate"]
    assert differences(changed(verification, status="failed"), spec) == ["verdict"]
    stricter = GovernmentId(checks={"id_blur_detection": CheckSetting(config={"min-sharpness": 999})})
    told = differences(verification, stricter)
    assert told == ["verdict", "check id_blur_detection"]


def test_what_cannot_be_read_any_more_is_refused() -> None:
    spec = GovernmentId()
    verification = recorded("government-id", passport(), PASSPORT_CASE, spec)
    judgement = msgspec.convert(verification.judgement, Judgement)
    with pytest.raises(Conflict, match="cannot read"):
        recompute(changed(verification, facts={"pages": 3}), judgement, spec)


def test_texts_with_nul_characters_can_be_stored() -> None:
    facts = changed(passport(), reasons=("a\x00b",))
    assert as_stored(facts, DocumentFacts).reasons == ("ab",)
    assert plain({"b": 1, "a": ({"d": 1, "c": 2},)}) == {"a": [{"c": 2, "d": 1}], "b": 1}
    assert list(plain({"b": 1, "a": 2})) == ["a", "b"]
