"""People of the organization: who is here, inviting more, shutting out; and what everyone did."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import Route

from verilink.access import invitations, queries, resets, users
from verilink.access.roles import WORDS, Capability, Role, may_invite
from verilink.audit import queries as audit
from verilink.dashboard.doors import get, post
from verilink.dashboard.forms import Form
from verilink.dashboard.render import go, page
from verilink.dashboard.visit import Visit
from verilink.errors import BadRequest
from verilink.kit import clock
from verilink.kit.pagination import cut, links

PATH: Final = "/dashboard/people"


async def people_page(visit: Visit) -> Response:
    """Everyone, and invitations that were not used yet."""
    async with visit.reading() as conn:
        rows = await queries.list_users(conn, visit.user.organization_id)
        waiting = await queries.open_invitations(conn, visit.user.organization_id, clock.now())
    return page(visit, "people/list.html", title="People", rows=rows, waiting=waiting)


async def invite_page(visit: Visit) -> Response:
    """The form for an invitation."""
    return _form(visit, "", "reviewer")


async def invite(visit: Visit, form: Form) -> Response:
    """Make a sign-up link for one more person; it is shown once."""
    email, role = form.text("email"), form.text("role")
    try:
        chosen = _role(role)
        address = users.checked_email(email) if email else None
    except BadRequest as problem:
        return _form(visit, email, role, problem)
    async with visit.changing() as conn:
        token = await invitations.invite(conn, visit.services, visit.actor, visit.user, chosen, email=address)
    link = f"{visit.services.settings.public_url}/signup?{urlencode({'token': token})}"
    return page(visit, "people/invited.html", title="Invitation", link=link, role=chosen, email=address)


def _role(name: str) -> Role:
    try:
        return Role(name)
    except ValueError:
        raise BadRequest("Choose a role.", pointer="role") from None


def _form(visit: Visit, email: str, role: str, problem: BadRequest | None = None) -> Response:
    offered = [(each.value, WORDS[each]) for each in Role if may_invite(visit.user.role, each)]
    return page(
        visit,
        "people/invite.html",
        title="Invite a person",
        status=422 if problem else 200,
        email=email,
        role=role,
        roles=offered,
        problems={problem.pointer or "email": problem.details or problem.title} if problem else {},
    )


async def disable(visit: Visit, _: Form) -> Response:
    """Shut a person out at once. Raises ``Conflict``, ``Forbidden`` or ``NotFound``."""
    async with visit.changing() as conn:
        await users.disable(conn, visit.actor, visit.user, visit.param("user"))
    return go(visit, f"{PATH}?done=removed")


async def reset_password(visit: Visit, _: Form) -> Response:
    """Make a link for a new password; it is shown once. Raises ``Forbidden`` or ``NotFound``."""
    async with visit.changing() as conn:
        person, token = await resets.offer(conn, visit.services, visit.actor, visit.user, visit.param("user"))
    link = f"{visit.services.settings.public_url}/reset-password?{urlencode({'token': token})}"
    return page(visit, "people/reset.html", title="New password", link=link, person=person)


async def audit_page(visit: Visit) -> Response:
    """What people did, newest first."""
    async with visit.reading() as conn:
        found = await audit.list_entries(conn, visit.user.organization_id, visit.page)
    window = cut(found, visit.page, lambda each: each.id)
    kinds = {each.id: each.kind.value for each in visit.environments}
    return page(
        visit,
        "people/audit.html",
        title="Audit log",
        rows=window.rows,
        kinds=kinds,
        links=links("/dashboard/audit", visit.query, window),
    )


def routes() -> list[Route]:
    """The routes of this module."""
    return [
        get(PATH, people_page, Capability.WRITE_USERS),
        post(PATH, invite, Capability.WRITE_USERS),
        get(PATH + "/invite", invite_page, Capability.WRITE_USERS),
        post(PATH + "/{user}/disable", disable, Capability.WRITE_USERS),
        post(PATH + "/{user}/reset-password", reset_password, Capability.WRITE_USERS),
        get("/dashboard/audit", audit_page, Capability.WRITE_USERS),
    ]
