"""Run the checks of one attempt and draw the verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, TypeVar

from verilink.checks.case import DocumentCase, GovernmentIdCase, SelfieCase
from verilink.checks.contact.facts import ContactCase, ContactFacts
from verilink.checks.database.facts import DatabaseCase, RecordFacts
from verilink.checks.model import DISABLED, CheckDefinition, CheckResult, Finding, Setting, not_applicable
from verilink.checks.registry import CHECKS, CORE, DATABASE, DOCUMENT, GOVERNMENT_ID, SELFIE, definition_of
from verilink.checks.requirements import configured, is_listed, requirement_of
from verilink.evidence.facts import DocumentFacts, SelfieFacts
from verilink.evidence.papers.facts import PaperFacts

F = TypeVar("F")
C = TypeVar("C")
Coded = Literal["email-address", "phone-number"]


def run_government_id(
    facts: DocumentFacts, case: GovernmentIdCase, settings: Mapping[str, Setting]
) -> tuple[CheckResult, ...]:
    """Results of every check that the template names or that counts by default, in the registry's order."""
    return _run(GOVERNMENT_ID, facts, case, settings)


def run_selfie(facts: SelfieFacts, case: SelfieCase, settings: Mapping[str, Setting]) -> tuple[CheckResult, ...]:
    """Results of every check that the template names or that counts by default, in the registry's order."""
    return _run(SELFIE, facts, case, settings)


def run_document(facts: PaperFacts, case: DocumentCase, settings: Mapping[str, Setting]) -> tuple[CheckResult, ...]:
    """Results of every check that the template names or that counts by default, in the registry's order."""
    return _run(DOCUMENT, facts, case, settings)


def run_contact(
    kind: Coded, facts: ContactFacts, case: ContactCase, settings: Mapping[str, Setting]
) -> tuple[CheckResult, ...]:
    """Results of every check that the template names or that counts by default, in the registry's order."""
    return _run(CHECKS[kind], facts, case, settings)


def run_database(facts: RecordFacts, case: DatabaseCase, settings: Mapping[str, Setting]) -> tuple[CheckResult, ...]:
    """Results of every check that the template names or that counts by default, in the registry's order."""
    return _run(DATABASE, facts, case, settings)


def _run(
    registry: Mapping[str, CheckDefinition[F, C]], facts: F, case: C, settings: Mapping[str, Setting]
) -> tuple[CheckResult, ...]:
    listed = (one for one in registry.values() if is_listed(one, settings))
    return tuple(_result(one, facts, case, settings) for one in listed)


def _result(check: CheckDefinition[F, C], facts: F, case: C, settings: Mapping[str, Setting]) -> CheckResult:
    requirement = requirement_of(check, settings)
    finding = _judge(check, facts, case, settings)
    return CheckResult(
        name=check.name,
        status=finding.status,
        reasons=finding.reasons,
        requirement="required" if requirement == "required" else "not_required",
        metadata=dict(finding.metadata),
    )


def _judge(check: CheckDefinition[F, C], facts: F, case: C, settings: Mapping[str, Setting]) -> Finding:
    if requirement_of(check, settings) == "disabled":
        return not_applicable(DISABLED)
    if check.judge is None:
        return not_applicable(check.unsupported)
    return check.judge(facts, case, configured(check, settings))


def counts_as_passed(result: CheckResult) -> bool:
    """Whether ``result`` stands in nobody's way.

    A required check must have passed, or not apply for a reason its definition exempts. A core check must have passed
    whatever its requirement; one that is not required otherwise never decides.
    """
    if result.name in CORE:
        return result.status == "passed"
    if result.requirement != "required" or result.status == "passed":
        return True
    definition = definition_of(result.name)
    if result.status == "failed" or definition is None:
        return False
    return bool(result.reasons) and set(result.reasons) <= set(definition.exempt)


def verdict(results: Iterable[CheckResult]) -> bool:
    """Whether the verification passes: every result counts as passed, and the core checks of its kind are there."""
    known = {result.name: result for result in results}
    kind = next((checks for checks in CHECKS.values() if known.keys() & checks.keys()), None)
    core = CORE & kind.keys() if kind is not None else frozenset()
    return bool(core) and core <= known.keys() and all(map(counts_as_passed, known.values()))


def failing_reasons(results: Iterable[CheckResult]) -> tuple[str, ...]:
    """Reasons of the checks that stand in the way, each once, in order: what ``checks.advice`` explains."""
    blocking = (result for result in results if not counts_as_passed(result))
    return tuple(dict.fromkeys(reason for result in blocking for reason in result.reasons))
