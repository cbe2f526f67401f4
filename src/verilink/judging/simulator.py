"""The sandbox's simulator: a made-up person, and the verdict the tester asked for. Nothing is read or compared."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from verilink.flow.document import Verification as Spec
from verilink.verifications.model import Decision

NAME: Final = {"name-first": "Alexander", "name-middle": "J", "name-last": "Sample"}
REASON: Final = "simulated_failure"
FAILED_CHECK: Final = {"government-id": "id_entity_detection", "selfie": "selfie_id_comparison"}
VALID_YEARS: Final = 5


def simulated_decision(
    spec: Spec, *, passed: bool, today: date, country: str | None = None, id_class: str | None = None
) -> Decision:
    """Every enabled check passes; for a failure one required check does not. Marked as simulated throughout."""
    failing = None if passed else _failing(spec)
    checks = [_check(name, setting.requirement, name == failing) for name, setting in spec.checks.items()]
    extraction = _sample(today, country, id_class) if spec.type == "government-id" else {}
    return Decision(
        passed=passed,
        checks=checks,
        reasons=() if passed else (REASON,),
        extraction=extraction,
        facts={"simulated": True},
        country_code=country,
    )


def _failing(spec: Spec) -> str | None:
    required = [name for name, setting in spec.checks.items() if setting.requirement == "required"]
    usual = FAILED_CHECK[spec.type]
    return usual if usual in required else next(iter(required), None)


def _check(name: str, requirement: str, failing: bool) -> dict[str, Any]:
    if requirement == "disabled":
        return _wire(name, "not_applicable", ["disabled_by_check_config"], "not_required")
    return _wire(name, "failed" if failing else "passed", [REASON] if failing else [], requirement)


def _wire(name: str, status: str, reasons: list[str], requirement: str) -> dict[str, Any]:
    metadata = {"simulated": True}
    return {"name": name, "status": status, "reasons": reasons, "requirement": requirement, "metadata": metadata}


def _sample(today: date, country: str | None, id_class: str | None) -> dict[str, Any]:
    return {
        **NAME,
        "birthdate": "1977-07-17",
        "expiration-date": f"{today.year + VALID_YEARS}-07-17",
        "issue-date": f"{today.year - VALID_YEARS}-07-17",
        "identification-number": "I1234562",
        "document-number": "I1234562",
        "id-class": id_class or "dl",
        "nationality": country,
        "sex": "Male",
        "address-street-1": "600 California Street",
        "address-city": "San Francisco",
        "address-subdivision": "CA",
        "address-postal-code": "94109",
    }
