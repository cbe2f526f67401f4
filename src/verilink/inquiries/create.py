"""Making an inquiry: checked in memory, written in one round trip."""

from __future__ import annotations

from collections import OrderedDict
from datetime import timedelta
from typing import Any, Final

import msgspec

from verilink.accounts import queries as account_queries
from verilink.accounts import wire as account_wire
from verilink.accounts.actions import NewAccount
from verilink.accounts.actions import draft as account_draft
from verilink.accounts.model import Account, checked_reference, reference_key
from verilink.database import Connection
from verilink.errors import BadRequest, Forbidden
from verilink.events.actions import rows as event_rows
from verilink.events.model import Draft
from verilink.flow.document import Security
from verilink.flow.executor import start
from verilink.inquiries import fields, wire
from verilink.inquiries.creation import queries as insertion
from verilink.inquiries.model import Inquiry
from verilink.inquiries.redirects import checked_redirect
from verilink.kit import clock, ids, jsonapi
from verilink.organizations.model import Environment
from verilink.services import Services
from verilink.sessions import wire as session_wire
from verilink.sessions.actions import make_link, new_session, token_of
from verilink.sessions.model import ClientInfo, Link, Session
from verilink.templates import queries as template_queries
from verilink.templates.model import TemplateVersion
from verilink.templates.queries import CACHED_VERSIONS

MAX_NOTE = 10_000
MAX_SECONDS = 31_536_000


class NewInquiry(msgspec.Struct, frozen=True, kw_only=True):
    """What a caller asks for. ``client``: set when a browser makes it through a generic link, which opens a session.
    ``signed``: that link carries a signature that holds.

    ``fields`` in write form. Lifetimes in seconds override the template's.
    """

    template_id: str | None = None
    version_id: str | None = None
    reference_id: str | None = None
    account_id: str | None = None
    account_type_id: str | None = None
    auto_create_account: bool = True
    fields: dict[str, Any] = {}
    note: str | None = None
    redirect_uri: str | None = None
    theme_set_id: str | None = None
    locale: str | None = None
    tags: tuple[str, ...] = ()
    creator: str = "API"
    create_seconds: int | None = None
    start_seconds: int | None = None
    resume_seconds: int | None = None
    one_time_link_seconds: int | None = None
    with_session: bool = False
    with_link: bool = False
    client: ClientInfo | None = None
    signed: bool = False


class Created(msgspec.Struct, frozen=True):
    """A new inquiry, its wire form, what was asked for with it, and the host its template names for links."""

    inquiry: Inquiry
    resource: dict[str, Any]
    session: Session | None = None
    token: str | None = None
    link: Link | None = None
    host: str | None = None


async def create(conn: Connection, services: Services, environment: Environment, new: NewInquiry) -> Created:
    """Make an inquiry, and the account, session and link that go with it.

    Raises ``BadRequest`` for what does not fit together, ``NotFound`` for unknown ids, ``Unprocessable`` (code
    ``inactive_template``) and ``Forbidden`` (the template blocks creation by browsers).
    """
    version = await _version(conn, environment, new)
    _check(new, version)
    account = await _account(conn, environment, new)
    shared = insertion.is_shared(account)
    inquiry = _inquiry(environment, new, version, None if shared else _id_of(account))
    session = _session(environment, inquiry, new)
    resource = wire.resource(inquiry)
    written = insertion.Insertion(
        inquiry=inquiry,
        reference_key=None if inquiry.reference_id is None else reference_key(inquiry.reference_id),
        account=account,
        session=session,
        events=event_rows(environment.id, _drafts(resource, session), inquiry.created_at),
        account_events=event_rows(environment.id, _account_drafts(account)),
    )
    account_id = await insertion.insert(conn, written)
    if shared:
        inquiry = msgspec.structs.replace(inquiry, account_id=account_id)
        resource["relationships"]["account"] = jsonapi.to_one("account", account_id)
    made = Created(inquiry, resource, host=version.document.links.host)
    return made if session is None else await _with_access(conn, services, environment, made, (session, version, new))


async def _with_access(
    conn: Connection,
    services: Services,
    environment: Environment,
    made: Created,
    by: tuple[Session, TemplateVersion, NewInquiry],
) -> Created:
    session, version, new = by
    token = token_of(services, session) if new.with_session or new.client else None
    link = None
    if new.with_link:
        seconds = new.one_time_link_seconds or version.document.expiry.one_time_link
        ends = min(clock.in_seconds(seconds), session.expires_at)
        link = await make_link(conn, services, environment.at(made.host), session, ends)
    inquiry = msgspec.structs.replace(made.inquiry, session_refs=[f"inquiry-session {session.id}"])
    made.resource["relationships"]["sessions"] = jsonapi.to_many([("inquiry-session", session.id)])
    return Created(inquiry, made.resource, session, token, link, made.host)


async def _version(conn: Connection, environment: Environment, new: NewInquiry) -> TemplateVersion:
    if (new.template_id is None) == (new.version_id is None):
        raise BadRequest("Give exactly one of inquiry-template-id and inquiry-template-version-id")
    if new.version_id is not None:
        version = await template_queries.version(conn, environment.organization_id, new.version_id)
        if version.status == "draft":
            raise BadRequest("A draft version cannot be used")
        return version
    return await template_queries.live(conn, environment.organization_id, new.template_id or "")


