"""What a verdict rests on, in the form in which it is stored, so that it can be drawn again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from verilink import __version__
from verilink.checks.case import DocumentCase, GovernmentIdCase, SelfieCase
from verilink.checks.contact.facts import ContactCase, ContactFacts
from verilink.checks.database.facts import DatabaseCase, RecordFacts
from verilink.checks.document.content import extraction
from verilink.checks.model import CheckResult, Setting
from verilink.checks.run import (
    Coded,
    failing_reasons,
    run_contact,
    run_database,
    run_document,
    run_government_id,
    run_selfie,
    verdict,
)
from verilink.checks.scores import selfie_scores
from verilink.evidence.facts import DocumentFacts, SelfieFacts
from verilink.evidence.papers.facts import PaperFacts
from verilink.judging.extraction import contact_extraction, document_extraction, document_scores, selfie_extraction

T = TypeVar("T")
Settings = Mapping[str, Setting]


class Judgement(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """Beside the facts: the case they were held against, in plain form, and the code that did it."""

    case: dict[str, Any]
    code_version: str = __version__


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """All that follows from facts, case and settings, in plain form."""

    passed: bool
    reasons: tuple[str, ...]
    checks: list[dict[str, Any]]
    extraction: dict[str, Any]
    scores: dict[str, Any]


def as_stored(value: T, kind: type[T]) -> T:
    """``value`` as it comes back from the database: keys in one order, no NUL characters, which JSON columns refuse.

    Judging this form rather than the original makes the verdict a function of what is kept.
    """
    return msgspec.convert(plain(value), kind)


def plain(value: Any) -> Any:
    """Plain objects as a JSON column gives them back: keys in one order, lists for tuples."""
    return _ordered(msgspec.to_builtins(value, str_keys=True))


def _ordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {_ordered(key): _ordered(value[key]) for key in sorted(value)}
    if isinstance(value, list | tuple):
        return [_ordered(each) for each in value]
    return value.replace("\x00", "") if isinstance(value, str) else value


def judge_document(facts: DocumentFacts, case: GovernmentIdCase, settings: Settings) -> Outcome:
    """The verdict on a government ID. ``facts`` and ``case`` as stored."""
    results = run_government_id(facts, case, settings)
    return _outcome(results, document_extraction(facts), document_scores(facts))


def judge_selfie(facts: SelfieFacts, case: SelfieCase, settings: Settings) -> Outcome:
    """The verdict on a selfie. ``facts`` and ``case`` as stored."""
    return _outcome(run_selfie(facts, case, settings), selfie_extraction(facts), dict(selfie_scores(facts, case)))


def judge_paper(facts: PaperFacts, case: DocumentCase, settings: Settings) -> Outcome:
    """The verdict on a paper. ``facts`` and ``case`` as stored."""
    return _outcome(run_document(facts, case, settings), extraction(facts, case), {})


def judge_contact(kind: Coded, facts: ContactFacts, case: ContactCase, settings: Settings) -> Outcome:
    """The verdict on an address that a code was sent to. ``facts`` and ``case`` as stored."""
    return _outcome(run_contact(kind, facts, case, settings), contact_extraction(kind, facts), {})


def judge_database(facts: RecordFacts, case: DatabaseCase, settings: Settings) -> Outcome:
    """The verdict on what was looked up in records. ``facts`` and ``case`` as stored."""
    return _outcome(run_database(facts, case, settings), dict(facts.claims), {})


def _outcome(results: tuple[CheckResult, ...], extraction: dict[str, Any], scores: dict[str, Any]) -> Outcome:
    return Outcome(
        passed=verdict(results),
        reasons=failing_reasons(results),
        checks=plain(results),
        extraction=plain(extraction),
        scores=plain(scores),
    )
