"""What stands on the paper: whose it is, where they live, when it was made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from verilink.checks.case import DocumentCase
from verilink.checks.model import CheckDefinition, Config, Finding, failed, failed_if, not_applicable
from verilink.checks.words import stands_in
from verilink.evidence.papers.facts import DateRead, PaperFacts

Definition = CheckDefinition[PaperFacts, DocumentCase]
PROPERTIES: Final = ("name", "address", "date")
_NAME: Final = ("name-first", "name-last")
_ADDRESS: Final = ("address-street-1", "address-city", "address-postal-code")
# A bill may be written some days before the date it bears.
_EARLY: Final = timedelta(days=7)


def found_on(facts: PaperFacts, value: str) -> tuple[int, str] | None:
    """``(sheet, line)`` where all words of ``value`` stand, transliterated; words may break over two lines."""
    for index, sheet in enumerate(facts.sheets):
        lines = [line.text for line in sheet.text]
        for first, second in zip(lines, [*lines, ""][1:], strict=True):
            broken = second and not stands_in(second, value) and stands_in(f"{first} {second}", value)
            if stands_in(first, value) or broken:
                return index, first
    return None


def issue_date(facts: PaperFacts, today: date) -> DateRead | None:
    """When the paper was made: the latest date said to be that, else the latest that is said to be nothing else."""
    for role in ("issue", ""):
        known = [one for one in facts.dates if one.role == role and date.fromisoformat(one.day) <= today + _EARLY]
        if known:
            return max(known, key=lambda one: one.day)
    return None


def _recent(facts: PaperFacts, case: DocumentCase, config: Config) -> Finding:
    made = issue_date(facts, case.today)
    if made is None:
        return failed("date_not_found")
    age = (case.today - date.fromisoformat(made.day)).days
    return failed_if(["too_old"] if age > config["max-days"] else [], {"date": made.day, "days": age})


def _expired(facts: PaperFacts, case: DocumentCase, _: Config) -> Finding:
    ends = [one.day for one in facts.dates if one.role == "expiry"]
    if not ends:
        return not_applicable("no_expiration_date")
    return failed_if(["expired"] if date.fromisoformat(max(ends)) < case.today else [], {"date": max(ends)})


def _properties(facts: PaperFacts, case: DocumentCase, config: Config) -> Finding:
    reasons = [reason for name in config["properties"] for reason in _property(facts, case, name)]
    return failed_if(reasons, {"properties": list(config["properties"])})


def _property(facts: PaperFacts, case: DocumentCase, name: str) -> Iterator[str]:
    if name == "date":
        yield from () if issue_date(facts, case.today) else ("date_not_found",)
        return
    keys, missing = (_NAME, "name_not_found") if name == "name" else (_ADDRESS, "address_not_found")
    known = [str(case.known[key]) for key in keys if case.known.get(key)]
    wanted = [" ".join(known)] if name == "name" else known
    if not known:
        yield "nothing_known"
    elif any(found_on(facts, value) is None for value in wanted):
        yield missing


def extraction(facts: PaperFacts, case: DocumentCase) -> dict[str, Any]:
    """What was found, for the record: kebab-case attribute -> value."""
    made = issue_date(facts, case.today)
    found: dict[str, Any] = {"document-type": facts.document_type}
    places: dict[str, Any] = {}
    for key in (*_NAME, *_ADDRESS):
        place = found_on(facts, str(case.known[key])) if case.known.get(key) else None
        if place is not None:
            found[key] = str(case.known[key])
            places[key] = place
    if made is not None:
        found["issue-date"] = made.day
        places["issue-date"] = (made.sheet, made.line)
    responses = [_response(key, found[key], *place) for key, place in places.items()]
    return found | {"extraction-responses": responses}


def _response(key: str, value: str, sheet: int, line: str) -> dict[str, Any]:
    result = {"value": value, "page": sheet + 1, "match-level": "full", "metadata": {"line": line[:200]}}
    kind = "unguided" if key == "issue-date" else "guided"
    return {"extraction-type": kind, "field-name": key, "structured-results": [], "results": [result]}


DEFINITIONS: tuple[Definition, ...] = (
    CheckDefinition(
        name="document_recency_detection",
        category="user_action_required",
        tests="It was made at most `max-days` before it was sent.",
        inputs=("dates", "case.today"),
        reasons=("date_not_found", "too_old"),
        options={"max-days": 90.0},
        judge=_recent,
    ),
    CheckDefinition(
        name="document_expired_detection",
        category="user_action_required",
        tests="A date that it says it is valid until has not passed.",
        inputs=("dates", "case.today"),
        reasons=("expired",),
        exempt=("no_expiration_date",),
        judge=_expired,
    ),
    CheckDefinition(
        name="document_extracted_properties_detection",
        category="user_action_required",
        tests="What `properties` names (`name`, `address`, `date`) stands on it; name and address are those that the "
        "inquiry knows, in any transliteration.",
        inputs=("sheets.*.text", "dates", "case.known"),
        reasons=("name_not_found", "address_not_found", "date_not_found", "nothing_known"),
        options={"properties": ("name", "date")},
        judge=_properties,
    ),
)
