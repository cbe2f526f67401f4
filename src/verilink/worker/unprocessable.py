"""The verdict on what cannot be analysed: failed, with one check that says so and nothing judged."""

from __future__ import annotations

from typing import Any, Final

from verilink.flow.verifications import Verification as Spec
from verilink.judging.kinds import KINDS
from verilink.verifications.model import Decision

REASON: Final = "analysis_failed"
NOT_JUDGED: Final = "not_analysed"


def unprocessable_decision(spec: Spec, why: str) -> Decision:
    """Failed, whatever the template requires. ``why``: for the record, such as ``took too long``."""
    failed = KINDS[spec.type].unprocessable
    names = dict.fromkeys([failed, *spec.checks])
    checks = [_check(name, spec, failed, why) for name in names]
    return Decision(passed=False, checks=checks, reasons=(REASON,), facts={"error": why}, errored=True)


def _check(name: str, spec: Spec, failed: str, why: str) -> dict[str, Any]:
    setting = spec.checks.get(name)
    if name == failed:
        return _wire(name, "failed", [REASON], "required", {"error": why})
    if setting is not None and setting.requirement == "disabled":
        return _wire(name, "not_applicable", ["disabled_by_check_config"], "not_required", {})
    return _wire(name, "not_applicable", [NOT_JUDGED], setting.requirement if setting else "not_required", {})


def _wire(name: str, status: str, reasons: list[str], requirement: str, metadata: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "status": status, "reasons": reasons, "requirement": requirement, "metadata": metadata}
