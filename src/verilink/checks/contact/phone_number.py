"""A phone number that a code was sent to."""

from __future__ import annotations

from verilink.checks.contact.code import Definition, code_checks
from verilink.checks.contact.facts import ContactCase, ContactFacts
from verilink.checks.model import CheckDefinition, Config, Finding, failed, not_applicable, passed
from verilink.kit.phone import NO_TEXTS, InvalidNumber, Phone, in_use, kind_of, read_phone


def _phone(facts: ContactFacts) -> Phone | None:
    try:
        return read_phone(facts.contact or "")
    except InvalidNumber:
        return None


def _format(facts: ContactFacts, _case: ContactCase, _config: Config) -> Finding:
    """A range that no table knows yet is no fault; that it is none is noted."""
    phone = _phone(facts)
    if phone is None:
        return failed("invalid_format")
    return passed({"number-kind": kind_of(phone.number), "known-range": in_use(phone.number)})


def _country(facts: ContactFacts, case: ContactCase, _config: Config) -> Finding:
    phone = _phone(facts)
    if case.countries is None:
        return not_applicable("all_countries_allowed")
    if phone is None or phone.country is None:
        return failed("number_country_unknown")
    allowed = phone.country in case.countries
    metadata = {"country-code": phone.country}
    return passed(metadata) if allowed else failed("disallowed_number_country", metadata=metadata)


def _delivered(facts: ContactFacts, _case: ContactCase, _config: Config) -> Finding:
    """A code that came back proves delivery; else the kind of line and the provider's last word count."""
    metadata = {"delivery": facts.delivery}
    if facts.proof in ("matched", "late"):
        return passed(metadata)
    if facts.delivery == "failed" or facts.number_kind in NO_TEXTS:
        return failed("undeliverable", metadata=metadata)
    return passed(metadata) if facts.delivery == "sent" else not_applicable("nothing_sent", metadata)


def _available(facts: ContactFacts, _case: ContactCase, _config: Config) -> Finding:
    return failed("service_unavailable") if facts.proof == "unavailable" else passed()


DEFINITIONS: tuple[Definition, ...] = (
    *code_checks("phone_number_"),
    CheckDefinition(
        name="phone_number_deliverable_detection",
        category="user_action_required",
        tests="The provider took the message for this number, which is not of a kind that gets none.",
        inputs=("delivery", "proof", "number-kind"),
        default="required",
        reasons=("undeliverable",),
        exempt=("nothing_sent",),
        judge=_delivered,
    ),
    CheckDefinition(
        name="phone_number_disallowed_country_detection",
        category="user_action_required",
        tests="The number belongs to a country that the template allows.",
        inputs=("contact", "case.countries"),
        default="required",
        reasons=("disallowed_number_country", "number_country_unknown"),
        exempt=("all_countries_allowed",),
        judge=_country,
    ),
    CheckDefinition(
        name="phone_number_invalid_number_format_detection",
        category="user_action_required",
        tests="The number is as long as numbers of its country are.",
        inputs=("contact",),
        default="required",
        reasons=("invalid_format",),
        judge=_format,
    ),
    CheckDefinition(
        name="phone_number_service_available_detection",
        category="user_action_required",
        tests="Text messages could be sent at all.",
        inputs=("proof",),
        default="required",
        reasons=("service_unavailable",),
        judge=_available,
    ),
)
