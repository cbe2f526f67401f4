"""Verifications, documents and selfies as JSON:API resources (published wire contract)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from verilink.files.model import File
from verilink.kit import jsonapi
from verilink.kit.clock import iso
from verilink.verifications.kinds import ATTRIBUTES, document
from verilink.verifications.kinds.government_id import ID_ATTRIBUTES
from verilink.verifications.kinds.pictures import pages_of, picture
from verilink.verifications.model import Evidence, Verification

DOCUMENTED: Final = {"government-id": "document/government-id", "document": "document/generic"}
"""Kinds that have a document, with its wire type."""


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())


def resource(
    verification: Verification,
    files: Sequence[File] = (),
    template_id: str | None = None,
    account_id: str | None = None,
) -> dict[str, Any]:
    """The verification in its newest wire form; ``files`` are those of its document or selfie."""
    attributes = _shared(verification) | ATTRIBUTES[verification.type](verification, pages_of(files))
    relationships = _relationships(verification, template_id, account_id)
    return jsonapi.resource(f"verification/{verification.type}", verification.id, attributes, relationships)


def _shared(verification: Verification) -> dict[str, Any]:
    return {
        "status": verification.status,
        "created-at": iso(verification.created_at),
        "created-at-ts": _seconds(verification.created_at),
        "submitted-at": iso(verification.submitted_at),
        "submitted-at-ts": _seconds(verification.submitted_at),
        "completed-at": iso(verification.completed_at),
        "completed-at-ts": _seconds(verification.completed_at),
        "redacted-at": iso(verification.redacted_at),
        "country-code": verification.country_code,
        "tags": verification.tags,
        "checks": verification.checks,
    }


def _relationships(verification: Verification, template_id: str | None, account_id: str | None) -> dict[str, Any]:
    kind = verification.type
    relationships = {
        "inquiry": jsonapi.to_one("inquiry", verification.inquiry_id),
        "template": jsonapi.to_one("template", None),
        "inquiry-template-version": jsonapi.to_one("inquiry-template-version", verification.template_version_id),
        "inquiry-template": jsonapi.to_one("inquiry-template", template_id),
        "transaction": jsonapi.to_one("transaction", None),
        "verification-template": jsonapi.to_one(f"verification-template/{kind}", verification.verification_template_id),
        "verification-template-version": jsonapi.to_one(
            f"verification-template-version/{kind}", verification.verification_template_version_id
        ),
        "accounts": jsonapi.to_many([("account", account_id)] if account_id else []),
    }
    if kind in DOCUMENTED:
        relationships["document"] = jsonapi.to_one(DOCUMENTED[kind], verification.evidence_id)
    return relationships


def evidence_resource(
    evidence: Evidence,
    files: Sequence[File] = (),
    template_id: str | None = None,
    template_version_id: str | None = None,
) -> dict[str, Any]:
    """A document or a selfie in its newest wire form."""
    if evidence.family == "selfie":
        return _selfie_resource(evidence)
    attributes = {
        "status": evidence.status,
        "created-at": iso(evidence.created_at),
        "processed-at": iso(evidence.processed_at),
        "processed-at-ts": _seconds(evidence.processed_at),
        **_document(evidence, pages_of(files)),
    }
    relationships = {
        "inquiry": jsonapi.to_one("inquiry", evidence.inquiry_id),
        "template": jsonapi.to_one("template", None),
        "inquiry-template-version": jsonapi.to_one("inquiry-template-version", template_version_id),
        "inquiry-template": jsonapi.to_one("inquiry-template", template_id),
        "transaction": jsonapi.to_one("transaction", None),
        "document-files": jsonapi.to_many([]),
    }
    return jsonapi.resource(evidence.wire_type, evidence.id, attributes, relationships)


def _document(evidence: Evidence, pages: Mapping[str, File]) -> dict[str, Any]:
    read = evidence.attributes
    if evidence.kind == "generic":
        return {"kind": document.KIND, "fields": {}, **document.described(read, pages)}
    return {
        "front-photo": picture(pages.get("front")),
        "back-photo": picture(pages.get("back")),
        "selfie-photo": picture(pages.get("portrait")),
        "id-class": read.get("id-class"),
        "designations": read.get("designations", []),
        **{name: read.get(name) for name in ID_ATTRIBUTES},
    }


def _selfie_resource(evidence: Evidence) -> dict[str, Any]:
    attributes = {
        "status": evidence.status,
        "created-at": iso(evidence.created_at),
        "processed-at": iso(evidence.processed_at),
    }
    relationships = {"inquiry": jsonapi.to_one("inquiry", evidence.inquiry_id)}
    return jsonapi.resource(evidence.wire_type, evidence.id, attributes, relationships)
