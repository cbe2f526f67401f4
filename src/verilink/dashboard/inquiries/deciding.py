"""A person's decision about an inquiry, and a new link for the person it is about."""

from __future__ import annotations

from starlette.responses import Response

from verilink.audit.actions import record
from verilink.dashboard.forms import Form
from verilink.dashboard.render import go, page
from verilink.dashboard.visit import Visit
from verilink.database.pool import Connection
from verilink.errors import BadRequest
from verilink.inquiries import actions, queries
from verilink.inquiries.model import Inquiry

_WORDS = {
    "approve": ("Approve", "Approve this person?", "primary"),
    "decline": ("Decline", "Decline this person?", "danger"),
    "review": ("Mark for review", "Put this up for review?", ""),
}
_ACTIONS = {"approve": "inquiry.approved", "decline": "inquiry.declined", "review": "inquiry.marked-for-review"}


async def decide_page(visit: Visit) -> Response:
    """Ask for a comment before the decision."""
    decision = _known(visit.param("decision"))
    async with visit.reading() as conn:
        inquiry = await queries.get(conn, visit.environment.id, visit.param("inquiry"))
    button, title, kind = _WORDS[decision]
    return page(
        visit, "inquiries/decide.html", title=title, decision=decision, button=button, kind=kind, inquiry=inquiry
    )


async def decide(visit: Visit, form: Form) -> Response:
    """Approve, decline or mark for review; audited with the comment's presence, not its words."""
    decision, inquiry_id = _known(visit.param("decision")), visit.param("inquiry")
    async with visit.changing() as conn:
        await _apply(conn, visit, decision, inquiry_id, form.optional("comment"))
        comment = {"comment": form.optional("comment") is not None}
        await record(conn, visit.actor, _ACTIONS[decision], inquiry_id, comment)
    visit.services.wake.flow(inquiry_id)
    return go(visit, f"/dashboard/inquiries/{inquiry_id}?done={decision}")


async def _apply(conn: Connection, visit: Visit, decision: str, inquiry_id: str, comment: str | None) -> Inquiry:
    environment_id, reviewer = visit.environment.id, actions.Reviewer("user", visit.user.id)
    match decision:
        case "approve":
            return await actions.approve(conn, environment_id, inquiry_id, reviewer, comment)
        case "decline":
            return await actions.decline(conn, environment_id, inquiry_id, reviewer, comment)
        case _:
            marked = await actions.mark_for_review(conn, environment_id, inquiry_id)
            if comment is None:
                return marked
            return await actions.update(conn, visit.environment, inquiry_id, actions.Changes(note=comment))


async def make_link(visit: Visit, _: Form) -> Response:
    """A one-time link for the person; an expired inquiry is resumed first."""
    inquiry_id = visit.param("inquiry")
    async with visit.changing() as conn:
        inquiry = await queries.get(conn, visit.environment.id, inquiry_id)
        if inquiry.status == "expired":
            await actions.resume(conn, visit.environment, inquiry_id)
        inquiry, link = await actions.generate_link(conn, visit.services, visit.environment, inquiry_id)
        await record(conn, visit.actor, "inquiry.link-created", inquiry_id)
    visit.services.wake.flow(inquiry_id)
    return page(visit, "inquiries/link.html", title="Link to go on", inquiry=inquiry, link=link)


def _known(decision: str) -> str:
    if decision not in _WORDS:
        raise BadRequest("Approve, decline, or mark for review.")
    return decision
