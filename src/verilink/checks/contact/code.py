"""What email addresses and phone numbers have in common: the code, and the time it took."""

from __future__ import annotations

from verilink.checks.contact.facts import ContactCase, ContactFacts
from verilink.checks.model import CheckDefinition, Config, Finding, failed, not_applicable, passed

Definition = CheckDefinition[ContactFacts, ContactCase]


def _compared(facts: ContactFacts, _case: ContactCase, _config: Config) -> Finding:
    metadata = {"codes-sent": facts.sent, "wrong-codes": facts.wrong}
    if facts.proof in ("matched", "late"):
        return passed(metadata)
    return failed("wrong_code" if facts.proof == "wrong" else "no_code", metadata=metadata)


def _in_time(facts: ContactFacts, case: ContactCase, _config: Config) -> Finding:
    if facts.proof not in ("matched", "late"):
        return not_applicable("no_code")
    metadata = {"seconds": facts.waited, "limit": case.code_seconds}
    return failed("code_too_late", metadata=metadata) if facts.proof == "late" else passed(metadata)


def code_checks(prefix: str) -> tuple[Definition, Definition]:
    """The two definitions under the names of a kind, such as ``email_address_``."""
    return (
        CheckDefinition(
            name=f"{prefix}confirmation_code_comparison",
            category="fraud",
            tests="The code that was typed is one that was sent in this attempt.",
            inputs=("proof",),
            default="required",
            reasons=("wrong_code", "no_code"),
            judge=_compared,
        ),
        CheckDefinition(
            name=f"{prefix}timeout_detection",
            category="user_action_required",
            tests="The code was typed while it worked.",
            inputs=("proof", "waited", "case.code-seconds"),
            default="required",
            reasons=("code_too_late",),
            exempt=("no_code",),
            judge=_in_time,
        ),
    )
