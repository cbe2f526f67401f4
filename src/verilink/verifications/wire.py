"""Verifications, documents and selfies as JSON:API resources (published wire contract)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from verilink.files.links import symbolic
from verilink.files.model import File
from verilink.kit import jsonapi
from verilink.kit.clock import iso
from verilink.verifications.model import Evidence, Verification

ID_ATTRIBUTES: Final = (
    "name-first",
    "name-middle",
    "name-last",
    "name-suffix",
    "native-name-first",
    "native-name-middle",
    "native-name-last",
    "native-name-title",
    "birthdate",
    "address-street-1",
    "address-street-2",
    "address-city",
    "address-subdivision",
    "address-postal-code",
    "issuing-authority",
    "issuing-subdivision",
    "nationality",
    "document-number",
    "visa-status",
    "issue-date",
    "expiration-date",
    "birthplace",
    "endorsements",
    "height",
    "sex",
    "restrictions",
    "vehicle-class",
    "identification-number",
)
ID_PAGES: Final = ("front", "back")
POSES: Final = ("center", "left", "right")


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())


def _file(file: File | None) -> dict[str, Any] | None:
    if file is None or file.erased_at is not None:
        return None
    return {"filename": file.filename, "url": symbolic(file), "byte-size": file.byte_size}


def _url(file: File | None) -> str | None:
    return None if file is None or file.erased_at is not None else symbolic(file)


def _pages(files: Sequence[File]) -> dict[str, File]:
    return {file.page: file for file in files}


def resource(
    verification: Verification,
    files: Sequence[File] = (),
    template_id: str | None = None,
    account_id: str | None = None,
) -> dict[str, Any]:
    """The verification in its newest wire form; ``files`` are those of its document or selfie."""
    specific = _government_id if verification.type == "government-id" else _selfie
    attributes = _shared(verification) | specific(verification, _pages(files))
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


def _government_id(verification: Verification, pages: dict[str, File]) -> dict[str, Any]:
    read = verification.extraction
    return {
        **{name: read.get(name) for name in ID_ATTRIBUTES},
        "designations": read.get("designations", []),
        "id-class": read.get("id-class"),
        "capture-method": verification.capture_method,
        "entity-confidence-score": verification.scores.get("entity-confidence"),
        "entity-confidence-reasons": read.get("entity-confidence-reasons", []),
        "front-photo-url": _url(pages.get("front")),
        "back-photo-url": _url(pages.get("back")),
        "photo-urls": [_photo(page, pages) for page in ID_PAGES if _url(pages.get(page))],
        "selfie-photo": _file(pages.get("portrait")),
        "selfie-photo-url": _url(pages.get("portrait")),
        "video-url": None,
        "from-reusable-persona": False,
    }


def _photo(page: str, pages: dict[str, File]) -> dict[str, Any]:
    file = pages[page]
    normalized = pages.get(f"{page}-normalized", file)
    return {
        "page": page,
        "url": symbolic(file),
        "filename": file.filename,
        "byte-size": file.byte_size,
        "normalized-url": symbolic(normalized),
        "original-urls": [symbolic(file)],
    }


def _selfie(verification: Verification, pages: dict[str, File]) -> dict[str, Any]:
    shown = [pose for pose in POSES if _url(pages.get(pose))]
    return {
        "capture-method": verification.capture_method and "photo",
        "center-photo-face-coordinates": verification.extraction.get("center-photo-face-coordinates"),
        "center-photo-url": _url(pages.get("center")),
        "left-photo-url": _url(pages.get("left")),
        "right-photo-url": _url(pages.get("right")),
        "photo-urls": [{"page": f"{pose}_photo", **(_file(pages[pose]) or {})} for pose in shown],
        "document-similarity-score": verification.scores.get("document-similarity-score"),
        "selfie-similarity-score-left": verification.scores.get("selfie-similarity-score-left"),
        "selfie-similarity-score-right": verification.scores.get("selfie-similarity-score-right"),
        "entity-confidence-reasons": [],
        "video-url": None,
        "from-reusable-persona": False,
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
    if kind == "government-id":
        relationships["document"] = jsonapi.to_one("document/government-id", verification.evidence_id)
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
    pages = _pages(files)
    read = evidence.attributes
    attributes = {
        "status": evidence.status,
        "created-at": iso(evidence.created_at),
        "processed-at": iso(evidence.processed_at),
        "processed-at-ts": _seconds(evidence.processed_at),
        "front-photo": _file(pages.get("front")),
        "back-photo": _file(pages.get("back")),
        "selfie-photo": _file(pages.get("portrait")),
        "id-class": read.get("id-class"),
        "designations": read.get("designations", []),
        **{name: read.get(name) for name in ID_ATTRIBUTES},
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


def _selfie_resource(evidence: Evidence) -> dict[str, Any]:
    attributes = {
        "status": evidence.status,
        "created-at": iso(evidence.created_at),
        "processed-at": iso(evidence.processed_at),
    }
    relationships = {"inquiry": jsonapi.to_one("inquiry", evidence.inquiry_id)}
    return jsonapi.resource(evidence.wire_type, evidence.id, attributes, relationships)
