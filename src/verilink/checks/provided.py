"""Checks that somebody's database decides: a provider answers while the case is loaded, the check only reads it."""

from __future__ import annotations

from typing import Any, Final, Protocol, TypeVar

from verilink.checks.case import Answer
from verilink.checks.model import (
    NO_PROVIDER,
    Category,
    CheckDefinition,
    Config,
    Finding,
    failed,
    not_applicable,
    passed,
)

UNAVAILABLE: Final = "provider_unavailable"


class Answered(Protocol):
    """A case with answers of providers."""

    @property
    def answers(self) -> dict[str, Answer]: ...


C = TypeVar("C", bound=Answered)

_OWN: Final = "A test of the operator's own finds nothing."
_Rows = tuple[tuple[str, Category, str, tuple[str, ...]], ...]
_ROWS: Final[dict[str, _Rows]] = {
    "government-id": (
        ("id_aamva_database_lookup", "fraud", "The data is in the records of a US motor-vehicle agency.",
         ("no_record", "record_mismatch")),
        ("id_custom_detection", "fraud", _OWN, ("custom_test_failed",)),
        ("id_public_figure_detection", "fraud", "The portrait is not of a public figure.", ("public_figure",)),
    ),
    "selfie": (
        ("selfie_custom_detection", "fraud", _OWN, ("custom_test_failed",)),
        ("selfie_persona_comparison", "fraud", "The face is that of a reusable identity.",
         ("face_mismatch", "no_record")),
        ("selfie_public_figure_detection", "fraud", "The face is not a public figure's.", ("public_figure",)),
    ),
    "document": (("document_custom_detection", "fraud", _OWN, ("custom_test_failed",)),),
    "database": (
        ("database_address_deliverable_detection", "user_action_required", "Post can be delivered to the address.",
         ("address_not_deliverable",)),
        ("database_address_residential_detection", "user_action_required", "People live at the address.",
         ("address_not_residential",)),
        ("database_deceased_detection", "fraud", "No record says that the person has died.", ("recorded_as_deceased",)),
        ("database_face_comparison", "fraud", "The face of the inquiry's selfie is that in the record.",
         ("face_mismatch", "no_record")),
    ),
}  # fmt: skip
REASONS: Final = {name: reasons for rows in _ROWS.values() for name, _, _, reasons in rows}
"""Every check that a provider can decide, with the reasons it may give for a failure."""


def provided(kind: str) -> tuple[CheckDefinition[Any, Any], ...]:
    """Definitions of one kind of verification."""
    return tuple(_definition(*row) for row in _ROWS.get(kind, ()))


def _definition(name: str, category: Category, tests: str, reasons: tuple[str, ...]) -> CheckDefinition[Any, Any]:
    def judge(_facts: object, case: Answered, _config: Config) -> Finding:
        return _finding(case.answers.get(name), reasons)

    return CheckDefinition(
        name=name,
        category=category,
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
