"""An email address that a code was sent to."""

from __future__ import annotations

import re

from verilink.checks.contact.code import Definition, code_checks
from verilink.checks.contact.facts import ContactCase, ContactFacts
from verilink.checks.model import CheckDefinition, Config, Finding, failed, passed

# What mail can be sent to: a local part, an @ and a domain with a dot (RFC 5321 without quoted and literal forms).
_ADDRESS = re.compile(r"[^\s@\"(),:;<>\[\\\]]{1,64}@(?:[^\s@.]{1,63}\.)+[^\s@.\d][^\s@.]{1,62}")


def _format(facts: ContactFacts, _case: ContactCase, _config: Config) -> Finding:
    fits = facts.contact is not None and _ADDRESS.fullmatch(facts.contact)
    return passed() if fits else failed("invalid_format")


DEFINITIONS: tuple[Definition, ...] = (
    *code_checks("email_address_"),
    CheckDefinition(
        name="email_address_invalid_email_format_detection",
        category="user_action_required",
        tests="The address has the form of an email address.",
        inputs=("contact",),
        default="required",
        reasons=("invalid_format",),
        judge=_format,
    ),
)
