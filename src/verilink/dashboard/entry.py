"""Coming in and going out: sign-up by link, sign-in, sign-out, and the environment looked at."""

from __future__ import annotations

from typing import Any, Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from verilink.access import invitations, resets, sessions, users
from verilink.access.model import Invitation
from verilink.access.roles import Capability
from verilink.audit.actions import Actor
from verilink.dashboard.doors import open_door, post
from verilink.dashboard.forms import Form, read_form
from verilink.dashboard.render import HEADERS, door, go
from verilink.dashboard.visit import Visit
from verilink.database.transaction import transaction
from verilink.errors import BadRequest, Conflict, NotAuthenticated, RateLimited
from verilink.kit import clock
from verilink.kit.ratelimit import FixedWindow
from verilink.organizations import queries as organizations
from verilink.services import Services, services_of

# Tries per address and network address, per address from anywhere, and per network address, in a quarter of an hour.
_WINDOW: Final = 900
_per_pair: Final = FixedWindow(8, _WINDOW)
_per_account: Final = FixedWindow(40, _WINDOW)
_per_network: Final = FixedWindow(80, _WINDOW)


def _origin(request: Request) -> Actor:
    host = request.client.host if request.client else None
    return Actor(organization_id="", ip_address=host, user_agent=request.headers.get("user-agent"))


async def sign_up_page(request: Request) -> Response:
    """The form behind an invitation."""
    services, token = services_of(request), request.query_params.get("token", "")
    async with transaction(services.pool) as conn:
        invitation = await invitations.look(conn, services, token)
        organization = await organizations.organization(conn, invitation.organization_id)
    given = {"name": "", "email": invitation.email or ""}
    return _sign_up_form(request, token, invitation, {"organization": organization, "given": given})


def _sign_up_form(request: Request, token: str, invitation: Invitation, values: dict[str, Any]) -> Response:
    context = {"problems": {}, "problem": "", "first": invitation.role == "owner", "role": invitation.role, **values}
    status = 422 if context["problems"] or context["problem"] else 200
    return door(request, "doors/sign-up.html", status=status, token=token, **context)


async def sign_up(request: Request) -> Response:
    """Make the account and come in at once."""
    services, form = services_of(request), await read_form(request)
    token = form.text("token")
    _count(_per_network, _origin(request).ip_address or "")
    try:
        async with transaction(services.pool) as conn:
            person = await users.sign_up(
                conn,
                services,
                token,
                name=form.text("name"),
                email=form.text("email"),
                password=form.raw("password"),
                origin=_origin(request),
            )
            cookie = await sessions.start(conn, services, person, _origin(request))
    except (BadRequest, Conflict) as problem:
        return await _sign_up_again(request, services, form, problem)
    return _come_in(request, services, cookie, "/dashboard")


async def _sign_up_again(request: Request, services: Services, form: Form, problem: BadRequest | Conflict) -> Response:
    async with transaction(services.pool) as conn:
        invitation = await invitations.look(conn, services, form.text("token"))
        organization = await organizations.organization(conn, invitation.organization_id)
    said = problem.details or problem.title
    values = {
        "organization": organization,
        "given": {"name": form.text("name"), "email": form.text("email")},
        "problems": {problem.pointer: said} if problem.pointer else {},
        "problem": "" if problem.pointer else said,
    }
    return _sign_up_form(request, form.text("token"), invitation, values)


async def reset_page(request: Request) -> Response:
    """The form behind a link for a new password."""
    services, token = services_of(request), request.query_params.get("token", "")
    async with transaction(services.pool) as conn:
        person = await resets.look(conn, services, token)
    return door(request, "doors/reset.html", token=token, person=person, problems={})


