"""Documents seen before: on other accounts, and in the operator's list of known images."""

from __future__ import annotations

from verilink.checks import known_images
from verilink.checks.case import GovernmentIdCase, Repeat
from verilink.checks.model import CheckDefinition, Config, Finding, failed_if, not_applicable
from verilink.checks.repeats import OPTIONS, named, relevant, same_face
from verilink.evidence.facts import DocumentFacts

Definition = CheckDefinition[DocumentFacts, GovernmentIdCase]
# Half of what two pictures of one side may differ by: the same picture, recompressed or scaled, differs by up to three.
KNOWN_DISTANCE = 4


def _repeat(facts: DocumentFacts, case: GovernmentIdCase, config: Config) -> Finding:
    if case.repeats is None:
        return not_applicable("not_searched")
    if not _searchable(facts):
        return not_applicable("nothing_to_search")
    found = [
        one
        for one in relevant(case.repeats, case.today, config)
        if (one.number or one.person) and same_face(one, config)
    ]
    return failed_if(["used_on_another_account"] if found else [], named(found))


def _searchable(facts: DocumentFacts) -> bool:
    """Whether there are details and a portrait to know the document by."""
    face = facts.portrait is not None and facts.portrait.embedding is not None
    person = {"name-last", "birthdate"} <= facts.fields.keys()
    return face and (person or not facts.fields.keys().isdisjoint({"identification-number", "document-number"}))


def _inconsistent(facts: DocumentFacts, case: GovernmentIdCase, config: Config) -> Finding:
    if case.repeats is None:
        return not_applicable("not_searched")
    if not _searchable(facts):
        return not_applicable("nothing_to_search")
    seen = list(relevant(case.repeats, case.today, config))
    swapped = [one for one in seen if _same_details(one) and same_face(one, config) is False]
    renamed = [one for one in seen if one.person is False and not one.number and same_face(one, config)]
    reasons = ["same_details_other_portrait"] if swapped else []
    reasons += ["same_portrait_other_details"] if renamed else []
    return failed_if(reasons, named([*swapped, *renamed]))


def _same_details(one: Repeat) -> bool:
    """A number decides where both have one: strangers share names and dates of birth."""
    return bool(one.person) if one.number is None else one.number


def _compromised(facts: DocumentFacts, case: GovernmentIdCase, config: Config) -> Finding:
    return known_images.judge([page.perceptual_hash for page in facts.pages.values()], case, config)


DEFINITIONS: tuple[Definition, ...] = (
    CheckDefinition(
        name="id_compromised_detection",
        category="fraud",
        tests="The picture is none of those that the operator has listed as publicly known.",
        inputs=("pages.*.perceptual-hash", "case.known-images"),
        default="not_required",
        reasons=("known_image", "unprocessable"),
        exempt=("no_known_images",),
        options={"max-distance": KNOWN_DISTANCE},
        judge=_compromised,
    ),
    CheckDefinition(
        name="id_repeat_detection",
        category="fraud",
        tests="No other account has shown a document with the same details and the same portrait lately.",
        inputs=("fields", "portrait.embedding", "case.repeats"),
        default="not_required",
        reasons=("used_on_another_account",),
        blocking=("not_searched", "nothing_to_search"),
        options=OPTIONS,
        judge=_repeat,
    ),
    CheckDefinition(
        name="id_inconsistent_repeat_detection",
        category="fraud",
        tests="No other account has lately shown the same details with another portrait, or this portrait with others.",
        inputs=("fields", "portrait.embedding", "case.repeats"),
        default="not_required",
        reasons=("same_details_other_portrait", "same_portrait_other_details"),
        blocking=("not_searched", "nothing_to_search"),
        options=OPTIONS,
        judge=_inconsistent,
    ),
)
