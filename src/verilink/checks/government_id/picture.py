"""How well the document can be seen."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from verilink.checks.case import GovernmentIdCase
from verilink.checks.faces import MATCH, similarity
from verilink.checks.model import CheckDefinition, Config, Finding, failed, failed_if, not_applicable
from verilink.evidence.facts import DocumentFacts, PageFacts, Quality

Definition = CheckDefinition[DocumentFacts, GovernmentIdCase]


def _worst(facts: DocumentFacts, case: GovernmentIdCase, is_good: Callable[[Quality], bool], reason: str) -> Finding:
    """Failed when a page is not good; a page that could not be measured is not."""
    pages = {name: facts.pages.get(name) for name in case.pages_required}
    if not pages or any(page is None or page.error is not None for page in pages.values()):
        return failed("unprocessable")
    bad = [name for name, page in pages.items() if page is not None and not is_good(page.quality)]
    return failed_if([reason] if bad else [], {"pages": bad})


def _blur(facts: DocumentFacts, case: GovernmentIdCase, config: Config) -> Finding:
    return _worst(facts, case, lambda quality: quality.sharpness >= config["min-sharpness"], "too_blurry")


def _glare(facts: DocumentFacts, case: GovernmentIdCase, config: Config) -> Finding:
    return _worst(facts, case, lambda quality: quality.glare <= config["max-glare"], "too_much_glare")


def _color(facts: DocumentFacts, case: GovernmentIdCase, config: Config) -> Finding:
    """Backs are often printed in black alone: only the front counts, and whatever shows a portrait."""
    pages = {name: facts.pages.get(name) for name in case.pages_required}
    shown = tuple(name for name, page in pages.items() if name == "front" or page is None or page.faces or page.error)
    if any(page is not None and page.error is None and page.quality.chroma is None for page in pages.values()):
        return not_applicable("color_not_measured")
    coloured = msgspec.structs.replace(case, pages_required=shown)
    return _worst(facts, coloured, lambda quality: (quality.chroma or 0.0) >= config["min-chroma"], "no_color")


def _corners(facts: DocumentFacts, case: GovernmentIdCase, config: Config) -> Finding:
    pages = [facts.pages.get(name) for name in case.pages_required]
    hidden = [name for name in case.pages_required if _is_covered(facts.pages.get(name), config["max-lines-covered"])]
    if any(page is not None and _corner_count(page) is None for page in pages):
        return failed("covered", metadata={"pages": hidden}) if hidden else not_applicable("corners_not_measured")
    found = _worst(facts, case, lambda quality: (quality.corners_inside or 0) >= 4, "corners_cut_off")
    return failed_if([*found.reasons, "covered"], {"pages": hidden}) if hidden else found


def _is_covered(page: PageFacts | None, most: int) -> bool:
    """Whether fingers hide text; a thumb beside it is how cards are held."""
    return page is not None and (page.quality.lines_covered or 0) > most


def _corner_count(page: PageFacts) -> int | None:
    return page.quality.corners_inside if page.document is not None else None


def _portrait(facts: DocumentFacts, _case: GovernmentIdCase, _config: Config) -> Finding:
    return failed_if([] if facts.portrait is not None else ["no_portrait"], {"page": facts.portrait_page})


def _portrait_clarity(facts: DocumentFacts, _case: GovernmentIdCase, config: Config) -> Finding:
    if facts.portrait is None:
        return failed("no_portrait")
    return failed_if([] if facts.portrait.sharpness >= config["min-sharpness"] else ["portrait_blurry"])


def _selfie(facts: DocumentFacts, case: GovernmentIdCase, config: Config) -> Finding:
    if case.selfie is None:
        return not_applicable("no_selfie")
    likeness = similarity(facts.portrait, case.selfie)
    if likeness is None:
        return failed("no_portrait")
    return failed_if([] if likeness >= config["min-similarity"] else ["face_mismatch"])


DEFINITIONS: tuple[Definition, ...] = (
    CheckDefinition(
        name="id_blur_detection",
        category="user_action_required",
        tests="Every page is sharp enough to read (variance of the Laplacian at 800 pixels width).",
        inputs=("pages.*.quality.sharpness",),
        default="required",
        reasons=("too_blurry", "unprocessable"),
        # Sharp documents measured 89 at the 10th percentile, blurred ones 7 at the 90th.
        options={"min-sharpness": 30.0},
        judge=_blur,
    ),
    CheckDefinition(
        name="id_glare_detection",
        category="user_action_required",
        tests="No disturbing part of the document is blown out by a reflection.",
        inputs=("pages.*.quality.glare",),
        default="not_required",
        reasons=("too_much_glare", "unprocessable"),
        options={"max-glare": 0.06},
        judge=_glare,
    ),
    CheckDefinition(
        name="id_color_inconsistency_detection",
        category="fraud",
        tests="Front and portrait have colours besides that of the light; a black-and-white copy has none. Colours of "
        "single designs are not known here.",
        inputs=("pages.*.quality.chroma", "pages.*.faces"),
        default="not_required",
        reasons=("no_color", "unprocessable"),
        blocking=("color_not_measured",),
        options={"min-chroma": 3.5},
        judge=_color,
    ),
    CheckDefinition(
        name="id_corner_detection",
        category="user_action_required",
        tests="All four corners of the document are inside the picture, and no finger hides a line of its text.",
        inputs=("pages.*.document", "pages.*.quality.corners-inside", "pages.*.quality.lines-covered"),
        default="not_required",
        reasons=("corners_cut_off", "covered", "unprocessable"),
        blocking=("corners_not_measured",),
        options={"max-lines-covered": 0},
        judge=_corners,
    ),
    CheckDefinition(
        name="id_portrait_detection",
        category="user_action_required",
        tests="The document shows its holder's portrait.",
        inputs=("portrait",),
        default="required",
        reasons=("no_portrait",),
        judge=_portrait,
    ),
    CheckDefinition(
        name="id_portrait_clarity_detection",
        category="user_action_required",
        tests="The portrait is in focus (variance of the Laplacian on the aligned face).",
        inputs=("portrait.sharpness",),
        default="not_required",
        reasons=("no_portrait", "portrait_blurry"),
        options={"min-sharpness": 12.0},
        judge=_portrait_clarity,
    ),
    CheckDefinition(
        name="id_selfie_comparison",
        category="fraud",
        tests="The portrait is the person of a selfie taken before; after it, `selfie_id_comparison` decides.",
        inputs=("portrait.embedding", "case.selfie"),
        default="disabled",
        reasons=("face_mismatch", "no_portrait"),
        exempt=("no_selfie",),
        options={"min-similarity": MATCH},
        judge=_selfie,
    ),
)
