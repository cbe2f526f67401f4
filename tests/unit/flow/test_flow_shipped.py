"""The whole input-to-outcome table of the shipped templates."""

from __future__ import annotations

from itertools import permutations

import pytest

from unit.flow.walking import next_event, walk
from verilink.flow.document import CaptureId, CaptureSelfie, ChooseId, Consent, Message
from verilink.flow.executor import Context, advance, start
from verilink.flow.outcomes import (
    AlreadyFinished,
    Answer,
    Back,
    Captured,
    Consented,
    CopyExtractions,
    Decided,
    Event,
    Finish,
    InvalidAnswer,
    MovedOn,
    Open,
    Result,
    SetFields,
    Show,
    StaleStep,
    State,
    Submit,
    TagInquiry,
    Transition,
    Wait,
)
from verilink.flow.plan import Plan, plan_of
from verilink.flow.shipped import shipped_templates

PLAN = plan_of(shipped_templates()["Government ID and selfie"])
ID_STEP, SELFIE_STEP = "verification_government_id", "verification_selfie"
P, F = True, False


def sent(events: list[Event], plan: Plan = PLAN, context: Context | None = None) -> Transition:
    """The transition after ``events`` from the start."""
    state, transition = start(plan), None
    for event in [Open(), *events]:
        transition = advance(plan, state, event, context or Context())
        state = transition.state
    assert transition is not None
    return transition


AGREE = Answer(step="start")
CHOOSE = Answer(step="select_government_id", values={"country": "US", "id-class": "dl"})
FRONT = Captured(step=ID_STEP, page="front", file_id="f1")
BACK_SIDE = Captured(step=ID_STEP, page="back", file_id="f2")
PASSED = Decided(verification="government_id", result=Result(verification_id="ver_1", passed=True))
FAILED = Decided(
    verification="government_id", result=Result(verification_id="ver_1", passed=False, reasons=("too_blurry",))
)
TO_WAIT = [AGREE, CHOOSE, FRONT, BACK_SIDE]
POSES = [Captured(step=SELFIE_STEP, page=page, file_id=page) for page in ("center", "left", "right")]  # type: ignore[arg-type]
SELFIE_PASSED = Decided(verification="selfie", result=Result(verification_id="ver_2", passed=True))


@pytest.mark.parametrize(
    ("name", "verdicts", "end"),
    [
        ("Government ID and selfie", [P, P], "success"),
        ("Government ID and selfie", [F, P, P], "success"),
        ("Government ID and selfie", [F, F, P, F, F, P], "success"),
        ("Government ID and selfie", [F, F, F], "failure"),
        ("Government ID and selfie", [P, F, F, F], "failure"),
        ("Government ID and selfie", [F, F, P, F, F, F], "failure"),
        ("Government ID", [P], "success"),
        ("Government ID", [F, F, P], "success"),
        ("Government ID", [F, F, F], "failure"),
        ("Selfie", [P], "success"),
        ("Selfie", [F, F, P], "success"),
        ("Selfie", [F, F, F], "failure"),
    ],
)
def test_verdicts_decide_the_end(name: str, verdicts: list[bool], end: str) -> None:
    plan = plan_of(shipped_templates()[name])
    state, _ = walk(plan, start(plan), verdicts)
    assert state.step == end
    assert state.finished == ("completed" if end == "success" else "failed")
    assert sum(map(len, state.results.values())) == len(verdicts)


@pytest.mark.parametrize(
    ("events", "step", "shown"),
    [
        ([], "start", Consent),
        ([AGREE], "select_government_id", ChooseId),
        ([AGREE, CHOOSE], ID_STEP, CaptureId),
        ([AGREE, CHOOSE, FRONT], ID_STEP, CaptureId),
        (TO_WAIT, "submit_government_id", None),
        ([*TO_WAIT, FAILED], "retry_verification_government_id", Message),
        ([*TO_WAIT, PASSED], SELFIE_STEP, CaptureSelfie),
        ([*TO_WAIT, PASSED, *POSES], "submit_selfie", None),
        ([*TO_WAIT, PASSED, *POSES, SELFIE_PASSED], "success", None),
    ],
)
def test_every_event_leads_to_its_screen(events: list[Event], step: str, shown: type | None) -> None:
    transition = sent(events)
    assert transition.outcome.step == transition.state.step == step
    if shown is not None:
        assert isinstance(transition.outcome, Show)
        assert isinstance(transition.outcome.screen, shown)


