"""A verdict arrives: the verification ends, the evidence is processed and the flow goes on, in one transaction."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from verilink.database import Connection
from verilink.files import queries as file_queries
from verilink.files.model import File
from verilink.flow.document import Template
from verilink.flow.outcomes import Decided, Result, StaleStep
from verilink.inquiries import queries as inquiry_queries
from verilink.inquiries.model import Inquiry
from verilink.inquiries.progress import take
from verilink.inquiries.work import Work
from verilink.kit import clock
from verilink.organizations.model import Environment
from verilink.sightings import queries as sighting_queries
from verilink.templates import queries as template_queries
from verilink.verifications import queries, wire
from verilink.verifications.model import Decision, Evidence, Picture, Verification

# Kinds whose evidence a field can refer to: type of the field, and of what it refers to.
_REFERRED: Final = {
    "government-id": ("government_id", "Document::GovernmentId"),
    "selfie": ("selfie", "Selfie::ProfileAndCenter"),
}


async def decide(conn: Connection, environment: Environment, verification_id: str, decision: Decision) -> Inquiry:
    """Write the verdict. Does nothing when the verification has one already or was canceled meanwhile."""
    known = await queries.get(conn, environment.id, verification_id)
    decision = await _without_erased(conn, environment.id, decision)
    inquiry = await inquiry_queries.get_for_update(conn, environment.id, known.inquiry_id)
    verification = await queries.get(conn, environment.id, verification_id)
    if verification.status != "submitted" or inquiry.redacted_at is not None:
        return inquiry
    work = Work(conn, inquiry)
    ended = await end_verification(work, verification, decision)
    if not work.inquiry.open:
        await work.save()
        return work.inquiry
    await _go_on(work, environment, ended, decision)
    return await work.save()


async def _without_erased(conn: Connection, environment_id: str, decision: Decision) -> Decision:
    """Without its case, which has a copy of the face, when the selfie it was held against was erased meanwhile."""
    held_against = ((decision.judgement or {}).get("case") or {}).get("account-selfie-of")
    if held_against is None or await queries.keeps_selfie(conn, environment_id, held_against):
        return decision
    return msgspec.structs.replace(decision, judgement=None)


async def end_verification(work: Work, verification: Verification, decision: Decision) -> Verification:
    """Write a verdict on the verification and its evidence, with their events; the flow is not moved by this."""
    now = clock.now()
    ended = msgspec.structs.replace(
        verification,
        status="passed" if decision.passed else "failed",
        country_code=decision.country_code or verification.country_code,
        facts=decision.facts,
        extraction=decision.extraction,
        checks=decision.checks,
        scores=decision.scores,
        judgement=decision.judgement,
        completed_at=now,
    )
    await queries.update(work.conn, ended)
    if decision.sighting is not None:
        await sighting_queries.insert(work.conn, decision.sighting)
    await _keep_pictures(work, ended, decision)
    await _process_evidence(work, ended, decision)
    files = await file_queries.of_owners(work.conn, work.environment_id, [ended.evidence_id or ""])
    resource = wire.resource(ended, files, work.inquiry.template_id, work.inquiry.account_id)
    work.add(f"verification.{ended.status}", resource)
    return ended


async def _keep_pictures(work: Work, verification: Verification, decision: Decision) -> None:
    """Refer to the pictures that analysis made; those without metadata take the place of what was uploaded."""
    for picture in decision.pictures:
        file = _file(work, verification, picture)
        if picture.replaces:
            await file_queries.replace(work.conn, file)
        else:
            await file_queries.insert(work.conn, file)


def _file(work: Work, verification: Verification, picture: Picture) -> File:
    return File(
        environment_id=work.environment_id,
        id=picture.file_id,
        inquiry_id=work.inquiry.id,
        owner_id=verification.evidence_id,
        page=picture.page,
        upload_key=None if picture.replaces else f"{verification.id}:{picture.page}",
        filename=f"{picture.page}.jpg",
        content_type="image/jpeg",
        byte_size=picture.byte_size,
        sha256=picture.sha256,
        capture_method=None,
        object_key=picture.object_key,
        wrapped_key=picture.wrapped_key,
        created_at=clock.now(),
        erased_at=None,
    )


async def _process_evidence(work: Work, verification: Verification, decision: Decision) -> None:
    if verification.evidence_id is None:
        return
    evidence = await queries.evidence(work.conn, work.environment_id, verification.evidence_id)
    processed: Evidence = msgspec.structs.replace(
        evidence,
        status="errored" if decision.errored else "processed",
        processed_at=clock.now(),
        attributes=decision.extraction if evidence.family == "document" else {},
    )
    await queries.update_evidence(work.conn, processed)
    files = await file_queries.of_owners(work.conn, work.environment_id, [evidence.id])
    resource = wire.evidence_resource(processed, files, work.inquiry.template_id, verification.template_version_id)
    work.add(f"{processed.family}.{processed.status}", resource)


async def _go_on(work: Work, environment: Environment, ended: Verification, decision: Decision) -> None:
    version = await template_queries.version(work.conn, environment.organization_id, ended.template_version_id)
    if decision.passed:
        work.change(fields=work.inquiry.fields | _copied(version.document, ended))
    statuses = {str(check["name"]): str(check["status"]) for check in decision.checks}
    result = Result(verification_id=ended.id, passed=decision.passed, reasons=decision.reasons, checks=statuses)
    try:
        await take(work, version, environment, Decided(verification=ended.name, result=result))
    except StaleStep:
        return  # the inquiry was moved on by other means; the verdict stands on the record


def _copied(template: Template, verification: Verification) -> dict[str, Any]:
    """Fields that the template fills from what was read; a value that was not read leaves the field as it is."""
    copied: dict[str, Any] = {}
    for field, source in template.verifications[verification.name].fills.items():
        schema, value = template.fields.get(field), verification.extraction.get(source)
        if schema is None or value is None:
            continue
        if schema.type in {"government_id", "selfie"}:
            continue
        copied[field] = {"type": schema.type, "value": value}
    return copied | _evidence_fields(template, verification)


def _evidence_fields(template: Template, verification: Verification) -> dict[str, Any]:
    if verification.type not in _REFERRED:
        return {}
    kind, class_name = _REFERRED[verification.type]
    reference = {"id": verification.evidence_id, "type": class_name}
    return {
        key: {"type": kind, "value": reference}
        for key, schema in template.fields.items()
        if schema.type == kind and key.startswith("current-")
    }
