"""One inquiry: summary, pictures, what was read, checks with reasons, sessions, timeline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from starlette.responses import Response

from verilink.access.roles import Capability
from verilink.accounts import queries as accounts
from verilink.accounts.model import Account
from verilink.audit import queries as audit
from verilink.audit.model import Entry
from verilink.dashboard import words
from verilink.dashboard.inquiries.checks import CheckLine, lines_of, numbers
from verilink.dashboard.inquiries.naming import facts, field_files, field_values, person_name
from verilink.dashboard.render import HEADERS, page
from verilink.dashboard.visit import Visit
from verilink.database.pool import Connection
from verilink.events import queries as events
from verilink.events.model import Event
from verilink.files import queries as files
from verilink.files.model import File
from verilink.flow.document import Template
from verilink.flow.fields import label_of
from verilink.inquiries import queries
from verilink.inquiries.model import Inquiry
from verilink.sessions import queries as sessions
from verilink.sessions.links import unique_link
from verilink.templates import queries as templates
from verilink.verifications import queries as verifications
from verilink.verifications.model import Verification

_DECIDABLE = frozenset({"completed", "failed", "expired", "needs_review", "created", "pending", "approved", "declined"})


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt of one verification with everything a reviewer looks at."""

    verification: Verification
    title: str
    files: list[File]
    extracted: list[tuple[str, str]]
    checks: list[CheckLine]
    scores: str
    latest: bool

    @property
    def open_checks(self) -> list[CheckLine]:
        """Those a reviewer looks at: failures, and what could not be judged although it was asked for."""
        return [each for each in self.checks if each.notable]

    @property
    def quiet_checks(self) -> list[CheckLine]:
        """The rest: passed, or not run."""
        return [each for each in self.checks if not each.notable]

    @property
    def passed(self) -> int:
        """How many passed."""
        return sum(each.status == "passed" for each in self.checks)


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the timeline. ``kind``: ok, bad, warn or none. ``main``: what is shown without asking."""

    text: str
    kind: str
    at: datetime
    by: str = ""
    main: bool = True


async def inquiry_page(visit: Visit) -> Response:
    """The whole page of one inquiry. Raises ``NotFound``."""
    async with visit.reading() as conn:
        inquiry = await queries.get(conn, visit.environment.id, visit.param("inquiry"))
        values = await _values(conn, visit, inquiry)
    return page(visit, "inquiries/one.html", title=person_name(inquiry.fields) or "Inquiry", **values)


async def changes(visit: Visit) -> Response:
    """Tell a page that follows an open inquiry to load itself again, once there is something new."""
    async with visit.reading() as conn:
        inquiry = await queries.get(conn, visit.environment.id, visit.param("inquiry"))
    fresh = visit.given("revision") == str(inquiry.revision)
    return Response(status_code=204, headers=HEADERS if fresh else HEADERS | {"HX-Refresh": "true"})


async def _values(conn: Connection, visit: Visit, inquiry: Inquiry) -> dict[str, Any]:
    environment = visit.environment
    version = await templates.version(conn, environment.organization_id, inquiry.template_version_id)
    held = await files.of_inquiry(conn, environment.id, inquiry.id)
    tried = await verifications.of_inquiry(conn, environment.id, inquiry.id)
    return {
        "inquiry": inquiry,
        "name": person_name(inquiry.fields),
        "template": version.document.name,
        "version": version.number,
        "fields": _fields(inquiry, version.document),
        "sent": [
            (label_of(key, version.document.fields.get(key)), name, file_id)
            for key, name, file_id in field_files(inquiry.fields)
        ],
        "account": await _account(conn, inquiry),
        "attempts": attempts_of(tried, held),
        "under_way": _unassigned(tried, held),
        "sessions": await sessions.of_inquiry(conn, environment.id, inquiry.id),
        "timeline": timeline_of(
            await events.of_inquiry(conn, environment.id, inquiry.id),
            await audit.about(conn, environment.organization_id, inquiry.id),
        ),
        "link": unique_link(visit.services.settings, environment.at(version.document.links.host), inquiry.id)
        if inquiry.status == "created"
        else "",
        "deciding": visit.may(Capability.DECIDE) and inquiry.status in _DECIDABLE and inquiry.redacted_at is None,
        "seeing": visit.may(Capability.SEE_IMAGES),
        "resumable": visit.may(Capability.CREATE_INQUIRIES)
        and inquiry.status in {"created", "pending", "expired"}
        and inquiry.redacted_at is None,
    }


def _fields(inquiry: Inquiry, document: Template) -> list[tuple[str, str]]:
    labels = {key: schema.label for key, schema in document.fields.items() if schema.label}
    return facts(field_values(inquiry.fields), tuple(document.fields), labels)


async def _account(conn: Connection, inquiry: Inquiry) -> Account | None:
    if inquiry.account_id is None:
        return None
    return await accounts.get(conn, inquiry.environment_id, inquiry.account_id)


def attempts_of(tried: Sequence[Verification], held: Sequence[File]) -> list[Attempt]:
    """Attempts, the newest of each verification first."""
    newest = {each.name: each.attempt for each in sorted(tried, key=lambda each: each.attempt)}
    ordered = sorted(tried, key=lambda each: (list(newest).index(each.name), -each.attempt))
    return [_attempt(each, held, latest=newest[each.name] == each.attempt) for each in ordered]


def _attempt(verification: Verification, held: Sequence[File], *, latest: bool) -> Attempt:
    what = words.verification(verification.type)
    return Attempt(
        verification=verification,
        title=f"{what}, try {verification.attempt}",
        files=[each for each in held if each.owner_id is not None and each.owner_id == verification.evidence_id],
        extracted=facts(_read(verification)),
        checks=lines_of(verification.checks),
        scores=numbers(verification.scores),
        latest=latest,
    )


def _read(verification: Verification) -> dict[str, Any]:
    """What stands on the document; how sure the engine is belongs to the scores."""
    found = {key: value for key, value in verification.extraction.items() if not key.startswith("entity-confidence")}
    kind = found.get("document-type")
    return found | ({"document-type": words.sentence(kind)} if isinstance(kind, str) and "_" in kind else {})


def _unassigned(tried: Sequence[Verification], held: Sequence[File]) -> list[File]:
    """Pictures of an attempt that was not sent yet."""
    owners = {each.evidence_id for each in tried}
    # files of fields belong to the inquiry itself and are shown beside the fields
    return [each for each in held if each.owner_id not in {None, each.inquiry_id, *owners}]


def timeline_of(happened: Sequence[Event], done: Sequence[Entry]) -> list[Moment]:
    """Events and what people did, newest first; steps of the flow are left to the step shown in the summary."""
    lines = [_from_event(each) for each in happened if each.name != "inquiry.transitioned"]
    lines += [
        Moment(text=_ACTS[each.action], kind="", at=each.created_at, by=each.user_name or "")
        for each in done
        if each.action in _ACTS
    ]
    return sorted(lines, key=lambda each: each.at, reverse=True)


_ACTS = {
    "inquiry.approved": "Decision: approved",
    "inquiry.declined": "Decision: declined",
    "inquiry.marked-for-review": "Put up for review",
    "inquiry.created": "Made by hand",
    "inquiry.link-created": "Link made",
    "file.seen": "Picture looked at",
}


def _from_event(event: Event) -> Moment:
    text, kind = words.event(event.name)
    family = event.object_type.partition("/")[2]
    if event.name.startswith("verification.") and family:
        text = text.replace("Verification", words.verification(family))
    main = bool(kind) or event.name.startswith(("inquiry.", "inquiry-session."))
    return Moment(text=text, kind=kind, at=event.created_at, main=main)
