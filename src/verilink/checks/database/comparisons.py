"""What records say of the person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from verilink.checks.addresses import is_po_box
from verilink.checks.database.agreement import claimed, compare
from verilink.checks.database.facts import COMPARED, Compared, DatabaseCase, RecordFacts, SourceFacts, agrees, rank
from verilink.checks.model import (
    NO_PROVIDER,
    CheckDefinition,
    Config,
    Finding,
    Requirement,
    failed,
    failed_if,
    not_applicable,
    passed,
)
from verilink.checks.provided import UNAVAILABLE

Definition = CheckDefinition[RecordFacts, DatabaseCase]
NO_RECORD: Final = "no_matching_record"
_TWO: Final = 2


def _found(facts: RecordFacts, case: DatabaseCase) -> list[SourceFacts]:
    """Sources with a record: those that agree where they have to, else the one that fits best."""
    found = sorted(
        (one for one in facts.sources if one.status == "found"),
        key=lambda one: rank(one.agreements, case.match),
        reverse=True,
    )
    return [one for one in found if agrees(one.agreements, case.match)] or found[:1]


def _nothing(facts: RecordFacts) -> Finding:
    """No record was found: because there is none, or because not everybody could be asked."""
    if not facts.sources:
        return not_applicable(NO_PROVIDER)
    away = [one.name for one in facts.sources if one.status == "unavailable"]
    return not_applicable(UNAVAILABLE, {"sources": away}) if away else failed(NO_RECORD)


def _identity(facts: RecordFacts, case: DatabaseCase, _config: Config) -> Finding:
    if not facts.claims:
        return failed("not_entered")
    best = next(iter(_found(facts, case)), None)
    if best is None:
        return _nothing(facts)
    metadata = _metadata(best)
    if agrees(best.agreements, case.match):
        return passed(metadata)
    # Another source might have had the right record.
    away = any(one.status == "unavailable" for one in facts.sources)
    return not_applicable(UNAVAILABLE, metadata) if away else failed("record_mismatch_identity", metadata=metadata)


def _metadata(source: SourceFacts) -> dict[str, Any]:
    said = {
        kind: [key for key in COMPARED if source.agreements.get(key) == kind]
        for kind in ("match", "mismatch", "missing")
    }
    return {"sources": [source.name], "records": source.records} | said


def _comparison(compared: Compared, title: str, reason: str, default: Requirement = "disabled") -> Definition:
    def judge(facts: RecordFacts, case: DatabaseCase, _config: Config) -> Finding:
        if not claimed(facts.claims, compared):
            return not_applicable("not_entered")
        found = _found(facts, case)
        saying = [one for one in found if one.agreements.get(compared, "missing") != "missing"]
        if not saying:
            return not_applicable("not_in_record", {"sources": [found[0].name]}) if found else _nothing(facts)
        same = saying[0].agreements[compared] == "match"
        return failed_if([] if same else [reason], {"sources": [saying[0].name]})

    return CheckDefinition(
        name=f"database_{compared.replace('-', '_')}_comparison",
        category="fraud",
        tests=f"{title} in the record that was found.",
        inputs=("sources.*.agreements",),
        default=default,
        reasons=(reason, NO_RECORD),
        blocking=("not_entered", "not_in_record", NO_PROVIDER, UNAVAILABLE),
        judge=judge,
    )


def _available(facts: RecordFacts, _case: DatabaseCase, _config: Config) -> Finding:
    if not facts.sources:
        return not_applicable(NO_PROVIDER)
    away = [one.name for one in facts.sources if one.status == "unavailable"]
    return failed_if(["source_unavailable"] if away else [], {"asked": len(facts.sources), "away": away})


def _two_plus_two(facts: RecordFacts, _case: DatabaseCase, _config: Config) -> Finding:
    if len(facts.sources) < _TWO:
        return not_applicable("one_source" if facts.sources else NO_PROVIDER)
    agreeing = [one.name for one in facts.sources if list(one.agreements.values()).count("match") >= _TWO]
    metadata = {"sources": agreeing}
    if len(agreeing) >= _TWO:
        return passed(metadata)
    away = any(one.status == "unavailable" for one in facts.sources)
    return not_applicable(UNAVAILABLE, metadata) if away else failed("too_few_sources", metadata=metadata)


def _prefilled(facts: RecordFacts, case: DatabaseCase, _config: Config) -> Finding:
    said = compare(facts.claims, case.prefilled)
    different: Sequence[str] = [key for key, agreement in said.items() if agreement == "mismatch"]
    if all(agreement == "missing" for agreement in said.values()):
        return not_applicable("nothing_to_compare")
    return failed_if(["differs_from_prefill"] if different else [], {"different": list(different)})


def _po_box(facts: RecordFacts, _case: DatabaseCase, _config: Config) -> Finding:
    lines = [value for key in ("address-street-1", "address-street-2") if (value := facts.claims.get(key))]
    if not lines:
        return not_applicable("no_address")
    return failed_if(["po_box_entered"] if any(map(is_po_box, lines)) else [])


DEFINITIONS: tuple[Definition, ...] = (
    CheckDefinition(
        name="database_identity_comparison",
        category="fraud",
        tests="There is a record that agrees with everything the verification's `match` names.",
        inputs=("claims", "sources", "case.match"),
        default="required",
        reasons=(NO_RECORD, "record_mismatch_identity", "not_entered"),
        blocking=(NO_PROVIDER, UNAVAILABLE),
        judge=_identity,
    ),
    _comparison("name", "The name is the one", "record_mismatch_name", "not_required"),
    _comparison("birthdate", "The date of birth is the one", "record_mismatch_birthdate", "not_required"),
    _comparison("address", "Street, city, postal code and country are those", "record_mismatch_address"),
    _comparison("phone-number", "The phone number is the one", "record_mismatch_phone_number"),
    _comparison("email-address", "The email address is the one", "record_mismatch_email_address"),
    _comparison(
        "social-security-number", "The social security number is the one", "record_mismatch_social_security_number"
    ),
    CheckDefinition(
        name="database_inquiry_comparison",
        category="fraud",
        tests="What was looked up agrees with what was prefilled.",
        inputs=("claims", "case.prefilled"),
        default="required",
        reasons=("differs_from_prefill",),
        exempt=("nothing_to_compare",),
        judge=_prefilled,
    ),
    CheckDefinition(
        name="database_service_available_detection",
        category="user_action_required",
        tests="Every source of records answered.",
        inputs=("sources.*.status",),
        default="not_required",
        reasons=("source_unavailable",),
        blocking=(NO_PROVIDER,),
        judge=_available,
    ),
    CheckDefinition(
        name="database_two_plus_two_detection",
        category="fraud",
        tests="Two sources have a record that agrees in two values or more.",
        inputs=("sources.*.agreements",),
        reasons=("too_few_sources",),
        blocking=("one_source", NO_PROVIDER, UNAVAILABLE),
        judge=_two_plus_two,
    ),
    CheckDefinition(
        name="database_po_box_detection",
        category="user_action_required",
        tests="The address that was looked up is a place, not a post-office box.",
        inputs=("claims.address-street-1", "claims.address-street-2"),
        reasons=("po_box_entered",),
        exempt=("no_address",),
        judge=_po_box,
    ),
)
