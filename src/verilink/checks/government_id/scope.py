"""Kind of document and country: recognized, allowed, and what the person chose."""

from __future__ import annotations

from verilink.checks.case import GovernmentIdCase
from verilink.checks.model import CheckDefinition, Config, Finding, failed, failed_if, not_applicable
from verilink.evidence.facts import DocumentFacts

Definition = CheckDefinition[DocumentFacts, GovernmentIdCase]


def _type(facts: DocumentFacts, case: GovernmentIdCase, _: Config) -> Finding:
    metadata = {
        "country-code": facts.country_code,
        "detected-id-class": facts.id_class,
        "detected-id-designations": [],
        "disallowed-id-designations": [],
        "selected-id-classes": list(case.selected_id_classes),
    }
    if facts.id_class is None:
        return failed("type_not_recognized", metadata=metadata)
    allowed = facts.id_class in case.id_classes and facts.id_class in (case.selected_id_classes or case.id_classes)
    return failed_if([] if allowed else ["disallowed_type"], metadata)


def _country(facts: DocumentFacts, case: GovernmentIdCase, _: Config) -> Finding:
    metadata = {"country-code": facts.country_code, "selected-country-code": case.selected_country}
    if case.countries is None:
        return not_applicable("no_country_limit", metadata)
    if facts.country_code is None:
        return failed("country_not_recognized", metadata=metadata)
    return failed_if([] if facts.country_code in case.countries else ["disallowed_country"], metadata)


DEFINITIONS: tuple[Definition, ...] = (
    CheckDefinition(
        name="id_disallowed_type_detection",
        category="user_action_required",
        tests="The kind of document was recognized, is allowed, and is the one the person chose.",
        inputs=("id-class", "case.id-classes", "case.selected-id-classes"),
        default="required",
        reasons=("disallowed_type", "type_not_recognized"),
        judge=_type,
    ),
    CheckDefinition(
        name="id_disallowed_country_detection",
        category="user_action_required",
        tests="The issuing country was recognized and is allowed.",
        inputs=("country-code", "case.countries"),
        default="required",
        reasons=("country_not_recognized", "disallowed_country"),
        exempt=("no_country_limit",),
        judge=_country,
    ),
)
