"""The sandbox's simulator: a made-up person, and the verdict the tester asked for. Nothing is read or compared."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from verilink.flow.outcomes import Attempt
from verilink.flow.verifications import Verification as Spec
from verilink.judging.kinds import KINDS
from verilink.verifications.model import Decision

REASON: Final = "simulated_failure"


def simulated_decision(spec: Spec, attempt: Attempt, *, passed: bool, today: date) -> Decision:
    """Every enabled check passes; for a failure one required check does not. Marked as simulated throughout."""
    failing = None if passed else _failing(spec)
    checks = [_check(name, setting.requirement, name == failing) for name, setting in spec.checks.items()]
    return Decision(
        passed=passed,
        checks=checks,
        reasons=() if passed else (REASON,),
        extraction=KINDS[spec.type].sample(attempt, today),
        facts={"simulated": True},
        country_code=attempt.country,
    )


def _failing(spec: Spec) -> str | None:
    required = [name for name, setting in spec.checks.items() if setting.requirement == "required"]
    usual = KINDS[spec.type].failing
    return usual if usual in required else next(iter(required), None)


def _check(name: str, requirement: str, failing: bool) -> dict[str, Any]:
    if requirement == "disabled":
        return _wire(name, "not_applicable", ["disabled_by_check_config"], "not_required")
    return _wire(name, "failed" if failing else "passed", [REASON] if failing else [], requirement)


def _wire(name: str, status: str, reasons: list[str], requirement: str) -> dict[str, Any]:
    metadata = {"simulated": True}
    return {"name": name, "status": status, "reasons": reasons, "requirement": requirement, "metadata": metadata}