async def reset(request: Request) -> Response:
    """Take the new password and come in at once."""
    services, form, origin = services_of(request), await read_form(request), _origin(request)
    token = form.text("token")
    _count(_per_network, origin.ip_address or "")
    try:
        async with transaction(services.pool) as conn:
            person = await resets.take(conn, services, token, form.raw("password"), origin)
            cookie = await sessions.start(conn, services, person, origin)
    except BadRequest as problem:
        async with transaction(services.pool) as conn:
            person = await resets.look(conn, services, token)
        problems = {problem.pointer or "password": problem.details or problem.title}
        return door(request, "doors/reset.html", status=422, token=token, person=person, problems=problems)
    return _come_in(request, services, cookie, "/dashboard")


async def sign_in_page(request: Request) -> Response:
    """The sign-in form."""
    return _sign_in_form(request, next_path(request.query_params.get("next", "")))


def _sign_in_form(request: Request, target: str, *, email: str = "", problem: str = "", status: int = 200) -> Response:
    return door(request, "doors/sign-in.html", status=status, next=target, email=email, problem=problem)


async def sign_in(request: Request) -> Response:
    """Check address and password; refusals sound alike whoever it was."""
    services, form, origin = services_of(request), await read_form(request), _origin(request)
    email, target = form.text("email"), next_path(form.text("next"))
    try:
        _count_sign_in(users.email_key(email), origin.ip_address or "")
        async with transaction(services.pool) as conn:
            cookie = await users.sign_in(conn, services, email, form.raw("password"), origin)
    except NotAuthenticated as problem:
        async with transaction(services.pool) as conn:
            await users.refused(conn, email, origin)
        return _sign_in_form(request, target, email=email, problem=str(problem.details), status=422)
    except RateLimited as problem:
        response = _sign_in_form(request, target, email=email, problem=str(problem.details), status=429)
        response.headers["Retry-After"] = str(problem.retry_after)
        return response
    return _come_in(request, services, cookie, target)


def _count_sign_in(key: str, network: str) -> None:
    _count(_per_pair, f"{key} {network}")
    _count(_per_account, key)
    _count(_per_network, network)


def _count(window: FixedWindow, key: str) -> None:
    verdict = window.hit(key, clock.now())
    if not verdict.allowed:
        minutes = max(1, round(verdict.reset_seconds / 60))
        raise RateLimited(f"Too many tries. Wait {minutes} min and try again.", retry_after=verdict.reset_seconds)


def next_path(asked: str) -> str:
    """Where to go after sign-in: a page of the dashboard, never elsewhere."""
    inside = asked == "/dashboard" or asked.startswith(("/dashboard/", "/dashboard?"))
    return asked if inside and asked.isprintable() and "\\" not in asked else "/dashboard"


def _come_in(request: Request, services: Services, cookie: str, target: str) -> Response:
    response = RedirectResponse(target, 303, HEADERS)
    response.set_cookie(
        sessions.COOKIE,
        cookie,
        max_age=int(sessions.LIFETIME.total_seconds()),
        path="/",
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https" or services.settings.public_url.startswith("https://"),
    )
    return response


async def sign_out(visit: Visit, _: Form) -> Response:
    """End this session."""
    async with visit.changing() as conn:
        await sessions.end(conn, visit.actor, visit.session)
    response = RedirectResponse("/sign-in", 303, HEADERS)
    response.delete_cookie(sessions.COOKIE, path="/")
    return response


async def switch_environment(visit: Visit, form: Form) -> Response:
    """Look at the other environment."""
    async with visit.changing() as conn:
        await sessions.switch_environment(conn, visit.actor, visit.session, form.text("environment"))
    return go(visit, "/dashboard")


def routes() -> list[Route]:
    """The routes of this module."""
    return [
        open_door("/signup", sign_up_page, ["GET"]),
        open_door("/signup", sign_up, ["POST"]),
        open_door("/reset-password", reset_page, ["GET"]),
        open_door("/reset-password", reset, ["POST"]),
        open_door("/sign-in", sign_in_page, ["GET"]),
        open_door("/sign-in", sign_in, ["POST"]),
        post("/dashboard/sign-out", sign_out, Capability.SEE_INQUIRIES),
        post("/dashboard/environment", switch_environment, Capability.SEE_INQUIRIES),
    ]