@pytest.mark.parametrize(
    ("before", "event", "refusal"),
    [
        ([], CHOOSE, StaleStep),
        ([], FRONT, StaleStep),
        ([], Captured(step="start", page="front", file_id="f1"), StaleStep),
        ([], Back(step=ID_STEP), StaleStep),
        ([], PASSED, StaleStep),
        ([], Answer(step="start", values={"consent": False}), InvalidAnswer),
        ([AGREE], Answer(step="select_government_id", values={}), InvalidAnswer),
        ([AGREE], Answer(step="select_government_id", values={"country": "ZZ", "id-class": "pp"}), InvalidAnswer),
        ([AGREE], Answer(step="select_government_id", values={"country": "US", "id-class": "visa"}), InvalidAnswer),
        ([AGREE], Answer(step="select_government_id", values={"country": ["US"], "id-class": {}}), InvalidAnswer),
        ([AGREE, CHOOSE], AGREE, StaleStep),
        ([AGREE, CHOOSE], Answer(step=ID_STEP), InvalidAnswer),
        ([AGREE, CHOOSE], BACK_SIDE, StaleStep),
        ([AGREE, CHOOSE, FRONT], Captured(step=ID_STEP, page="front", file_id="f9"), StaleStep),
        ([AGREE, CHOOSE, FRONT], Captured(step=ID_STEP, page="back", file_id="f1"), InvalidAnswer),
        ([AGREE, CHOOSE, FRONT], Back(step=ID_STEP, page="front"), StaleStep),
        (TO_WAIT, Back(step="submit_government_id"), StaleStep),
        (TO_WAIT, FRONT, StaleStep),
        (TO_WAIT, SELFIE_PASSED, StaleStep),
        ([*TO_WAIT, PASSED], POSES[1], StaleStep),
        ([*TO_WAIT, PASSED, *POSES, SELFIE_PASSED], AGREE, AlreadyFinished),
        ([*TO_WAIT, PASSED, *POSES, SELFIE_PASSED], Back(step="success"), AlreadyFinished),
    ],
)
def test_what_does_not_fit_is_refused(before: list[Event], event: Event, refusal: type[Exception]) -> None:
    state = sent(before).state
    with pytest.raises(refusal):
        advance(PLAN, state, event, Context())


@pytest.mark.parametrize(
    ("events", "effects"),
    [
        ([AGREE], [Consented, MovedOn]),
        ([AGREE, CHOOSE], [SetFields, MovedOn]),
        ([AGREE, CHOOSE, FRONT], []),
        (TO_WAIT, [Submit, MovedOn]),
        ([*TO_WAIT, FAILED], [MovedOn]),
        ([*TO_WAIT, PASSED], [CopyExtractions, MovedOn]),
    ],
)
def test_every_event_has_its_effects(events: list[Event], effects: list[type]) -> None:
    assert [type(effect) for effect in sent(events).effects] == effects


@pytest.mark.parametrize("count", range(1, 9))
def test_every_event_sent_twice_is_as_good_as_once(count: int) -> None:
    events = [*TO_WAIT, PASSED, *POSES, SELFIE_PASSED][:count]
    once = sent(events)
    twice = advance(PLAN, once.state, events[-1], Context())
    assert twice.state == once.state
    assert twice.outcome == once.outcome
    assert twice.effects == ()


def test_the_choice_is_remembered_in_the_fields() -> None:
    values = {"selected-country-code": "US", "selected-id-class": "dl"}
    assert sent([AGREE, CHOOSE]).effects[0] == SetFields(values=values)


@pytest.mark.parametrize(
    ("id_class", "pages"), [("pp", ["front"]), ("dl", ["front", "back"]), ("rp", ["front", "back"])]
)
def test_the_kind_of_document_says_which_pages(id_class: str, pages: list[str]) -> None:
    choose = Answer(step="select_government_id", values={"country": "us", "id-class": id_class})
    transition = sent([AGREE, choose])
    assert isinstance(transition.outcome, Show)
    assert transition.outcome.model["of"] == len(pages)
    assert transition.outcome.model["page"] == pages[0]
    assert transition.outcome.model["country"] == "US"


