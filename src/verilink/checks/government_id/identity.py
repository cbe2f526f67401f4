"""What was read: complete, the same in every place, the same as what was said before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from verilink.checks.addresses import is_po_box
from verilink.checks.case import GovernmentIdCase
from verilink.checks.model import CheckDefinition, Config, Finding, failed, failed_if, not_applicable, passed
from verilink.checks.values import is_truncated, same_value
from verilink.evidence.facts import DocumentFacts, Reading

Definition = CheckDefinition[DocumentFacts, GovernmentIdCase]
_NAMES = ("name-first", "name-middle", "name-last")
COMPARED = ("name-first", "name-last", "birthdate", "expiration-date", "document-number", "identification-number")


def _complete(facts: DocumentFacts, _case: GovernmentIdCase, config: Config) -> Finding:
    wanted = [key for key in config["properties"] if isinstance(key, str)]
    missing = [key for key in wanted if not _value(facts, key)]
    return failed_if(["missing_properties"] if missing or not wanted else [], {"missing": missing})


def _value(facts: DocumentFacts, key: str) -> str | None:
    reading = facts.fields.get(key)
    return reading.value.strip() or None if reading else None


def _consistent(facts: DocumentFacts, _case: GovernmentIdCase, config: Config) -> Finding:
    """Print is read less surely than code: it only counts where the template asks for it."""
    compared = list(_pairs(facts, visual=bool(config["visual"])))
    if not compared:
        return not_applicable("single_source")
    different = sorted({key for key, reading, source, other in compared if not _agree(key, reading, source, other)})
    return failed_if(["extraction_mismatch"] if different else [], {"different": different})


def _pairs(facts: DocumentFacts, *, visual: bool) -> Iterator[tuple[str, Reading, str, str]]:
    for key in COMPARED:
        reading = facts.fields.get(key)
        for source, value in reading.alternatives if reading else ():
            if source != reading.source and (visual or "visual" not in (source, reading.source)):  # type: ignore[union-attr]
                yield key, reading, source, value  # type: ignore[misc]


def _agree(key: str, reading: Reading, source: str, value: str) -> bool:
    return same_value(key, reading.value, value, truncated=source == "mrz" or is_truncated([reading]))


def _against_prefill(facts: DocumentFacts, case: GovernmentIdCase, config: Config) -> Finding:
    said = _known(case.initial_fields, config)
    earlier = [_known(one, config) for one in case.previous]
    if not said and not any(earlier):
        return not_applicable("nothing_to_compare")
    reasons = _differences(facts, said, "missing_properties")
    for before in earlier:
        reasons += ["changed_between_attempts"] if _differences(facts, before) else []
    return failed_if(reasons)


def _against_account(facts: DocumentFacts, case: GovernmentIdCase, config: Config) -> Finding:
    known = _known(case.account_fields, config)
    if not known:
        return not_applicable("no_account_data")
    return failed_if(_differences(facts, known, "missing_properties"))


def _against_claims(facts: DocumentFacts, case: GovernmentIdCase, config: Config) -> Finding:
    known = _known(case.claims, config)
    if not known:
        return not_applicable("no_claims")
    return failed_if(_differences(facts, known, "missing_properties"))


def _known(values: Mapping[str, Any], config: Config) -> dict[str, str]:
    known = {key: values.get(key) for key in config["properties"] if isinstance(key, str)}
    return {key: value.strip() for key, value in known.items() if isinstance(value, str) and value.strip()}


def _differences(facts: DocumentFacts, known: Mapping[str, str], missing: str | None = None) -> list[str]:
    """Names are compared as a whole, so that it does not matter which part stands where."""
    reasons = []
    names = [key for key in known if key.startswith("name-")]
    if names:
        reasons += _name_difference(facts, known, names, missing)
    for key in known.keys() - set(names):
        value = _value(facts, key)
        if value is None:
            reasons += [missing] if missing else []
        elif not same_value(key, value, known[key]):
            reasons.append("birthdate_mismatch" if key == "birthdate" else "number_mismatch")
    return reasons


def _name_difference(
    facts: DocumentFacts, known: Mapping[str, str], names: list[str], missing: str | None
) -> list[str]:
    if not any(_value(facts, key) for key in names):
        return [missing] if missing else []
    readings = [facts.fields.get(key) for key in _NAMES if key == "name-middle" or key in names]
    read = " ".join(reading.value for reading in readings if reading)
    said = " ".join(known[key] for key in _NAMES if key in known)
    return [] if same_value("name", read, said, truncated=is_truncated(readings)) else ["name_mismatch"]


def _po_box(facts: DocumentFacts, _case: GovernmentIdCase, _config: Config) -> Finding:
    lines = [value for key in ("address-street-1", "address-street-2") if (value := _value(facts, key))]
    if not lines:
        return not_applicable("no_address")
    return failed("po_box") if any(map(is_po_box, lines)) else passed()


_PERSON = ("name-first", "name-last", "birthdate")

DEFINITIONS: tuple[Definition, ...] = (
    CheckDefinition(
        name="id_extracted_properties_detection",
        category="user_action_required",
        tests="Every value that the template needs was read from the document.",
        inputs=("fields",),
        default="required",
        reasons=("missing_properties",),
        options={"properties": ("name-last", "birthdate", "expiration-date")},
        judge=_complete,
    ),
    CheckDefinition(
        name="id_extraction_inconsistency_detection",
        category="fraud",
        tests="Machine-readable zone and barcode (with `visual: true` also the print) say the same.",
        inputs=("fields.*.alternatives",),
        default="required",
        reasons=("extraction_mismatch",),
        exempt=("single_source",),
        options={"visual": False},
        judge=_consistent,
    ),
    CheckDefinition(
        name="id_inquiry_comparison",
        category="fraud",
        tests="Name and date of birth are those that were prefilled, and do not change between attempts.",
        inputs=("fields", "case.initial-fields", "case.previous"),
        default="required",
        reasons=(
            "birthdate_mismatch",
            "changed_between_attempts",
            "missing_properties",
            "name_mismatch",
            "number_mismatch",
        ),
        exempt=("nothing_to_compare",),
        options={"properties": _PERSON},
        judge=_against_prefill,
    ),
    CheckDefinition(
        name="id_account_comparison",
        category="fraud",
        tests="Name and date of birth are those kept with the account.",
        inputs=("fields", "case.account-fields"),
        default="not_required",
        reasons=("birthdate_mismatch", "missing_properties", "name_mismatch", "number_mismatch"),
        exempt=("no_account_data",),
        options={"properties": _PERSON},
        judge=_against_account,
    ),
    CheckDefinition(
        name="id_attribute_comparison",
        category="fraud",
        tests="Name and date of birth are those that were entered in the flow.",
        inputs=("fields", "case.claims"),
        default="not_required",
        reasons=("birthdate_mismatch", "missing_properties", "name_mismatch", "number_mismatch"),
        exempt=("no_claims",),
        options={"properties": _PERSON},
        judge=_against_claims,
    ),
    CheckDefinition(
        name="id_po_box_detection",
        category="user_action_required",
        tests="The address is a place, not a post-office box.",
        inputs=("fields.address-street-1", "fields.address-street-2"),
        default="not_required",
        reasons=("po_box",),
        exempt=("no_address",),
        judge=_po_box,
    ),
)
