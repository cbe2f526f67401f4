"""Inquiries as JSON:API resources (published wire contract, schema ``inquiry``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from verilink.inquiries.model import Inquiry
from verilink.kit import jsonapi
from verilink.kit.clock import iso

BEHAVIORS: Final = (
    "request-spoof-attempts",
    "user-agent-spoof-attempts",
    "distraction-events",
    "hesitation-baseline",
    "hesitation-count",
    "hesitation-time",
    "hesitation-percentage",
    "shortcut-copies",
    "shortcut-pastes",
    "autofill-cancels",
    "autofill-starts",
    "devtools-open",
    "completion-time",
    "behavior-threat-level",
)


def resource(inquiry: Inquiry) -> dict[str, Any]:
    """The inquiry in its newest wire form, keys in kebab case."""
    return jsonapi.resource("inquiry", inquiry.id, attributes(inquiry), relationships(inquiry))


def attributes(inquiry: Inquiry) -> dict[str, Any]:
    """What the inquiry says of itself. No behaviour of the person is tracked, so every behaviour is null."""
    return {
        "status": inquiry.status,
        "reference-id": inquiry.reference_id,
        "note": inquiry.note,
        "behaviors": dict.fromkeys(BEHAVIORS),
        "tags": inquiry.tags,
        "creator": inquiry.creator,
        "reviewer-comment": inquiry.reviewer_comment,
        "created-at": iso(inquiry.created_at),
        "updated-at": iso(inquiry.updated_at),
        "started-at": iso(inquiry.started_at),
        "expires-at": iso(inquiry.expires_at),
        "completed-at": iso(inquiry.completed_at),
        "failed-at": iso(inquiry.failed_at),
        "marked-for-review-at": iso(inquiry.marked_for_review_at),
        "decisioned-at": iso(inquiry.decisioned_at),
        "expired-at": iso(inquiry.expired_at),
        "redacted-at": iso(inquiry.redacted_at),
        "previous-step-name": inquiry.previous_step,
        "next-step-name": inquiry.next_step,
        "fields": inquiry.fields,
    }


def relationships(inquiry: Inquiry) -> dict[str, Any]:
    """What belongs to the inquiry."""
    reviewer = {"data": None}
    if inquiry.reviewer_type and inquiry.reviewer_id:
        reviewer = jsonapi.to_one(inquiry.reviewer_type, inquiry.reviewer_id)
    return {
        "account": jsonapi.to_one("account", inquiry.account_id),
        "template": jsonapi.to_one("template", None),
        "inquiry-template": jsonapi.to_one("inquiry-template", inquiry.template_id),
        "inquiry-template-version": jsonapi.to_one("inquiry-template-version", inquiry.template_version_id),
        "transaction": jsonapi.to_one("transaction", None),
        "reviewer": reviewer,
        "reports": jsonapi.to_many([]),
        "verifications": _many(inquiry.verification_refs),
        "sessions": _many(inquiry.session_refs),
        "documents": _many(inquiry.document_refs),
        "selfies": _many(inquiry.selfie_refs),
    }


def _many(references: Sequence[str]) -> dict[str, Any]:
    pairs = (reference.partition(" ") for reference in references)
    return jsonapi.to_many((kind, id_) for kind, _, id_ in pairs)