def test_the_order_of_poses_is_drawn_once_per_attempt_and_any_is_as_likely() -> None:
    drawn = [sent([*TO_WAIT, PASSED], context=Context(entropy=entropy)) for entropy in range(12)]
    orders = [transition.state.attempts["selfie"].order for transition in drawn]
    assert {order: orders.count(order) for order in permutations(("center", "left", "right"))} == dict.fromkeys(
        orders, 2
    )
    assert len(set(orders)) == 6
    again = advance(PLAN, drawn[0].state, Open(), Context(entropy=1))
    assert again.state == drawn[0].state


def test_going_back_and_forth_does_not_draw_another_order() -> None:
    plan = plan_of(shipped_templates()["Selfie"])
    events = [AGREE, Back(step=SELFIE_STEP), AGREE]
    state, orders = start(plan), set()
    for entropy, event in enumerate(events * 4):
        state = advance(plan, state, event, Context(entropy=entropy)).state
        orders |= {state.attempts["selfie"].order}
        if event == events[-1]:
            state = advance(plan, state, Back(step=SELFIE_STEP), Context(entropy=entropy)).state
    assert len(orders) == 1


def test_going_back_takes_one_picture_back_at_a_time_and_then_the_screen_before() -> None:
    back = Back(step=ID_STEP)
    first = sent([AGREE, CHOOSE, FRONT, back])
    assert isinstance(first.outcome, Show)
    assert (first.outcome.step, first.outcome.model["page"]) == (ID_STEP, "front")
    second = advance(PLAN, first.state, back, Context())
    assert second.outcome.step == "select_government_id"
    third = advance(PLAN, second.state, Back(step="select_government_id"), Context())
    assert third.outcome.step == "start"
    assert isinstance(third.outcome, Show)
    assert not third.outcome.can_go_back
    assert third.state.consented
    fourth = advance(PLAN, third.state, Back(step="start"), Context())
    assert fourth.outcome.step == "start"


def test_nothing_before_a_submission_can_be_gone_back_to() -> None:
    retry = sent([*TO_WAIT, FAILED])
    assert isinstance(retry.outcome, Show)
    assert not retry.outcome.can_go_back
    assert advance(PLAN, retry.state, Back(step=retry.state.step), Context()).state.results == retry.state.results


def test_a_retry_says_why_and_keeps_the_choice() -> None:
    retry = sent([*TO_WAIT, FAILED])
    assert isinstance(retry.outcome, Show)
    assert retry.outcome.model == {"verification": "government_id", "reasons": ["too_blurry"], "tries-left": 2}
    again = advance(PLAN, retry.state, Answer(step=retry.state.step), Context())
    assert isinstance(again.outcome, Show)
    assert (again.outcome.model["country"], again.outcome.model["id-class"]) == ("US", "dl")
    assert again.outcome.model["attempt"] == 2


def test_the_consent_page_says_what_is_collected() -> None:
    opened = sent([])
    assert isinstance(opened.outcome, Show)
    assert opened.outcome.model["collects"] == ["government-id", "selfie"]
    assert set(opened.outcome.model) == {"collects", "purpose", "retention-days", "contact", "policy-url"}


def test_the_hint_only_preselects_the_country() -> None:
    chosen = sent([AGREE], context=Context(country_hint="SE"))
    assert isinstance(chosen.outcome, Show)
    assert chosen.outcome.model["country"] == "SE"
    with pytest.raises(InvalidAnswer):
        advance(PLAN, chosen.state, Answer(step="select_government_id", values={"id-class": "pp"}), Context())


def test_progress_grows_on_the_straight_way() -> None:
    state, seen = start(PLAN), []
    transition = advance(PLAN, state, Open(), Context())
    while not isinstance(transition.outcome, Finish):
        assert isinstance(transition.outcome, Show | Wait)
        seen.append(transition.outcome.progress)
        event = next_event(transition.outcome, serial=str(len(seen)))
        assert event is not None
        transition = advance(PLAN, transition.state, event, Context())
    assert seen == sorted(set(seen))
    assert seen[0] == 0.0


def test_a_step_that_was_left_and_the_step_before_are_named() -> None:
    transition = sent([AGREE, CHOOSE])
    assert transition.state.previous == "select_government_id"
    assert transition.effects[-1] == MovedOn(previous="select_government_id", next=ID_STEP)


def test_no_tag_is_set_by_the_shipped_templates() -> None:
    assert not any(isinstance(effect, TagInquiry) for effect in sent(TO_WAIT).effects)


def test_start_is_where_nobody_has_been() -> None:
    assert start(PLAN) == State(step="start")
