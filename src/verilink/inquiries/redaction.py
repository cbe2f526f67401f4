"""Erasing what an inquiry knows about a person. That it existed, and how it ended, stays."""

from __future__ import annotations

from typing import Any

import msgspec

from verilink.accounts import actions as account_actions
from verilink.accounts import queries as account_queries
from verilink.accounts.model import Account
from verilink.contacts import queries as contact_queries
from verilink.database import Connection
from verilink.errors import Conflict
from verilink.events import queries as event_queries
from verilink.files import actions as file_actions
from verilink.inquiries import endings, queries
from verilink.inquiries.model import Inquiry
from verilink.inquiries.work import Work
from verilink.kit import clock
from verilink.organizations import queries as organization_queries
from verilink.sessions import queries as session_queries
from verilink.sightings import queries as sighting_queries
from verilink.templates import queries as template_queries
from verilink.verifications import queries as verification_queries
from verilink.verifications.model import Evidence, Verification


async def redact(conn: Connection, environment_id: str, inquiry_id: str) -> Inquiry:
    """Wipe fields, evidence, pictures and the devices of sessions, for good. Safe to repeat."""
    inquiry = await queries.get_for_update(conn, environment_id, inquiry_id)
    if inquiry.redacted_at is not None:
        return inquiry
    work = Work(conn, inquiry)
    await endings.close_sessions(work)
    await session_queries.forget_devices(conn, environment_id, inquiry_id)
    await endings.cancel_verifications(work)
    await _wipe_evidence(conn, inquiry)
    await sighting_queries.erase_of_inquiry(conn, environment_id, inquiry_id)
    await verification_queries.forget_judgements(conn, environment_id, inquiry_id)
    await file_actions.erase(conn, environment_id, inquiry_id)
    await event_queries.erase_payloads(conn, environment_id, inquiry_id)
    await contact_queries.forget_codes(conn, environment_id, inquiry_id)
    work.drafts.clear()
    empty = await _emptied(conn, inquiry)
    work.change(fields=empty, initial_fields={}, note=None, tags=[], reviewer_comment=None, redacted_at=clock.now())
    # Attempts hold the addresses that codes were sent to.
    state = msgspec.structs.replace(inquiry.state, attempts={}, last=None)
    work.change(expires_at=None, flow=msgspec.to_builtins(state))
    work.tell("inquiry.redacted")
    return await work.save()


async def _emptied(conn: Connection, inquiry: Inquiry) -> dict[str, Any]:
    """The fields without their values, but for those the template says are never redacted; files always go."""
    environment = await organization_queries.environment(conn, inquiry.environment_id)
    version = await template_queries.version(conn, environment.organization_id, inquiry.template_version_id)
    schemas = version.document.fields
    kept = {key for key, schema in schemas.items() if schema.redaction == "never" and schema.type != "file"}
    return {
        key: field if key in kept else {"type": field.get("type"), "value": None}
        for key, field in inquiry.fields.items()
    }


async def redact_account(conn: Connection, environment_id: str, account_id: str) -> Account:
    """Wipe an account and every inquiry that belongs to it. Safe to repeat. Raises ``NotFound``.

    Inquiries are locked before their account, as a flow does that keeps something with it; what was linked meanwhile
    is wiped after.
    """
    await _redact_inquiries(conn, environment_id, account_id)
    account = await account_actions.redact(conn, environment_id, account_id)
    await _redact_inquiries(conn, environment_id, account_id)
    return account


async def _redact_inquiries(conn: Connection, environment_id: str, account_id: str) -> None:
    for inquiry_id in await account_queries.inquiry_ids(conn, environment_id, account_id):
        await redact(conn, environment_id, inquiry_id)


async def redact_verification(conn: Connection, environment_id: str, verification_id: str) -> Verification:
    """Wipe one verification with its document or selfie and their pictures; the inquiry keeps what it took over.

    The contract has no event for it. Safe to repeat. Raises ``Conflict`` while it waits for its verdict.
    """
    known = await verification_queries.get(conn, environment_id, verification_id)
    inquiry = await queries.get_for_update(conn, environment_id, known.inquiry_id)
    verification = await verification_queries.get(conn, environment_id, verification_id)
    if verification.redacted_at is not None:
        return verification
    if verification.status in {"initiated", "confirmed", "submitted"}:
        raise Conflict("The verification has no verdict yet")
    wiped = await _wipe(conn, verification)
    await sighting_queries.erase(conn, environment_id, verification.id)
    await verification_queries.forget_judgements(conn, environment_id, inquiry.id)
    if verification.evidence_id is not None:
        await _empty(conn, await verification_queries.evidence(conn, environment_id, verification.evidence_id))
        await file_actions.erase(conn, environment_id, inquiry.id, verification.evidence_id)
    await event_queries.erase_payloads_of(conn, environment_id, [wiped.id, wiped.evidence_id or wiped.id])
    return wiped


async def _wipe_evidence(conn: Connection, inquiry: Inquiry) -> None:
    for verification in await verification_queries.of_inquiry(conn, inquiry.environment_id, inquiry.id):
        await _wipe(conn, verification)
    for evidence in await verification_queries.evidence_of_inquiry(conn, inquiry.environment_id, inquiry.id):
        await _empty(conn, evidence)


async def _wipe(conn: Connection, verification: Verification) -> Verification:
    checks = [check | {"metadata": {}} for check in verification.checks]
    emptied = msgspec.structs.replace(
        verification, facts=None, extraction={}, checks=checks, scores={}, inputs={}, tags=[], judgement=None
    )
    wiped = msgspec.structs.replace(emptied, redacted_at=clock.now())
    await verification_queries.update(conn, wiped)
    return wiped


async def _empty(conn: Connection, evidence: Evidence) -> None:
    emptied = msgspec.structs.replace(evidence, attributes={}, redacted_at=clock.now())
    await verification_queries.update_evidence(conn, emptied)
