"""One person's way through a plan, as a pure function: state and event in, the next state and outcome out.

Rules that hold for every template (``tests/unit/flow`` proves them): every state has a way on; a completed end is
refused unless every required verification passed, or the person asked for a person's look; attempts are bounded by
the template; ``Open`` changes nothing that was settled; the same event twice is as good as once; going back never
takes back a submission; finished is finished.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import assert_never

import msgspec

from verilink.flow.document import ActionStep, BranchStep, EndStep, ScreenStep
from verilink.flow.moment import Context, Moment
from verilink.flow.outcomes import (
    AlreadyFinished,
    Answer,
    Back,
    Captured,
    CopyExtractions,
    Decided,
    Event,
    MovedOn,
    Open,
    OtherWay,
    Outcome,
    Show,
    StaleStep,
    State,
    Transition,
    Wait,
)
from verilink.flow.plan import Plan
from verilink.flow.steps import action, branch, end, other_way, screen

__all__ = ["Context", "advance", "start"]
Taken = Answer | Captured | Decided | Back | OtherWay


def start(plan: Plan) -> State:
    """The state of a person who has not opened the flow yet."""
    return State(step=plan.template.start)


def advance(plan: Plan, state: State, event: Event, context: Context) -> Transition:
    """Take ``event``.

    The caller stores the new state, applies the effects in order, and shows the outcome. Raises :class:`StaleStep`,
    :class:`InvalidAnswer` or :class:`AlreadyFinished`; then nothing has changed.
    """
    moment = Moment(plan, state, context)
    if not isinstance(event, Open) and not _is_repeat(state, event):
        if state.finished:
            raise AlreadyFinished(state.finished)
        moment = _take(_looked_at(moment), event).after(last=_digest(event))
    return _arrive(_settle(moment), state)


def _looked_at(moment: Moment) -> Moment:
    """The moment with the device and the language the person goes on with."""
    seen = moment.context.seen
    return moment if seen is None else moment.after(seen=seen)


def _take(moment: Moment, event: Taken) -> Moment:
    match event:
        case OtherWay():
            return other_way.take(moment, _current_screen(moment, event))
        case Answer() | Captured():
            return _take_answer(moment, event)
        case Decided():
            return _take_verdict(moment, event)
        case Back():
            return _go_back(moment, event)
        case _:
            assert_never(event)


def _current_screen(moment: Moment, event: Answer | Captured | Back | OtherWay) -> ScreenStep:
    step = moment.plan.step(moment.state.step)
    if event.step != moment.state.step or not isinstance(step, ScreenStep):
        raise StaleStep(f"{event.step} is not where this flow is")
    return step


def _take_answer(moment: Moment, event: Answer | Captured) -> Moment:
    step = _current_screen(moment, event)
    after = screen.accept(moment, step.screen, event)
    if not screen.is_done(after, step.screen):
        return after
    onward = screen.onward(moment, step, event)
    seen = (*(name for name in after.state.history if name != event.step), event.step)
    return _go(after.after(history=seen), onward)


def _take_verdict(moment: Moment, event: Decided) -> Moment:
    step = moment.plan.step(moment.state.step)
    if moment.state.waiting != event.verification or not isinstance(step, ActionStep):
        raise StaleStep(f"no verdict of {event.verification} is waited for")
    before = moment.state.results.get(event.verification, ())
    results = {**moment.state.results, event.verification: (*before, event.result)}
    moment = moment.after(waiting=None, results=results)
    if event.result.passed:
        copy = CopyExtractions(verification=event.verification, verification_id=event.result.verification_id)
        moment = moment.after(copy)
    return _go(moment, step.next)


def _go_back(moment: Moment, event: Back) -> Moment:
    step = _current_screen(moment, event)
    shown = screen.model(moment, step.screen)
    if event.page is not None and event.page != shown.get("page", shown.get("pose")):
        raise StaleStep(f"{event.page} is not the picture that is asked for now")
    if screen.pictures_taken(moment, step.screen)[0]:
        return screen.return_to(moment, step.screen)
    if not moment.state.history:
        return moment
    *earlier, name = moment.state.history
    before = moment.plan.step(name)
    moment = moment.after(step=name, history=tuple(earlier))
    return screen.return_to(moment, before.screen) if isinstance(before, ScreenStep) else moment


def _go(moment: Moment, name: str) -> Moment:
    """Forward to step ``name``; to the failed end instead when what it asks for has no try left or is not earned."""
    if not _may_enter(moment, name):
        assert moment.plan.failure is not None, "a plan with verifications has a failed end"
        return moment.after(step=moment.plan.failure)
    step = moment.plan.step(name)
    moment = moment.after(step=name)
    return screen.enter(moment, step.screen) if isinstance(step, ScreenStep) else moment


def _may_enter(moment: Moment, name: str) -> bool:
    match moment.plan.step(name):
        case ScreenStep(screen=asked):
            verification = screen.verification_of(asked)
            return verification is None or moment.tries_left(verification) > 0
        case ActionStep() as step:
            return action.can_run(moment, step)
        case EndStep() as step:
            return end.is_earned(moment, step)
        case BranchStep():
            return True
        case other:
            assert_never(other)


def _settle(moment: Moment) -> Moment:
    """Pass branches and actions until a screen, a wait or an end. A valid plan has no loop without one of these."""
    while True:
        match moment.plan.step(moment.state.step):
            case ScreenStep():
                return moment
            case EndStep() as step:
                return end.finish(moment, step)
            case BranchStep() as step:
                moment = _go(moment, branch.target(moment, step))
            case ActionStep() as step:
                moment = moment if moment.state.waiting else action.perform(moment, step)
                if moment.state.waiting:
                    return moment
                moment = _go(moment, step.next)
            case other:
                assert_never(other)


def _arrive(moment: Moment, before: State) -> Transition:
    if moment.state.step != before.step:
        moved = MovedOn(previous=before.step, next=moment.state.step)
        moment = moment.after(moved, previous=before.step)
    return Transition(state=moment.state, outcome=_outcome(moment), effects=moment.effects)


def _outcome(moment: Moment) -> Outcome:
    name = moment.state.step
    match moment.plan.step(name):
        case ScreenStep() as step:
            taken, asked = screen.pictures_taken(moment, step.screen)
            return Show(
                step=name,
                screen=step.screen,
                model=screen.model(moment, step.screen),
                progress=moment.plan.progress(name, taken / asked),
                can_go_back=bool(moment.state.history) or taken > 0,
            )
        case EndStep() as step:
            return end.outcome(moment, step)
        case ActionStep() | BranchStep():
            return Wait(step=name, verification=str(moment.state.waiting), progress=moment.plan.progress(name))
        case other:
            assert_never(other)


def _is_repeat(state: State, event: Taken) -> bool:
    """Whether ``event`` was taken already and only its answer got lost."""
    if isinstance(event, Decided):
        known = state.results.get(event.verification, ())
        return any(result.verification_id == event.result.verification_id for result in known)
    if isinstance(event, Captured) and event.step == state.step:
        return any(attempt.pages.get(event.page) == event.file_id for attempt in state.attempts.values())
    return event.step != state.step and state.last == _digest(event)


def _digest(event: Event) -> str:
    encoded = msgspec.json.encode([type(event).__name__, event], order="deterministic")
    return blake2b(encoded, digest_size=8).hexdigest()
