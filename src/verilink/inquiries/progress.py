"""A person's progress through the flow: the executor decides, this module writes down what it decided.

Every function runs in the caller's transaction with the inquiry locked, so two browsers racing one inquiry take turns.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any, assert_never

import msgspec

from verilink.database import Connection
from verilink.errors import Conflict
from verilink.flow.document import ActionStep, CopyValues, Template
from verilink.flow.executor import Context, advance
from verilink.flow.outcomes import (
    Answer,
    AskedForPerson,
    Captured,
    Confirmed,
    Consented,
    CopyExtractions,
    Effect,
    Event,
    Finish,
    LinkAccount,
    MovedOn,
    Open,
    Outcome,
    Proof,
    Seen,
    SendCode,
    SetFields,
    State,
    Submit,
    TagInquiry,
    Transition,
    UntagInquiry,
)
from verilink.inquiries import accounts, attachments, confirmation, endings, submission
from verilink.inquiries.model import Inquiry
from verilink.inquiries.work import Work
from verilink.kit import clock
from verilink.organizations.model import Environment
from verilink.templates import queries as template_queries
from verilink.templates.model import TemplateVersion
from verilink.verifications import queries as verification_queries

ENTROPY_BITS = 32


class View(msgspec.Struct, frozen=True):
    """What to show. ``inquiry``, with its new revision, is as it is after the change."""

    inquiry: Inquiry
    template: Template
    outcome: Outcome
    state: State


class Look(msgspec.Struct, frozen=True):
    """``seen``: the device and the language. ``draft``: what is being typed and not sent yet."""

    seen: Seen | None = None
    draft: dict[str, Any] = {}


async def open_flow(conn: Connection, environment: Environment, inquiry_id: str, look: Look | None = None) -> View:
    """Where the person is. Raises ``Conflict`` with code ``expired`` or ``finished`` when there is no going on."""
    return await answer(conn, environment, inquiry_id, Open(), look)


async def answer(
    conn: Connection,
    environment: Environment,
    inquiry_id: str,
    event: Event,
    look: Look | None = None,
    *,
    proof: Proof | None = None,
) -> View:
    """Take one event of the person. ``look``: how they see the page. ``proof``: how a code in it came out.

    Raises the executor's ``StaleStep``, ``InvalidAnswer`` and ``AlreadyFinished``; ``Conflict`` as ``open_flow``;
    ``BadRequest`` for a photo that is not theirs.
    """
    work = await Work.on(conn, environment.id, inquiry_id)
    version = await template_queries.version(conn, environment.organization_id, work.inquiry.template_version_id)
    if isinstance(event, Open) and work.inquiry.state.finished:
        return _view(work.inquiry, version, environment)
    check_open(work.inquiry)
    outcome = await take(work, version, environment, event, look, proof=proof)
    saved = await work.save() if _changed(work, event) else work.inquiry
    return View(saved, version.document, outcome, saved.state)


def _changed(work: Work, event: Event) -> bool:
    return not isinstance(event, Open) or bool(work.drafts)


def check_open(inquiry: Inquiry) -> None:
    """Raises ``Conflict`` unless the person may make progress."""
    if inquiry.status == "expired" or (inquiry.open and inquiry.expires_at and inquiry.expires_at <= clock.now()):
        raise Conflict("The inquiry has expired", code="expired")
    if not inquiry.open:
        raise Conflict(f"The inquiry is {inquiry.status}", code="finished")


def _view(inquiry: Inquiry, version: TemplateVersion, environment: Environment) -> View:
    shown = advance(version.plan, inquiry.state, Open(), context_of(inquiry, environment))
    return View(inquiry, version.document, shown.outcome, shown.state)


def context_of(inquiry: Inquiry, environment: Environment, look: Look | None = None) -> Context:
    """What the executor may know of this inquiry."""
    look = look or Look()
    return Context(
        fields=inquiry.values(),
        sandbox=environment.sandbox,
        entropy=secrets.randbits(ENTROPY_BITS),
        country_hint=_country_hint(inquiry),
        today=clock.now().date(),
        seen=look.seen and msgspec.structs.replace(look.seen, language=inquiry.locale or look.seen.language),
        draft=look.draft,
        given=inquiry.initial_fields.keys(),
    )


def _country_hint(inquiry: Inquiry) -> str | None:
    hint = inquiry.values().get("address-country-code")
    return hint if isinstance(hint, str) else None


async def take(
    work: Work,
    version: TemplateVersion,
    environment: Environment,
    event: Event,
    look: Look | None = None,
    *,
    proof: Proof | None = None,
) -> Outcome:
    """Advance a locked inquiry by ``event`` and apply what follows, without saving it yet."""
    if isinstance(event, Captured):
        await _receive(work, version, event)
    if isinstance(event, Answer):
        event = await attachments.with_files(work, version.document, event)
    known = context_of(work.inquiry, environment, look)
    context = replace(known, proof=proof, extractions=await _extractions(work, version))
    transition = advance(version.plan, work.inquiry.state, event, context)
    if not isinstance(event, Open) or transition.state != work.inquiry.state:
        await _apply(work, version, environment, transition)
    return transition.outcome


async def _extractions(work: Work, version: TemplateVersion) -> dict[str, dict[str, Any]]:
    """What the last attempt of each verification read, where the template has an action that copies it."""
    steps = (step for step in version.document.steps.values() if isinstance(step, ActionStep))
    if not any(isinstance(action, CopyValues) for step in steps for action in step.do):
        return {}
    every = await verification_queries.of_inquiry(work.conn, work.environment_id, work.inquiry.id)
    return {each.name: each.extraction for each in every if each.status == "passed"}


async def _receive(work: Work, version: TemplateVersion, event: Captured) -> None:
    """Check a confirmed photo and begin its evidence, before the executor counts it."""
    name = _captured_verification(version, event)
    attempt = len(work.inquiry.state.results.get(name, ())) + 1
    if work.inquiry.state.step != event.step:
        return  # a repeat or a stale tab: the executor says which
    evidence = await submission.begin(work, version, name, attempt)
    if evidence is None:
        return  # nor does the executor take a photo there
    await submission.confirm(work, evidence, event.page, event.file_id)
    endings.start(work, version.document.expiry.start or version.document.expiry.create)


def _captured_verification(version: TemplateVersion, event: Captured) -> str:
    step = version.document.steps.get(event.step)
    name = getattr(getattr(step, "screen", None), "verification", None)
    if not isinstance(name, str):
        raise Conflict("No photo is asked for at this step")
    return name


async def _apply(work: Work, version: TemplateVersion, environment: Environment, transition: Transition) -> None:
    moved = [effect for effect in transition.effects if isinstance(effect, MovedOn)]
    for effect in transition.effects:
        await _apply_effect(work, version, environment, effect)
    work.change(flow=msgspec.to_builtins(transition.state), next_step=transition.state.step)
    for effect in moved:
        work.change(previous_step=effect.previous)
        context = {"inquiry-previous-step-name": effect.previous, "inquiry-next-step-name": effect.next}
        work.tell("inquiry.transitioned", context)
    if isinstance(transition.outcome, Finish) and work.inquiry.open:
        endings.finish(work, transition.outcome.status)
        endings.decide(work, transition.outcome.decide)


async def _apply_effect(work: Work, version: TemplateVersion, environment: Environment, effect: Effect) -> None:
    match effect:
        case SetFields(values=values):
            work.change(fields=work.inquiry.fields | _typed(version.document, values))
        case TagInquiry() | UntagInquiry():
            _retag(work, effect)
        case LinkAccount():
            await accounts.link(work, environment, effect)
        case Submit(verification=name, attempt=attempt):
            endings.start(work, version.document.expiry.start or version.document.expiry.create)
            await submission.submit(work, version, name, attempt, simulated=environment.simulates)
        case SendCode(verification=name, attempt=attempt):
            await confirmation.begin(work, version, name, attempt, simulated=environment.simulates)
        case Confirmed(verification=name):
            await confirmation.confirm(work, name)
        case CopyExtractions() | Consented() | MovedOn() | AskedForPerson():
            pass  # copied before the verdict is taken; kept in the state; told after all effects
        case _:
            assert_never(effect)


def _retag(work: Work, effect: TagInquiry | UntagInquiry) -> None:
    kept = [tag for tag in work.inquiry.tags if tag != effect.tag]
    wanted = kept if isinstance(effect, UntagInquiry) else [*kept, effect.tag]
    if set(wanted) != set(work.inquiry.tags):
        work.change(tags=wanted)
        work.tell("inquiry.updated-tags")


def _typed(template: Template, values: dict[str, object]) -> dict[str, object]:
    schemas = template.fields
    return {key: {"type": schemas[key].type, "value": value} for key, value in values.items() if key in schemas}
