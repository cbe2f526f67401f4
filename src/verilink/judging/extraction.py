"""What the wire calls extractions and scores, from facts. Scores are for reviewers; a person never sees one."""

from __future__ import annotations

from typing import Any

from verilink.checks.contact.facts import ContactFacts
from verilink.evidence.facts import DocumentFacts, SelfieFacts
from verilink.kit.phone import country_of


def document_extraction(facts: DocumentFacts) -> dict[str, Any]:
    """Kebab-case attribute -> value."""
    values: dict[str, Any] = {key: reading.value for key, reading in facts.fields.items()}
    reasons = [reason for reason in facts.reasons if reason]
    return values | {
        "id-class": facts.id_class,
        "country-code": facts.country_code,
        "issuing-subdivision": values.get("issuing-subdivision") or facts.subdivision,
        "entity-confidence-reasons": reasons,
    }


def document_scores(facts: DocumentFacts) -> dict[str, Any]:
    """How sure the reading is, 0..100: of the zone or barcode the class was told from."""
    confidences = [page.mrz.confidence for page in facts.pages.values() if page.mrz]
    if any(code.layout != "unknown" and not code.problems for page in facts.pages.values() for code in page.barcodes):
        confidences.append(1.0)
    return {"entity-confidence": round(100 * max(confidences), 1)} if confidences and facts.id_class else {}


def contact_extraction(kind: str, facts: ContactFacts) -> dict[str, Any]:
    """The address, and the country of a phone number."""
    if kind == "email-address" or facts.contact is None:
        return {kind: facts.contact}
    return {kind: facts.contact, "country-code": country_of(facts.contact)}


def selfie_extraction(facts: SelfieFacts) -> dict[str, Any]:
    """Where the face is in the centre picture."""
    center = next((frame for frame in facts.frames if frame.asked == "center" and frame.faces), None)
    if center is None:
        return {}
    box = center.faces[0].box
    left, top, right, bottom = (round(v) for v in (box.x, box.y, box.x + box.width, box.y + box.height))
    corners = {
        "top-left": [left, top],
        "top-right": [right, top],
        "bottom-left": [left, bottom],
        "bottom-right": [right, bottom],
    }
    return {"center-photo-face-coordinates": corners}
