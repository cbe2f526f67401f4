"""Expiry, age and dates that can be."""

from __future__ import annotations

from datetime import timedelta

from verilink.checks.case import GovernmentIdCase
from verilink.checks.government_id.issuer_dates import Dates, departures
from verilink.checks.model import CheckDefinition, Config, Finding, failed, failed_if, not_applicable
from verilink.checks.values import age_on, read_period
from verilink.evidence.facts import DocumentFacts

Definition = CheckDefinition[DocumentFacts, GovernmentIdCase]
# Passports are issued for ten years at most; some issuers add what was left of the one before, up to a year.
_PASSPORT_DAYS = 366 * 11
_OLDEST = 130


def _expired(facts: DocumentFacts, case: GovernmentIdCase, _: Config) -> Finding:
    expiry = read_period(facts, "expiration-date")
    if expiry is None:
        return failed("expiration_date_not_found")
    return failed_if(["expired"] if expiry.last < case.today else [])


def _age(facts: DocumentFacts, case: GovernmentIdCase, config: Config) -> Finding:
    """A date without its day counts as the day that speaks against the limit."""
    least, most = config["min"], config["max"]
    if least is None and most is None:
        return not_applicable("no_age_limit")
    born = read_period(facts, "birthdate")
    if born is None or born.first > case.today:
        return failed("birthdate_not_found")
    reasons = []
    if least is not None and not age_on(born.last, case.today) >= least:
        reasons.append("below_minimum_age")
    if most is not None and not age_on(born.first, case.today) <= most:
        reasons.append("above_maximum_age")
    return failed_if(reasons)


def _plausible(facts: DocumentFacts, case: GovernmentIdCase, config: Config) -> Finding:
    born, expiry = read_period(facts, "birthdate"), read_period(facts, "expiration-date")
    issue = facts.fields.get("issue-date")
    counts = issue is not None and (issue.source != "visual" or config["visual"])
    issued = read_period(facts, "issue-date") if counts else None
    if born is None or expiry is None or (counts and issued is None):
        return failed("dates_not_found")
    wrong = {
        "born-in-the-future": born.first > case.today,
        "older-than-anyone": age_on(born.last, case.today) > _OLDEST,
        "expires-before-birth": expiry.last < born.first,
        "issued-before-birth": issued is not None and issued.last < born.first,
        "issued-in-the-future": issued is not None and issued.first > case.today,
        "expires-before-issue": issued is not None and expiry.last < issued.first,
        "valid-too-long": facts.id_class == "pp" and expiry.first - case.today > timedelta(days=_PASSPORT_DAYS),
    }
    found = [name for name, holds in wrong.items() if holds]
    if not found:
        found = sorted(departures(facts, Dates(born, expiry, issued), case.today, terms=bool(config["state-terms"])))
    return failed_if(["dates_implausible"] if found else [], {"found": found})


DEFINITIONS: tuple[Definition, ...] = (
    CheckDefinition(
        name="id_expired_detection",
        category="user_action_required",
        tests="The document is valid on the day it is submitted, the last day included.",
        inputs=("fields.expiration-date",),
        default="required",
        reasons=("expired", "expiration_date_not_found"),
        judge=_expired,
    ),
    CheckDefinition(
        name="id_age_comparison",
        category="user_action_required",
        tests="The age that follows from the date of birth is within the limits, in completed years.",
        inputs=("fields.birthdate",),
        default="disabled",
        reasons=("above_maximum_age", "below_minimum_age", "birthdate_not_found"),
        exempt=("no_age_limit",),
        options={"min": None, "max": None},
        judge=_age,
    ),
    CheckDefinition(
        name="id_valid_dates_detection",
        category="fraud",
        tests="Dates of birth, issue and expiry can be, and obey what the issuer publishes; an issue date only printed "
        "counts with `visual: true`, the longest terms of US states with `state-terms: true`.",
        inputs=(
            "fields.birthdate",
            "fields.issue-date",
            "fields.expiration-date",
            "id-class",
            "country-code",
            "subdivision",
        ),
        default="required",
        reasons=("dates_implausible", "dates_not_found"),
        options={"visual": False, "state-terms": False},
        judge=_plausible,
    ),
)
