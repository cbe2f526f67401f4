"""What happens when a link is opened: the decision table of the reference ``docs/reference/hosted-flow.md``."""

from __future__ import annotations

import hashlib

import msgspec

from verilink.database import Connection
from verilink.errors import BadRequest, Conflict, InvalidToken, NotFound
from verilink.flow.outcomes import Seen
from verilink.hosted import choices, queries
from verilink.hosted.parameters import Parameters
from verilink.hosted.refusals import Refused
from verilink.inquiries import actions, create, handoff, progress
from verilink.inquiries import queries as inquiry_queries
from verilink.inquiries.model import Inquiry
from verilink.inquiries.redirects import finished_redirect
from verilink.kit import clock
from verilink.organizations import queries as organization_queries
from verilink.organizations.model import Environment
from verilink.services import Services
from verilink.sessions import actions as sessions
from verilink.sessions import queries as session_queries
from verilink.sessions.model import Claims, ClientInfo, Session
from verilink.templates import queries as template_queries


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One opening. ``token``: from the tab's storage. ``key``: the page load's own, so a repeat creates nothing.

    ``signed``: the link carries a signature that holds. ``organization_id``: of the host; links of others are unknown.
    ``seen``: the device and the language of whoever opens.
    """

    parameters: Parameters
    client: ClientInfo
    token: str | None = None
    key: str | None = None
    signed: bool = False
    organization_id: str | None = None
    seen: Seen = Seen()


class Opened(msgspec.Struct, frozen=True):
    """The session to go on with, and what to show."""

    environment: Environment
    session: Session
    view: progress.View


async def open_link(conn: Connection, services: Services, asked: Request) -> Opened:
    """Create, open or resume as the link says. Raises :class:`Refused` and the errors of the layers below."""
    parameters = asked.parameters
    if parameters.code:
        session = await sessions.redeem_code(conn, services, parameters.code)
        environment = await organization_queries.environment(conn, session.environment_id)
        _check_host(asked, environment)
    elif parameters.inquiry_id:
        environment, session = await _open_inquiry(conn, services, asked, parameters.inquiry_id)
    else:
        environment, session = await _create(conn, services, asked)
    try:
        if session.status == "new":
            session = await sessions.activate(conn, session, asked.client)
            if session.handed_from is not None:
                await handoff.arrived(conn, environment, session)
                session = await session_queries.get(conn, environment.id, session.id)
        if parameters.inquiry_id or parameters.code:
            await choices.adopt(conn, environment, session.inquiry_id, parameters)
        view = await progress.open_flow(conn, environment, session.inquiry_id, progress.Look(asked.seen))
    except Conflict as error:
        raise await _ended(conn, environment, session.inquiry_id, error, asked) from error
    if not view.inquiry.open:
        raise await _ended(conn, environment, session.inquiry_id, None, asked)
    return Opened(environment, session, view)


async def _create(conn: Connection, services: Services, asked: Request) -> tuple[Environment, Session]:
    parameters = asked.parameters
    environment = await environment_of(conn, parameters)
    _check_host(asked, environment)
    fingerprint = hashlib.sha256(msgspec.msgpack.encode(parameters)).digest()
    key = f"start/{asked.key}"
    if asked.key and not await queries.claim_start(conn, environment.id, key, fingerprint, clock.now()):
        return environment, await _earlier(conn, environment, key, fingerprint)
    new = create.NewInquiry(
        template_id=None if parameters.version_id else parameters.template_id,
        version_id=parameters.version_id,
        reference_id=parameters.reference_id,
        account_id=parameters.account_id,
        account_type_id=parameters.account_type_id,
        fields=parameters.fields,
        redirect_uri=parameters.redirect_uri,
        theme_set_id=parameters.theme_set_id,
        locale=choices.locale_of(parameters),
        creator="Client",
        client=asked.client,
        signed=asked.signed,
    )
    made = await create.create(conn, services, environment, new)
    assert made.session is not None, "a browser's inquiry comes with a session"
    if asked.key:
        await queries.keep_start(conn, environment.id, key, made.session.id)
    return environment, made.session


def _check_host(asked: Request, environment: Environment) -> None:
    if asked.organization_id not in (None, environment.organization_id):
        raise NotFound("The link belongs to another host")


async def _earlier(conn: Connection, environment: Environment, key: str, fingerprint: bytes) -> Session:
    session_id = await queries.earlier_start(conn, environment.id, key, fingerprint)
    if session_id is None:
        raise BadRequest("This page load was used for another link")
    return await session_queries.get(conn, environment.id, session_id)


async def environment_of(conn: Connection, parameters: Parameters) -> Environment:
    """The environment a generic link asks for, else the template's organization's production.

    Raises ``NotFound`` for an unknown template and for an environment of another tenant.
    """
    named = parameters.version_id or parameters.template_id or ""
    organization = await queries.organization_of_template(conn, named)
    if organization is None:
        raise NotFound("There is no such inquiry template")
    environments = await organization_queries.environments(conn, organization)
    kind = parameters.environment or "production"
    wanted = [
        each
        for each in environments
        if (each.id == parameters.environment_id if parameters.environment_id else each.kind == kind)
    ]
    if not wanted:
        raise NotFound("The template does not belong to this environment")
    return wanted[0]


async def _open_inquiry(
    conn: Connection, services: Services, asked: Request, inquiry_id: str
) -> tuple[Environment, Session]:
    environment_id = await queries.environment_of_inquiry(conn, inquiry_id)
    if environment_id is None:
        raise NotFound("There is no such inquiry")
    environment = await organization_queries.environment(conn, environment_id)
    _check_host(asked, environment)
    inquiry = await inquiry_queries.get_for_update(conn, environment_id, inquiry_id)
    session = await _held_session(conn, services, asked, inquiry)
    try:
        if inquiry.redacted_at is not None:
            raise Conflict("The inquiry was redacted", code="redacted")
        progress.check_open(inquiry)
        if session is None and inquiry.status == "pending":
            raise Refused("session_expired", environment=environment, inquiry_id=inquiry_id)
        return environment, session or await actions.open_session(conn, environment, inquiry)
    except Conflict as error:
        raise await _ended(conn, environment, inquiry_id, error, asked, with_way_back=session is not None) from error


async def _held_session(conn: Connection, services: Services, asked: Request, inquiry: Inquiry) -> Session | None:
    """The session of the link's token or of the tab's; one that has ended still proves whose inquiry it was."""
    for token in (asked.parameters.session_token, asked.token):
        claims = _claims(services, token)
        if claims is None or claims.environment_id != inquiry.environment_id:
            continue
        try:
            session = await session_queries.get(conn, claims.environment_id, claims.session_id)
        except NotFound:
            continue
        ended = session.status == "expired" or session.expires_at <= clock.now()
        if session.inquiry_id == inquiry.id and not (ended and inquiry.open):
            return session
    return None


def _claims(services: Services, token: str | None) -> Claims | None:
    try:
        return sessions.read_token(services, token, even_expired=True) if token else None
    except InvalidToken:
        return None


async def _ended(
    conn: Connection,
    environment: Environment,
    inquiry_id: str,
    error: Conflict | None,
    asked: Request,
    *,
    with_way_back: bool = True,
) -> Refused:
    """The page of an inquiry that takes no more; whoever holds its session also gets the way back."""
    inquiry = await inquiry_queries.get(conn, environment.id, inquiry_id)
    code = (error.code if error else None) or "finished"
    if code == "finished" and inquiry.status == "failed":
        code = "failed"
    redirect = None
    if with_way_back and inquiry.status in ("completed", "failed") and inquiry.redacted_at is None:
        version = await template_queries.version(conn, environment.organization_id, inquiry.template_version_id)
        redirect = finished_redirect(inquiry, version.document, in_app=asked.parameters.is_webview)
    details = error.details if error else None
    return Refused(code, details, environment=environment, inquiry_id=inquiry_id, redirect=redirect)  # type: ignore[arg-type]
