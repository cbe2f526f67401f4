"""Marks that changing or making up a paper leaves in its content; measured in ``docs/explanation/forgeries.md``."""

from __future__ import annotations

from typing import Final

from verilink.checks.case import DocumentCase
from verilink.checks.document import submission, traces
from verilink.checks.document.placeholders import placeholders
from verilink.checks.model import CheckDefinition, Config, Finding, failed, failed_if, not_applicable
from verilink.evidence.papers.accounts import account_holds
from verilink.evidence.papers.facts import PaperFacts, Sheet

Definition = CheckDefinition[PaperFacts, DocumentCase]


def _drawn(facts: PaperFacts) -> list[Sheet]:
    """Pages of PDFs, whose objects were looked at."""
    return [sheet for sheet in facts.sheets if sheet.patches is not None]


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _placeholders(facts: PaperFacts, case: DocumentCase, _: Config) -> Finding:
    lines = [line.text for sheet in facts.sheets for line in sheet.text]
    if not lines:
        return failed("no_text")
    found, enough = placeholders(lines, [value for value in case.known.values() if isinstance(value, str)])
    return failed_if(["placeholders_found"] if enough else [], {"found": found[:20]})


def _fonts(facts: PaperFacts, _case: DocumentCase, config: Config) -> Finding:
    sheets = [sheet for sheet in _drawn(facts) if sheet.text_objects]
    if not sheets:
        return not_applicable("no_pdf_text")
    odd = [text for sheet in sheets for text in sheet.odd_fonts if config["words"] or _has_digit(text)]
    return failed_if(["odd_font"] if odd else [], {"stretches": odd[:20]})


def _changed_text(facts: PaperFacts, _case: DocumentCase, _: Config) -> Finding:
    sheets = _drawn(facts)
    if not sheets:
        return not_applicable("no_pdf")
    over = [list(pair) for sheet in sheets for pair in sheet.overwritten]
    gone = [line for file in facts.files.values() for line in file.removed_lines]
    reasons = ["text_covered"] if over else []
    reasons += ["scan_patched"] if any(sheet.patches for sheet in sheets) else []
    reasons += ["text_replaced"] if gone else []
    return failed_if(reasons, {"covered": over[:10], "replaced": gone[:10]})


def _tampered(facts: PaperFacts, case: DocumentCase, config: Config) -> Finding:
    findings = (
        _changed_text(facts, case, {}),
        traces.edited_pdf(facts),
        traces.edited_picture(facts),
        _fonts(facts, case, config),
    )
    if all(finding.status == "not_applicable" for finding in findings):
        return not_applicable("nothing_to_judge")
    return failed_if([reason for finding in findings if finding.status == "failed" for reason in finding.reasons])


def _made_up(facts: PaperFacts, _case: DocumentCase, _: Config) -> Finding:
    """Only of the PDF's own text: what was recognised on a picture may be misread."""
    numbers = [number for sheet in _drawn(facts) for number in sheet.accounts]
    if not numbers:
        return not_applicable("no_account_number")
    wrong = [number for number in numbers if not account_holds(number)]
    return failed_if(["number_check_digit_mismatch"] if wrong else [], {"judged": len(numbers), "wrong": len(wrong)})


_SIGNALS: Final = (
    "document_synthetic_content_detection", "document_pdf_abnormal_font_detection", "document_fabrication_detection",
    "document_digital_text_modification_detection", "document_pdf_editor_detection",
    "document_pdf_modification_detection",
    "document_pdf_inconsistent_timestamp_detection", "document_inconsistent_timestamp_detection",
    "document_image_suspicious_metadata_detection", "document_compromised_detection",
)  # fmt: skip


def _combined(facts: PaperFacts, case: DocumentCase, config: Config) -> Finding:
    """How many of the other checks see something, each with its own defaults."""
    known = {one.name: one for one in (*DEFINITIONS, *traces.DEFINITIONS, *submission.DEFINITIONS)}
    signals = [known[name] for name in _SIGNALS]
    findings = {one.name: one.judge(facts, case, one.options) for one in signals if one.judge is not None}
    seen = sorted(name for name, finding in findings.items() if finding.status == "failed")
    if all(finding.status == "not_applicable" for finding in findings.values()):
        return not_applicable("nothing_to_judge")
    return failed_if(["several_signals"] if len(seen) >= config["min-signals"] else [], {"checks": seen})


DEFINITIONS: tuple[Definition, ...] = (
    CheckDefinition(
        name="document_synthetic_content_detection",
        category="fraud",
        tests="No placeholders of samples and templates stand on it: filler text, blanks to fill in, people and places "
        "that examples are made of, account numbers that banks print as examples. What can be real by itself counts "
        "with a second one, and the person's own values never do.",
        inputs=("sheets.*.text", "case.known"),
        reasons=("placeholders_found", "no_text"),
        judge=_placeholders,
    ),
    CheckDefinition(
        name="document_pdf_abnormal_font_detection",
        category="fraud",
        tests="No stretch of a line in a PDF with a digit in it is in a font that the file uses next to nowhere else "
        "(`words`: without a digit as well).",
        inputs=("sheets.*.odd-fonts", "sheets.*.text-objects"),
        reasons=("odd_font",),
        exempt=("no_pdf_text",),
        options={"words": False},
        judge=_fonts,
    ),
    CheckDefinition(
        name="document_digital_text_modification_detection",
        category="fraud",
        tests="No text in a PDF was covered and written over, no patch with text lies on a scan, and no line of an "
        "earlier state of the file is gone.",
        inputs=("sheets.*.overwritten", "sheets.*.patches", "files.*.removed-lines"),
        reasons=("text_covered", "scan_patched", "text_replaced"),
        exempt=("no_pdf",),
        judge=_changed_text,
    ),
    CheckDefinition(
        name="document_tamper_detection",
        category="fraud",
        tests="Neither the text nor the fonts of a PDF were changed, and no file names a program in which pictures or "
        "finished PDFs are edited.",
        inputs=("sheets.*.overwritten", "sheets.*.patches", "sheets.*.odd-fonts", "files.*.removed-lines",
                "files.*.software"),
        reasons=("text_covered", "scan_patched", "text_replaced", "odd_font", "editor_traces"),
        blocking=("nothing_to_judge",),
        options={"words": False},
        judge=_tampered,
    ),
    CheckDefinition(
        name="document_fabrication_detection",
        category="fraud",
        tests="Every international bank account number in the text of a PDF has check digits that hold (ISO 13616).",
        inputs=("sheets.*.accounts",),
        reasons=("number_check_digit_mismatch",),
        exempt=("no_account_number",),
        judge=_made_up,
    ),
    CheckDefinition(
        name="document_enhanced_fraud_detection",
        category="fraud",
        tests=f"Fewer than `min-signals` of these checks see something: {', '.join(f'`{name}`' for name in _SIGNALS)}.",
        inputs=("files", "sheets", "dates", "case"),
        reasons=("several_signals",),
        blocking=("nothing_to_judge",),
        options={"min-signals": 2.0},
        judge=_combined,
    ),
)  # fmt: skip
