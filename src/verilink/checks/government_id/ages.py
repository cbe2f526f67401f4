"""How old the portrait looks. Off unless a template asks: the guess is coarse, and it is not made for anybody else."""

from __future__ import annotations

from typing import Final

from verilink.checks.ages import OPTIONS, within
from verilink.checks.case import GovernmentIdCase
from verilink.checks.model import CheckDefinition, Config, Finding, failed, not_applicable
from verilink.checks.values import age_on, read_period
from verilink.evidence.facts import DocumentFacts

Definition = CheckDefinition[DocumentFacts, GovernmentIdCase]
# A portrait is as old as its document, which few issuers let live longer; the date of issue is often not read.
_LONGEST_VALIDITY: Final = 15


def _age(facts: DocumentFacts, case: GovernmentIdCase, config: Config) -> Finding:
    born = read_period(facts, "birthdate")
    if born is None or born.first > case.today:
        return failed("birthdate_not_found")
    if facts.portrait is None:
        return failed("no_portrait")
    if facts.portrait.age is None:
        return not_applicable("not_measured")
    now, issued = age_on(born.first, case.today) + 1, read_period(facts, "issue-date")
    plausible = issued is not None and born.last <= issued.first <= case.today
    then = age_on(born.last, issued.first) if issued is not None and plausible else max(0, now - _LONGEST_VALIDITY)
    return within(facts.portrait.age, then, now, config)


DEFINITIONS: tuple[Definition, ...] = (
    CheckDefinition(
        name="id_age_inconsistency_detection",
        category="fraud",
        tests="The age the portrait looks is within `max-difference` years of the holder's, at any time from the issue "
        "of the document (at most fifteen years ago) until today. The guess is coarse: see models.",
        inputs=("portrait.age", "fields.birthdate", "fields.issue-date", "case.today"),
        reasons=("age_mismatch", "birthdate_not_found", "no_portrait"),
        blocking=("not_measured",),
        options=OPTIONS,
        judge=_age,
    ),
)
