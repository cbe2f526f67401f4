"""What must hold for every template, every person and every order of events."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from unit.flow.random_pages import VALUES
from unit.flow.walking import next_event, templates
from verilink.flow.document import BranchStep, CaptureSelfie, Consent, Privacy, ScreenStep, Template
from verilink.flow.executor import Context, advance, start
from verilink.flow.fields import clean
from verilink.flow.outcomes import (
    AlreadyFinished,
    Answer,
    AskedForPerson,
    Back,
    Captured,
    Confirmed,
    Decided,
    Event,
    Finish,
    FlowError,
    Open,
    OtherWay,
    Proof,
    Result,
    Seen,
    SendCode,
    Show,
    StaleStep,
    State,
    Submit,
    Transition,
    Wait,
)
from verilink.flow.plan import InvalidTemplate, plan_of
from verilink.flow.verifications import Coded, Database

PAGES = st.sampled_from(["front", "back", "center", "left", "right", "page-1", "page-2"])
CODES = ("contact", "code", "again", "change", "skip")
PROOFS = st.none() | st.sampled_from(["matched", "late", "wrong", "undelivered", "unavailable", "given_up"])


class Person(RuleBasedStateMachine):
    """One person (or attacker) in one random template; the invariants are checked after every event."""

    @initialize(template=templates(), entropy=st.integers(0, 3), offered=st.booleans())
    def open_link(self, template: Template, entropy: int, offered: bool) -> None:
        template = msgspec.structs.replace(template, privacy=Privacy(manual_review=offered))
        self.asked_for_person = False
        self.template, self.plan = template, plan_of(template)
        self.context = Context(fields={}, entropy=entropy, today=date(2026, 1, 10), seen=Seen(device="phone"))
        self.fields: dict[str, object] = {}
        self.state = start(self.plan)
        self.events: list[Event] = []
        self.submitted: dict[str, int] = {}
        self.verdicts: dict[str, bool] = {}
        self.proofs: dict[str, str | None] = {}
        self.fresh: set[str] = set()
        self.serial = 0
        self.happened(Open())

    def happened(self, event: Event, proof: Proof | None = None) -> None:
        before = self.state
        context = replace(self.context, fields=self.fields, proof=proof)
        try:
            transition = advance(self.plan, before, self.judged(event), context)
        except FlowError:
            return
        self.take(event, before, transition, proof)

    def judged(self, event: Event) -> Event:
        """A verdict as the checks would give it: without the right code nothing passes."""
        proof = self.proofs.get(event.verification) if isinstance(event, Decided) else None
        if not isinstance(event, Decided) or proof in (None, "matched"):
            return event
        return msgspec.structs.replace(event, result=msgspec.structs.replace(event.result, passed=False))

    def take(self, event: Event, before: State, transition: Transition, proof: Proof | None = None) -> None:
        event = self.judged(event)
        self.state, self.outcome = transition.state, transition.outcome
        if transition.state != before:
            self.events.append(event)
            if isinstance(event, Captured):
                self.fresh.add(event.file_id)
            if isinstance(event, Decided):
                self.verdicts[event.verification] = event.result.passed
        if isinstance(event, OtherWay) and transition.state != before:
            self.asked_for_person = True
            assert self.template.privacy.manual_review
            assert isinstance(self.template.steps[before.step].screen, Consent | CaptureSelfie)
            assert AskedForPerson() in transition.effects
            assert not any(isinstance(effect, Submit) for effect in transition.effects)
        if isinstance(event, Back):
            assert transition.state.results == before.results
            assert transition.state.waiting == before.waiting
        assert len(transition.state.results) >= len(before.results)
        for effect in transition.effects:
            if isinstance(effect, Submit):
                self.submit(effect, proof)
            if isinstance(effect, SendCode):
                assert effect.attempt.contact, "a code was sent to nobody"
                assert transition.state.consented
            if isinstance(effect, Confirmed):
                assert proof == "matched"
            self.fields |= getattr(effect, "values", {})

    def submit(self, effect: Submit, proof: Proof | None) -> None:
        name = effect.verification
        self.submitted[name] = self.submitted.get(name, 0) + 1
        assert self.submitted[name] <= self.template.verifications[name].attempts
        assert effect.attempt.number == self.submitted[name]
        self.proofs[name] = effect.attempt.proof
        kind = self.template.verifications[name]
        assert effect.attempt.proof == ((proof or "given_up") if isinstance(kind, Coded) else None)
        assert set(effect.attempt.pages) == set(effect.attempt.order)
        assert bool(effect.attempt.order) != isinstance(kind, Coded | Database)
        if isinstance(kind, Database):
            known = {key: value for key in ("name-first", "birthdate") if (value := self.fields.get(key))}
            assert effect.attempt.claims == known
        assert set(effect.attempt.pages.values()) <= self.fresh, "a picture of an earlier attempt was submitted"
        self.fresh.clear()
        assert self.state.waiting == name
        assert self.state.history == ()

    @rule(passes=st.booleans())
    def go_on(self, passes: bool) -> None:
        self.serial += 1
        event = next_event(self.outcome, passes=passes, serial=str(self.serial))
        if event is not None:
            before, proof = self.state, "matched" if passes else "wrong"
            context = replace(self.context, fields=self.fields, entropy=self.serial, proof=proof)
            transition = advance(self.plan, before, self.judged(event), context)
            self.take(event, before, transition, proof)
            assert transition.state != before, "a willing person got nowhere"

    @rule(steps=st.integers(2, 8))
    def go_far(self, steps: int) -> None:
        for _ in range(steps):
            self.go_on(passes=True)

    @rule(data=st.data())
    def send_something(self, data: st.DataObject) -> None:
        step = data.draw(st.sampled_from([self.state.step, *self.template.steps]))
        self.serial += 1
        event = data.draw(
            st.one_of(
                st.builds(
                    Answer, step=st.just(step), values=_values(), press=st.none() | st.sampled_from(["card", "skip"])
                ),
                st.builds(Captured, step=st.just(step), page=PAGES, file_id=st.just(f"odd_{self.serial}")),
                st.builds(Back, step=st.just(step), page=st.none() | PAGES),
                st.builds(OtherWay, step=st.just(step)),
                st.builds(
                    Decided, verification=st.sampled_from([*self.template.verifications]), result=_results(self.serial)
                ),
            )
        )
        self.happened(event, data.draw(PROOFS))

    @rule(way=st.sampled_from(["again", "change", "skip", "code", "contact"]), proof=PROOFS, rest=st.text(max_size=3))
    def do_something_about_the_code(self, way: str, proof: Proof | None, rest: str) -> None:
        sent = getattr(self.outcome, "model", {}).get("sent", 1)
        self.happened(Answer(step=self.state.step, values={way: rest or str(sent)}), proof)

    @precondition(lambda self: self.serial > 2)
    @rule()
    def ask_for_a_person(self) -> None:
        self.happened(OtherWay(step=self.state.step))

    @rule()
    def go_back(self) -> None:
        self.happened(Back(step=self.state.step))

    @precondition(lambda self: self.events)
    @rule()
    def send_the_last_again(self) -> None:
        event, before = self.events[-1], self.state
        if isinstance(event, Back):
            return
        try:
            transition = advance(self.plan, before, event, replace(self.context, fields=self.fields))
        except FlowError:
            return
        assert transition.state == before or isinstance(event, Answer)
        if event != self.events[-1] or not isinstance(event, Answer) or event.step != before.step:
            assert transition.state == before
            assert transition.effects == ()

    @invariant()
    def opening_changes_nothing(self) -> None:
        transition = advance(
            self.plan, self.state, Open(), replace(self.context, fields=self.fields, entropy=self.serial)
        )
        assert transition.state == self.state
        assert transition.effects == ()
        assert transition.outcome == self.outcome or isinstance(self.outcome, Show)

    @invariant()
    def every_field_fits_its_schema(self) -> None:
        for key, value in self.fields.items():
            assert clean(self.template.fields[key], value) == value

    @invariant()
    def the_state_survives_storage(self) -> None:
        assert msgspec.json.decode(msgspec.json.encode(self.state), type=State) == self.state

    @invariant()
    def completed_means_verified(self) -> None:
        assert self.state.by_person == self.asked_for_person == bool(getattr(self.outcome, "by_person", False))
        if self.state.finished == "completed" and not self.asked_for_person:
            needed = {name for name, one in self.template.verifications.items() if one.required}
            assert all(self.verdicts.get(name) for name in needed | set(self.submitted))
            assert all(proof in (None, "matched") for proof in self.proofs.values())

    @invariant()
    def there_is_consent_before_anything_is_kept(self) -> None:
        assert self.state.consented or not (self.state.attempts or self.fields)

    @invariant()
    def progress_is_a_share(self) -> None:
        assert 0.0 <= getattr(self.outcome, "progress", 0.0) <= 1.0

    @invariant()
    def finished_is_finished(self) -> None:
        if self.state.finished:
            assert isinstance(self.outcome, Finish)
            for event in (Answer(step=self.state.step), Back(step=self.state.step)):
                self.refused(event)

    def refused(self, event: Event) -> None:
        try:
            advance(self.plan, self.state, event, replace(self.context, fields=self.fields))
        except AlreadyFinished:
            return
        raise AssertionError("a finished flow took an event")

    def teardown(self) -> None:
        if not hasattr(self, "outcome"):
            return
        for _ in range(60):
            if isinstance(self.outcome, Finish):
                return
            self.go_on(passes=True)
        raise AssertionError("no way to the end")


def _values() -> st.SearchStrategy[dict[str, object]]:
    keys = st.sampled_from(
        ["country", "id-class", "consent", "name-first", "birthdate", "colour", "nonsense", *VALUES, *CODES]
    )
    scalars = st.one_of(
        st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.sampled_from(["DE", "pp", "red"])
    )
    return st.dictionaries(keys, scalars | st.lists(scalars, max_size=2), max_size=4)


def _results(serial: int) -> st.SearchStrategy[Result]:
    return st.builds(Result, verification_id=st.sampled_from([f"odd_{serial}", "ver_1"]), passed=st.booleans())


TestPerson = Person.TestCase
TestPerson.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


@settings(max_examples=150, deadline=None)
@given(data=st.data(), template=templates())
def test_a_template_with_its_ways_redirected_is_refused_or_keeps_its_promises(
    data: st.DataObject, template: Template
) -> None:
    steps = dict(template.steps)
    for name in data.draw(st.lists(st.sampled_from(sorted(steps)), min_size=1, max_size=2, unique=True)):
        to, step = data.draw(st.sampled_from(sorted(steps))), steps[name]
        if isinstance(step, BranchStep):
            steps[name] = msgspec.structs.replace(step, otherwise=to)
        elif hasattr(step, "next"):
            steps[name] = msgspec.structs.replace(step, next=to)
    try:
        plan = plan_of(msgspec.structs.replace(template, steps=steps))
    except InvalidTemplate:
        return
    _walk_at_random(data, plan)


def _walk_at_random(data: st.DataObject, plan) -> None:  # type: ignore[no-untyped-def]
    state, fields, passed = start(plan), {}, {}
    transition = advance(plan, state, Open(), Context(fields))
    for serial in range(40):
        passes = data.draw(st.booleans())
        event = next_event(transition.outcome, passes=passes, serial=str(serial))
        if event is None:
            break
        if isinstance(event, Decided):
            passed[event.verification] = passes
        proof = "matched" if passes else "wrong"
        transition = advance(plan, transition.state, event, Context(fields, entropy=serial, proof=proof))
        for effect in transition.effects:
            fields |= getattr(effect, "values", {})
        assert isinstance(transition.outcome, Show | Wait | Finish)
    if transition.state.finished == "completed":
        assert all(passed.get(name) for name, one in plan.template.verifications.items() if one.required)


def test_an_answer_to_a_page_that_was_left_is_stale() -> None:
    from verilink.flow.shipped import shipped_templates

    plan = plan_of(shipped_templates()["Government ID"])
    assert isinstance(plan.step("start"), ScreenStep)
    state = advance(plan, start(plan), Answer(step="start"), Context()).state
    try:
        advance(plan, state, Answer(step="start", values={"consent": False}), Context())
    except StaleStep:
        return
    raise AssertionError("not stale")


def test_whoever_will_not_show_their_face_ends_for_a_person_and_nobody_else_does() -> None:
    from verilink.flow.shipped import shipped_templates

    template = shipped_templates()["Selfie"]
    offered = plan_of(msgspec.structs.replace(template, privacy=Privacy(manual_review=True)))
    ended = advance(offered, start(offered), OtherWay(step="start"), Context())
    assert isinstance(ended.outcome, Finish)
    assert (ended.outcome.status, ended.outcome.by_person, ended.state.results) == ("completed", True, {})
    assert advance(offered, ended.state, OtherWay(step="start"), Context()).effects == ()
    plain = plan_of(template)
    try:
        advance(plain, start(plain), OtherWay(step="start"), Context())
    except StaleStep:
        return
    raise AssertionError("it was not offered")
