"""Evidence on its way in: the first confirmed picture begins a document or selfie, the last submits a verification."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, assert_never

import msgspec

from verilink.errors import BadRequest, NotFound
from verilink.files import queries as file_queries
from verilink.files.model import File
from verilink.flow.outcomes import Attempt
from verilink.flow.verifications import Database, EmailAddress, GovernmentId, Paper, PhoneNumber, Selfie
from verilink.flow.verifications import Verification as Spec
from verilink.inquiries.model import Inquiry
from verilink.inquiries.work import Work
from verilink.kit import clock, ids
from verilink.templates.model import TemplateVersion
from verilink.verifications import queries, wire
from verilink.verifications.model import Evidence, Family, Verification

PREFIX: Final[Mapping[Family, str]] = {"document": "doc", "selfie": "self"}


def _brings(spec: Spec) -> tuple[Family, str] | None:
    """Family and kind of the evidence that holds the pictures; ``None`` for a kind without pictures."""
    match spec:
        case GovernmentId():
            return "document", "government-id"
        case Paper():
            return "document", "generic"
        case Selfie():
            return "selfie", "center-only" if spec.poses == "center" else "profile-and-center"
        case EmailAddress() | PhoneNumber() | Database():
            return None
        case _:
            assert_never(spec)


def _new_evidence(inquiry: Inquiry, brings: tuple[Family, str], name: str, attempt: int) -> Evidence:
    family, kind = brings
    return Evidence(
        environment_id=inquiry.environment_id,
        id=ids.new(PREFIX[family]),
        inquiry_id=inquiry.id,
        family=family,
        kind=kind,
        status="initiated",
        name=name,
        attempt=attempt,
        created_at=clock.now(),
    )


async def begin(work: Work, version: TemplateVersion, name: str, attempt: int) -> Evidence | None:
    """The document or selfie of this attempt, made at its first picture; ``None`` for a kind without pictures."""
    brings = _brings(version.document.verifications[name])
    if brings is None:
        return None
    found = await queries.attempt_evidence(work.conn, work.environment_id, work.inquiry.id, name, attempt)
    if found is not None:
        return found
    evidence = _new_evidence(work.inquiry, brings, name, attempt)
    await queries.insert_evidence(work.conn, evidence)
    _refer(work, evidence)
    work.add(f"{evidence.family}.created", _wire(work, version, evidence, []))
    return evidence


def _refer(work: Work, evidence: Evidence) -> None:
    reference = f"{evidence.wire_type} {evidence.id}"
    if evidence.family == "selfie":
        work.change(selfie_refs=[*work.inquiry.selfie_refs, reference])
    else:
        work.change(document_refs=[*work.inquiry.document_refs, reference])


def _wire(work: Work, version: TemplateVersion, evidence: Evidence, files: list[File]) -> dict[str, object]:
    return wire.evidence_resource(evidence, files, work.inquiry.template_id, version.id)


async def confirm(work: Work, evidence: Evidence, page: str, file_id: str) -> None:
    """Attach a stored picture to its evidence. Raises ``BadRequest`` for a file of another page or inquiry."""
    try:
        file = await file_queries.get(work.conn, work.environment_id, file_id)
    except NotFound:
        raise BadRequest("The photo is not known; take it again") from None
    if file.inquiry_id != work.inquiry.id or file.page != page or file.erased_at is not None or file.frame_of:
        raise BadRequest("The photo belongs to another page; take it again")
    if await file_queries.assign(work.conn, work.environment_id, work.inquiry.id, evidence.id, [file_id]) != 1:
        raise BadRequest("The photo was used for another attempt; take it again")


async def submit(work: Work, version: TemplateVersion, name: str, attempt: Attempt, *, simulated: bool) -> Verification:
    """Freeze the attempt: evidence and verification are submitted; the worker takes it from the event."""
    evidence, files = await _submit_evidence(work, version, name, attempt)
    verification = await open_attempt(work, version, name, attempt, simulated=simulated, evidence=evidence, files=files)
    methods = [file.capture_method for file in files if file.capture_method]
    submitted = msgspec.structs.replace(
        verification,
        status="submitted",
        submitted_at=clock.now(),
        inputs=msgspec.to_builtins(attempt),
        capture_method=methods[0] if methods else None,
    )
    await queries.update(work.conn, submitted)
    _tell(work, "verification.submitted", submitted, files)
    return submitted


async def open_attempt(
    work: Work,
    version: TemplateVersion,
    name: str,
    attempt: Attempt,
    *,
    simulated: bool,
    evidence: Evidence | None = None,
    files: Sequence[File] = (),
) -> Verification:
    """The verification of this attempt, made when it is not there yet."""
    found = await queries.of_attempt(work.conn, work.environment_id, work.inquiry.id, name, attempt.number)
    if found is not None:
        return found
    made = _verification(work.inquiry, version, name, attempt, evidence.id if evidence else None)
    made = msgspec.structs.replace(made, simulated=simulated)
    await queries.insert(work.conn, made)
    work.change(verification_refs=[*work.inquiry.verification_refs, f"verification/{made.type} {made.id}"])
    _tell(work, "verification.created", made, files)
    return made


async def _submit_evidence(
    work: Work, version: TemplateVersion, name: str, attempt: Attempt
) -> tuple[Evidence | None, list[File]]:
    """Document or selfie with its pictures, for kinds that have one."""
    evidence = await begin(work, version, name, attempt.number)
    if evidence is None:
        return None, []
    files = await _keep_confirmed(work, evidence, attempt)
    submitted = msgspec.structs.replace(evidence, status="submitted", submitted_at=clock.now())
    await queries.update_evidence(work.conn, submitted)
    work.add(f"{evidence.family}.submitted", _wire(work, version, submitted, files))
    return submitted, files


async def _keep_confirmed(work: Work, evidence: Evidence, attempt: Attempt) -> list[File]:
    wanted = set(attempt.pages.values())
    owned = await file_queries.of_owners(work.conn, work.environment_id, [evidence.id])
    return [file for file in owned if file.id in wanted]


def _tell(work: Work, event: str, verification: Verification, files: Sequence[File]) -> None:
    inquiry = work.inquiry
    work.add(event, wire.resource(verification, files, inquiry.template_id, inquiry.account_id))


def _verification(
    inquiry: Inquiry, version: TemplateVersion, name: str, attempt: Attempt, evidence_id: str | None
) -> Verification:
    now = clock.now()
    wire_ids = version.verification_ids[name]
    return Verification(
        environment_id=inquiry.environment_id,
        id=ids.new("ver"),
        inquiry_id=inquiry.id,
        type=version.document.verifications[name].type,
        name=name,
        attempt=attempt.number,
        status="initiated",
        template_version_id=version.id,
        verification_template_id=wire_ids.template,
        verification_template_version_id=wire_ids.version,
        evidence_id=evidence_id,
        country_code=attempt.country,
        capture_method=None,
        simulated=False,
        inputs=msgspec.to_builtins(attempt),
        facts=None,
        extraction={},
        checks=[],
        scores={},
        tags=[],
        created_at=now,
        submitted_at=None,
        completed_at=None,
        redacted_at=None,
    )
