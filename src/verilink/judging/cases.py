"""The case around facts: what the person chose, what the company prefilled, what earlier attempts said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from verilink.checks.case import GovernmentIdCase, SelfieCase
from verilink.evidence.facts import DocumentFacts, FaceFacts, SelfieFacts
from verilink.files.model import File
from verilink.flow.pages import id_pages
from verilink.flow.verifications import GovernmentId, Selfie
from verilink.judging.surroundings import Surroundings
from verilink.kit import clock
from verilink.verifications.model import Verification

if TYPE_CHECKING:
    from verilink.judging.judge import Material


def submitted_on(verification: Verification) -> date:
    """The day that "today" means to a check, so that a verdict can be recomputed later."""
    return (verification.submitted_at or clock.now()).date()


def government_id(material: Material, around: Surroundings, facts: DocumentFacts) -> GovernmentIdCase:
    """The case of a government ID."""
    attempt, spec = material.attempt, material.described(GovernmentId)
    initial = {key: value.get("value") for key, value in material.inquiry.initial_fields.items()}
    return GovernmentIdCase(
        today=submitted_on(material.verification),
        pages_required=required_sides(material, facts.id_class),
        selected_country=attempt.country,
        selected_id_classes=(attempt.id_class,) if attempt.id_class else (),
        id_classes=tuple(spec.id_classes),
        countries=None if spec.countries is None else tuple(spec.countries),
        initial_fields={key: value for key, value in initial.items() if value is not None},
        account_fields=dict(around.account_fields),
        claims=_claims(material),
        previous=tuple(_previous(material)),
        selfie=passed_selfie(material),
        listed_images=around.listed_images,
        known_images=around.known_images,
        repeats=around.repeats,
        answers=dict(around.answers),
    )


def required_sides(material: Material, id_class: str | None) -> tuple[str, ...]:
    """The sides that were asked for; all that its kind has where the kind was told from the photos."""
    asked: tuple[str, ...] = tuple(material.attempt.order) or tuple(material.files)
    told = material.described(GovernmentId).auto_classification and material.attempt.id_class is None
    return id_pages(id_class) if told and id_class is not None else asked


def _claims(material: Material) -> dict[str, Any]:
    """What was said in the flow or later: field values that were neither prefilled nor read from a document."""
    verifications, inquiry = material.document.verifications, material.inquiry
    passed = {each.name for each in material.earlier if each.status == "passed"} & verifications.keys()
    read = {field for name in passed for field in verifications[name].fills}
    values = {key: field.get("value") for key, field in inquiry.fields.items() if key not in read}
    initial = {key: field.get("value") for key, field in inquiry.initial_fields.items()}
    return {key: value for key, value in values.items() if value is not None and initial.get(key) != value}


def _previous(material: Material) -> Sequence[dict[str, str]]:
    """What earlier attempts at a government ID read by machine, check digits holding."""
    return [
        {key: str(value) for key, value in each.extraction.items() if isinstance(value, str)}
        for each in material.earlier
        if each.type == "government-id" and each.facts and _holds(each.facts)
    ]


def _holds(facts: dict[str, Any]) -> bool:
    pages = list(facts.get("pages", {}).values())
    zones = [page["mrz"] for page in pages if page.get("mrz")]
    digits = [holds for zone in zones for holds in zone.get("check-digits", {}).values()]
    return (bool(digits) and all(digits)) or any(_sound(code) for page in pages for code in page.get("barcodes", ()))


def _sound(code: dict[str, Any]) -> bool:
    return code.get("layout", "unknown") != "unknown" and not code.get("problems")


def passed_selfie(material: Material) -> FaceFacts | None:
    """The centre face of the last passed selfie of this inquiry."""
    for each in reversed(material.earlier):
        if each.type == "selfie" and each.status == "passed" and each.facts and "frames" in each.facts:
            facts = msgspec.convert(each.facts, SelfieFacts)
            return next((frame.faces[0] for frame in facts.frames if frame.asked == "center" and frame.faces), None)
    return None


def selfie(material: Material, around: Surroundings) -> SelfieCase:
    """The case of a selfie."""
    return SelfieCase(
        today=submitted_on(material.verification),
        order=tuple(material.attempt.order),
        compares_with_document=material.described(Selfie).compare_with is not None,
        portrait=portrait(material),
        account_selfie=around.account_selfie[1] if around.account_selfie else None,
        account_selfie_of=around.account_selfie[0] if around.account_selfie else None,
        birthdate=_birthdate(material),
        backgrounds=around.backgrounds,
        capture_methods={page: file.capture_method for page, file in material.files.items() if file.capture_method},
        repeats=around.repeats,
        answers=dict(around.answers),
    )


def portrait(material: Material) -> FaceFacts | None:
    """The portrait of the document this selfie is held against: of its last passed attempt."""
    for each in reversed(material.earlier):
        if each.name == material.described(Selfie).compare_with and each.status == "passed" and each.facts:
            return msgspec.convert(each.facts, DocumentFacts).portrait if "pages" in each.facts else None
    return None


def _birthdate(material: Material) -> str | None:
    """Read from the document this selfie is held against, else as the inquiry knows it."""
    for each in reversed(material.earlier):
        if each.name == material.described(Selfie).compare_with and each.status == "passed":
            read = each.extraction.get("birthdate")
            if isinstance(read, str):
                return read
    known = material.inquiry.values().get("birthdate")
    return known if isinstance(known, str) else None


def captured_ms(files: Mapping[str, File], order: Sequence[str]) -> list[int | None]:
    """When each picture arrived, milliseconds after the first of them."""
    times = [files[pose].created_at for pose in order]
    if not times:
        return []
    first = min(times)
    return [int((moment - first).total_seconds() * 1000) for moment in times]
