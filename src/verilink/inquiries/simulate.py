"""Simulate actions of the sandbox: an integrator moves an inquiry through its life without a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from verilink.database import Connection
from verilink.errors import BadRequest, Conflict, Unprocessable
from verilink.flow.outcomes import Attempt
from verilink.inquiries import actions, endings, submission
from verilink.inquiries.model import Inquiry
from verilink.inquiries.verdict import end_verification
from verilink.inquiries.work import Work
from verilink.judging.simulator import simulated_decision
from verilink.kit import clock
from verilink.organizations.model import Environment
from verilink.templates import queries as template_queries
from verilink.verifications import queries

STATUS_ACTIONS: Final = (
    "start_inquiry",
    "complete_inquiry",
    "fail_inquiry",
    "expire_inquiry",
    "mark_for_review_inquiry",
    "approve_inquiry",
    "decline_inquiry",
)
VERIFICATION_ACTIONS: Final = ("create_passed_verification", "create_failed_verification")
MAX_ACTIONS: Final = 50


class SimulateAction(msgspec.Struct, frozen=True):
    """One action: its type, and for verifications the ``vtmpl_…`` it is made from."""

    type: str
    verification_template_id: str | None = None


async def perform(
    conn: Connection, environment: Environment, inquiry_id: str, steps: Sequence[SimulateAction]
) -> Inquiry:
    """Do ``steps`` in order, all or none. Raises ``Conflict`` outside the sandbox and for impossible steps."""
    if not environment.sandbox:
        raise Conflict("Simulate actions work in the sandbox only")
    if not 0 < len(steps) <= MAX_ACTIONS:
        raise BadRequest(f"simulate-actions takes 1 to {MAX_ACTIONS} actions")
    for step in steps:
        await _perform(conn, environment, inquiry_id, step)
    work = await Work.on(conn, environment.id, inquiry_id)
    return work.inquiry


async def _perform(conn: Connection, environment: Environment, inquiry_id: str, step: SimulateAction) -> None:
    env = environment.id
    match step.type:
        case "start_inquiry":
            await _start(conn, environment, inquiry_id)
        case "complete_inquiry" | "fail_inquiry":
            await _finish(conn, env, inquiry_id, failed=step.type == "fail_inquiry")
        case "expire_inquiry":
            await actions.expire(conn, env, inquiry_id)
        case "mark_for_review_inquiry":
            await actions.mark_for_review(conn, env, inquiry_id)
        case "approve_inquiry":
            await actions.approve(conn, env, inquiry_id, None)
        case "decline_inquiry":
            await actions.decline(conn, env, inquiry_id, None)
        case "create_passed_verification" | "create_failed_verification":
            await _verify(conn, environment, inquiry_id, step)
        case unknown:
            raise BadRequest(f"{unknown[:60]} is not a simulate action")


async def _start(conn: Connection, environment: Environment, inquiry_id: str) -> None:
    work = await Work.on(conn, environment.id, inquiry_id)
    if work.inquiry.status != "created":
        raise Conflict(f"The inquiry is {work.inquiry.status} and cannot start")
    organization_id, version_id = environment.organization_id, work.inquiry.template_version_id
    version = await template_queries.version(conn, organization_id, version_id)
    endings.start(work, version.document.expiry.start or version.document.expiry.create)
    await work.save()


async def _finish(conn: Connection, environment_id: str, inquiry_id: str, *, failed: bool) -> None:
    work = await Work.on(conn, environment_id, inquiry_id)
    if not work.inquiry.open:
        raise Conflict(f"The inquiry is {work.inquiry.status} and cannot finish again")
    endings.finish(work, "failed" if failed else "completed")
    state = msgspec.structs.replace(work.inquiry.state, finished="failed" if failed else "completed")
    work.change(flow=msgspec.to_builtins(state))
    await work.save()


async def _verify(conn: Connection, environment: Environment, inquiry_id: str, step: SimulateAction) -> None:
    work = await Work.on(conn, environment.id, inquiry_id)
    organization_id, version_id = environment.organization_id, work.inquiry.template_version_id
    version = await template_queries.version(conn, organization_id, version_id)
    wanted = step.verification_template_id
    name = next((name for name, made in version.verification_ids.items() if made.template == wanted), None)
    if name is None:
        raise Unprocessable("verification-template-id is not one of this inquiry's template")
    earlier = await queries.of_inquiry(conn, environment.id, inquiry_id)
    number = 1 + max((each.attempt for each in earlier if each.name == name), default=0)
    await submission.begin(work, version, name, number)
    attempt = Attempt(number=number)
    made = await submission.submit(work, version, name, attempt, simulated=True)
    passed = step.type == "create_passed_verification"
    spec = version.document.verifications[name]
    decision = simulated_decision(spec, attempt, passed=passed, today=clock.now().date())
    await end_verification(work, made, decision)
    await work.save()
