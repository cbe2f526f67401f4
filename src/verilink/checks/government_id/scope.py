"""Kind of document and country: recognized, allowed, and what the person chose."""

from __future__ import annotations

from typing import Final

from verilink.checks.case import GovernmentIdCase
from verilink.checks.model import CheckDefinition, Config, Finding, failed, failed_if, not_applicable
from verilink.evidence.facts import DocumentFacts

Definition = CheckDefinition[DocumentFacts, GovernmentIdCase]
# Territories with a code of their own whose documents name the state they belong to (ISO 3166-1), and the other way.
_STATES: Final = {
    "US": "AS GU MP PR UM VI",
    "GB": "AI BM FK GG GI GS IM IO JE KY MS PN SH TC VG",
    "FR": "BL GF GP MF MQ NC PF PM RE TF WF YT",
    "NL": "AW BQ CW SX",
    "CN": "HK MO",
    "DK": "FO GL",
    "NO": "BV SJ",
    "FI": "AX",
    "AU": "CC CX HM NF",
    "NZ": "CK NU TK",
}
_STATE_OF: Final = {territory: state for state, codes in _STATES.items() for territory in codes.split()}


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
    other = ["other_country_than_chosen"] if _is_other_country(facts, case.selected_country) else []
    if case.countries is None:
        return failed(*other, metadata=metadata) if other else not_applicable("no_country_limit", metadata)
    if facts.country_code is None:
        return failed("country_not_recognized", metadata=metadata)
    return failed_if([*([] if facts.country_code in case.countries else ["disallowed_country"]), *other], metadata)


def _is_other_country(facts: DocumentFacts, chosen: str | None) -> bool:
    """Whether a zone or barcode names another state than the chosen one. A country told by print alone may be wrong."""
    stated = facts.fields.get("issuing-country")
    if chosen is None or facts.country_code is None or stated is None or stated.source == "visual" or stated.repaired:
        return False
    return _state(chosen) != _state(facts.country_code)


def _state(code: str) -> str:
    return _STATE_OF.get(code, code)


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
        tests="The issuing country was recognized, is allowed, and where zone or barcode name it is the one the person "
        "chose.",
        inputs=("country-code", "fields.issuing-country", "case.countries", "case.selected-country"),
        default="required",
        reasons=("country_not_recognized", "disallowed_country", "other_country_than_chosen"),
        exempt=("no_country_limit",),
        judge=_country,
    ),
)
