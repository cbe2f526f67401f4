"""Checks that somebody's database decides: a provider answers while the case is loaded, the check only reads it."""

from __future__ import annotations

from typing import Any, Final, Protocol, TypeVar

from verilink.checks.case import Answer
from verilink.checks.model import NO_PROVIDER, CheckDefinition, Config, Finding, failed, not_applicable, passed

UNAVAILABLE: Final = "provider_unavailable"


class Answered(Protocol):
    """A case with answers of providers."""

    @property
    def answers(self) -> dict[str, Answer]: ...


C = TypeVar("C", bound=Answered)

_ROWS: Final = (
    ("id_aamva_database_lookup", "The data is in the records of a US motor-vehicle agency.",
     ("no_record", "record_mismatch")),
    ("id_custom_detection", "A test of the operator's own finds nothing.", ("custom_test_failed",)),
    ("id_public_figure_detection", "The portrait is not of a public figure.", ("public_figure",)),
    ("selfie_custom_detection", "A test of the operator's own finds nothing.", ("custom_test_failed",)),
    ("selfie_persona_comparison", "The face is that of a reusable identity.", ("face_mismatch", "no_record")),
    ("selfie_public_figure_detection", "The face is not a public figure's.", ("public_figure",)),
)  # fmt: skip
REASONS: Final = {name: reasons for name, _, reasons in _ROWS}
"""Every check that a provider can decide, with the reasons it may give for a failure."""


def provided(prefix: str) -> tuple[CheckDefinition[Any, Any], ...]:
    """Definitions whose name starts with ``prefix``."""
    return tuple(_definition(name, tests, reasons) for name, tests, reasons in _ROWS if name.startswith(prefix))


def _definition(name: str, tests: str, reasons: tuple[str, ...]) -> CheckDefinition[Any, Any]:
    def judge(_facts: object, case: Answered, _config: Config) -> Finding:
        return _finding(case.answers.get(name), reasons)

    return CheckDefinition(
        name=name,
        category="fraud",
        tests=tests,
        inputs=(f"case.answers.{name}",),
        reasons=reasons,
        blocking=(NO_PROVIDER, UNAVAILABLE),
        judge=judge,
    )


def _finding(answer: Answer | None, known: tuple[str, ...]) -> Finding:
    if answer is None:
        return not_applicable(NO_PROVIDER)
    metadata = {"provider": answer.provider, **answer.metadata}
    if answer.status == "unavailable":
        return not_applicable(UNAVAILABLE, metadata)
    if answer.status == "passed":
        return passed(metadata)
    return failed(*([reason for reason in answer.reasons if reason in known] or known[-1:]), metadata=metadata)