def _check_client(new: NewInquiry, security: Security) -> None:
    if new.client is None:
        return
    if security.block_client_creation:
        raise Forbidden("This template takes inquiries only from its owner", code="client_creation_blocked")
    if security.require_signed_links and not new.signed:
        raise Forbidden("This template takes inquiries only from signed links", code="client_creation_blocked")


def _check(new: NewInquiry, version: TemplateVersion) -> None:
    checked_reference(new.reference_id)
    _check_client(new, version.document.security)
    if new.account_id and (new.reference_id or new.account_type_id):
        raise BadRequest("account-id cannot be combined with reference-id or account-type-id")
    if not new.auto_create_account and (new.reference_id or new.account_type_id):
        raise BadRequest("auto-create-account is false, so no account type or reference ID can be given")
    if new.note is not None and len(new.note) > MAX_NOTE:
        raise BadRequest(f"note must be at most {MAX_NOTE} characters")
    for name in ("create_seconds", "start_seconds", "resume_seconds", "one_time_link_seconds"):
        seconds = getattr(new, name)
        if seconds is not None and not 0 < seconds <= MAX_SECONDS:
            raise BadRequest(f"{name.replace('_', '-')} must be between 1 and {MAX_SECONDS}")


async def _account(conn: Connection, environment: Environment, new: NewInquiry) -> Account | str | None:
    """The id of an existing account, an account to find or make, or none."""
    if new.account_id:
        return (await account_queries.get(conn, environment.id, new.account_id)).id
    if not new.auto_create_account:
        return None
    kind = await account_queries.account_type(conn, environment.organization_id, new.account_type_id)
    return account_draft(environment.id, kind, NewAccount(reference_id=new.reference_id))


def _id_of(account: Account | str | None) -> str | None:
    return account.id if isinstance(account, Account) else account


class Beginning(msgspec.Struct, frozen=True):
    """What every inquiry of one version begins with; shared by them all, so never changed in place."""

    fields: dict[str, Any]
    flow: dict[str, Any]
    step: str | None


_beginnings: Final[OrderedDict[tuple[str, str], Beginning]] = OrderedDict()


def _beginning(version: TemplateVersion) -> Beginning:
    key = (version.organization_id, version.id)
    known = _beginnings.get(key)
    if known is None or version.status == "draft":
        state = start(version.plan)
        known = Beginning(fields.initial(version.document), msgspec.to_builtins(state), state.step)
        _beginnings[key] = known
        while len(_beginnings) > CACHED_VERSIONS:
            _beginnings.popitem(last=False)
    return known


def _inquiry(environment: Environment, new: NewInquiry, version: TemplateVersion, account_id: str | None) -> Inquiry:
    now = clock.now()
    document = version.document
    given = fields.incoming(document, new.fields, lenient=new.client is not None) if new.fields else {}
    beginning = _beginning(version)
    ends = now + timedelta(seconds=new.create_seconds or document.expiry.create)
    return Inquiry(
        environment_id=environment.id,
        id=ids.new("inq"),
        template_id=version.template_id,
        template_version_id=version.id,
        account_id=account_id,
        status="created",
        reference_id=new.reference_id,
        creator=new.creator,
        note=new.note,
        redirect_uri=checked_redirect(new.redirect_uri, document, environment),
        theme_set_id=new.theme_set_id,
        locale=new.locale,
        tags=list(new.tags),
        fields=beginning.fields | given,
        initial_fields=given,
        flow=beginning.flow,
        revision=1,
        previous_step=None,
        next_step=beginning.step,
        simulate="pass" if environment.simulates else None,
        start_seconds=new.start_seconds,
        resume_seconds=new.resume_seconds,
        one_time_link_seconds=new.one_time_link_seconds,
        created_at=now,
        updated_at=now,
        started_at=None,
        expires_at=ends,
        completed_at=None,
        failed_at=None,
        marked_for_review_at=None,
        decisioned_at=None,
        expired_at=None,
        redacted_at=None,
        retention_days=document.privacy.retention_days,
        reviewer_type=None,
        reviewer_id=None,
        reviewer_comment=None,
    )


def _session(environment: Environment, inquiry: Inquiry, new: NewInquiry) -> Session | None:
    if not (new.with_session or new.with_link or new.client):
        return None
    session = new_session(environment.id, inquiry.id, inquiry.expires_at or clock.now())
    if new.client is None:
        return session
    client = new.client
    return msgspec.structs.replace(
        session,
        status="active",
        started_at=session.created_at,
        ip_address=client.ip_address,
        user_agent=client.user_agent,
        device=client.device,
    )


def _drafts(resource: dict[str, Any], session: Session | None) -> list[Draft]:
    drafts = [Draft("inquiry.created", resource, resource["id"])]
    if session is not None and session.status == "active":
        drafts.append(Draft("inquiry-session.started", session_wire.resource(session), resource["id"]))
    return drafts


def _account_drafts(account: Account | str | None) -> list[Draft]:
    if not isinstance(account, Account):
        return []
    return [Draft("account.created", account_wire.resource(account))]
