"""The files as such: readable, of a wanted kind, in colour, with what should be on them."""

from __future__ import annotations

from verilink.checks import known_images
from verilink.checks.case import DocumentCase
from verilink.checks.faces import MATCH, similarity
from verilink.checks.model import CheckDefinition, Config, Finding, failed, failed_if, not_applicable, passed
from verilink.checks.numbers.vehicles import vin_holds, vins_in
from verilink.evidence.papers.facts import PaperFacts
from verilink.evidence.papers.kinds import OTHER

Definition = CheckDefinition[PaperFacts, DocumentCase]


def _processable(facts: PaperFacts, _case: DocumentCase, config: Config) -> Finding:
    errors = {name: file.error for name, file in facts.files.items() if file.error is not None}
    lines = sum(len(sheet.text) for sheet in facts.sheets)
    reasons = ["page_missing"] if not facts.files else []
    reasons += ["unprocessable"] if errors else []
    reasons += ["no_text"] if not errors and facts.files and not lines >= config["min-lines"] else []
    return failed_if(reasons, {"errors": errors, "lines": lines, "unread-pages": facts.unread_sheets})


def _type(facts: PaperFacts, _case: DocumentCase, config: Config) -> Finding:
    metadata = {"document-type": facts.document_type, "words": list(facts.type_words)}
    if facts.document_type in (None, OTHER):
        return failed("type_not_recognized", metadata=metadata)
    wanted = config["types"]
    return failed_if(["disallowed_type"] if wanted and facts.document_type not in wanted else [], metadata)


def _color(facts: PaperFacts, _case: DocumentCase, config: Config) -> Finding:
    measured = [sheet.quality.saturation for sheet in facts.sheets if sheet.quality.saturation is not None]
    if not measured:
        return not_applicable("color_not_measured")
    return failed_if(
        ["no_color"] if not max(measured) >= config["min-saturation"] else [], {"saturation": max(measured)}
    )


def _portrait(facts: PaperFacts, _case: DocumentCase, _config: Config) -> Finding:
    return failed_if([] if any(sheet.portrait for sheet in facts.sheets) else ["no_portrait"])


def _selfie(facts: PaperFacts, case: DocumentCase, config: Config) -> Finding:
    if case.selfie is None:
        return not_applicable("no_selfie")
    portraits = [sheet.portrait for sheet in facts.sheets if sheet.portrait is not None]
    if not portraits:
        return failed("no_portrait")
    alike = [one for portrait in portraits if (one := similarity(portrait, case.selfie)) is not None]
    if not alike:
        return failed("not_comparable")
    return failed_if([] if max(alike) >= config["min-similarity"] else ["face_mismatch"])


def _code(facts: PaperFacts, _case: DocumentCase, _config: Config) -> Finding:
    codes = sorted({code for sheet in facts.sheets for code in sheet.codes})
    return failed_if([] if any("qr" in code.lower() for code in codes) else ["qr_code_not_found"], {"codes": codes})


def _vin(facts: PaperFacts, _case: DocumentCase, _config: Config) -> Finding:
    found = [vin for sheet in facts.sheets for line in sheet.text for vin in vins_in(line.text)]
    if not found:
        return failed("vin_not_found")
    return passed() if any(map(vin_holds, found)) else failed("number_check_digit_mismatch")


def _compromised(facts: PaperFacts, case: DocumentCase, config: Config) -> Finding:
    return known_images.judge([sheet.perceptual_hash for sheet in facts.sheets], case, config)


DEFINITIONS: tuple[Definition, ...] = (
    CheckDefinition(
        name="document_unprocessable_submission_detection",
        category="user_action_required",
        tests="Every file could be opened, and there is text on them.",
        inputs=("files.*.error", "sheets.*.text"),
        default="required",
        reasons=("page_missing", "unprocessable", "no_text"),
        options={"min-lines": 4.0},
        judge=_processable,
    ),
    CheckDefinition(
        name="document_type_detection",
        category="user_action_required",
        tests="The words on it say which kind of paper it is, and that kind is one of `types` where the template "
        "names any.",
        inputs=("document-type", "type-words"),
        reasons=("type_not_recognized", "disallowed_type"),
        options={"types": ()},
        judge=_type,
    ),
    CheckDefinition(
        name="document_compromised_detection",
        category="fraud",
        tests="No page is in the list of known images.",
        inputs=("sheets.*.perceptual-hash", "case.known-images"),
        reasons=("known_image", "unprocessable"),
        blocking=("no_known_images",),
        options={"max-distance": 6.0},
        judge=_compromised,
    ),
    CheckDefinition(
        name="document_color_mode_detection",
        category="user_action_required",
        tests="At least one page has colour.",
        inputs=("sheets.*.quality.saturation",),
        reasons=("no_color",),
        blocking=("color_not_measured",),
        options={"min-saturation": 8.0},
        judge=_color,
    ),
    CheckDefinition(
        name="document_portrait_detection",
        category="user_action_required",
        tests="A face is on one of the pages.",
        inputs=("sheets.*.portrait",),
        reasons=("no_portrait",),
        judge=_portrait,
    ),
    CheckDefinition(
        name="document_selfie_comparison",
        category="fraud",
        tests="A face on one of the pages is that of the inquiry's selfie (cosine of the embeddings).",
        inputs=("sheets.*.portrait", "case.selfie"),
        reasons=("face_mismatch", "no_portrait", "not_comparable"),
        blocking=("no_selfie",),
        options={"min-similarity": MATCH},
        judge=_selfie,
    ),
    CheckDefinition(
        name="document_qr_code_detection",
        category="user_action_required",
        tests="A QR code on one of the pages can be read; what it says is not judged.",
        inputs=("sheets.*.codes",),
        reasons=("qr_code_not_found",),
        judge=_code,
    ),
    CheckDefinition(
        name="document_vin_checksum_detection",
        category="fraud",
        tests="A vehicle identification number on it has a check digit that holds (ISO 3779, 49 CFR 565).",
        inputs=("sheets.*.text",),
        reasons=("vin_not_found", "number_check_digit_mismatch"),
        judge=_vin,
    ),
)
