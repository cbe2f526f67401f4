"""Traces of how the files were made. Advisory: whoever knows of them can take them away."""

from __future__ import annotations

import re
from datetime import date, timedelta

from verilink.checks.case import DocumentCase
from verilink.checks.document.content import issue_date
from verilink.checks.editors import EDITOR, PDF_EDITOR
from verilink.checks.model import CheckDefinition, Config, Finding, failed_if, not_applicable, passed
from verilink.evidence.papers.facts import PaperFacts, SentFile

Definition = CheckDefinition[PaperFacts, DocumentCase]
_DAY = timedelta(days=1)


def _of(facts: PaperFacts, *formats: str) -> list[SentFile]:
    return [file for file in facts.files.values() if file.error is None and file.format in formats]


def _pictures(facts: PaperFacts) -> list[SentFile]:
    return _of(facts, "jpeg", "png", "webp", "heic")


def _editors(files: list[SentFile], pattern: re.Pattern[str], otherwise: str) -> Finding:
    if not files:
        return not_applicable(otherwise)
    programs = [program for file in files for program in file.software]
    if not programs:
        return not_applicable("no_metadata")
    editors = sorted({program[:60] for program in programs if pattern.search(program)})
    return failed_if(["editor_traces"] if editors else [], {"software": editors})


def edited_pdf(facts: PaperFacts) -> Finding:
    """Whether a PDF names a program in which finished PDFs are changed."""
    return _editors(_of(facts, "pdf"), PDF_EDITOR, "no_pdf")


def edited_picture(facts: PaperFacts) -> Finding:
    """Whether a picture names a picture editor."""
    return _editors(_pictures(facts), EDITOR, "no_picture")


def _pdf_editor(facts: PaperFacts, _case: DocumentCase, _: Config) -> Finding:
    return edited_pdf(facts)


def _jpeg_modified(facts: PaperFacts, _case: DocumentCase, _: Config) -> Finding:
    return _editors(_of(facts, "jpeg"), EDITOR, "no_jpeg")


def _image_metadata(facts: PaperFacts, _case: DocumentCase, _: Config) -> Finding:
    return edited_picture(facts)


def _pdf_modified(facts: PaperFacts, _case: DocumentCase, _: Config) -> Finding:
    files = _of(facts, "pdf")
    if not files:
        return not_applicable("no_pdf")
    later = [file for file in files if file.created and file.modified and file.modified[:16] > file.created[:16]]
    saved = [file for file in files if (file.revisions or 1) > 1]
    reasons = (["changed_after_creation"] if later else []) + (["saved_again"] if saved else [])
    return failed_if(reasons, {"revisions": [file.revisions for file in files]})


def _annotated(facts: PaperFacts, _case: DocumentCase, _: Config) -> Finding:
    files = _of(facts, "pdf")
    if not files:
        return not_applicable("no_pdf")
    return failed_if(["annotations_found"] if any(file.annotations for file in files) else [])


def _mixed(facts: PaperFacts, _case: DocumentCase, _: Config) -> Finding:
    sheets = [sheet for sheet in facts.sheets if sheet.text_objects is not None]
    if not sheets:
        return not_applicable("no_pdf")
    pictures = [not sheet.text_objects and bool(sheet.image_objects) for sheet in sheets]
    return failed_if(["mixed_pages"] if any(pictures) and not all(pictures) else [])


def _pdf_times(facts: PaperFacts, case: DocumentCase, _: Config) -> Finding:
    files = [file for file in _of(facts, "pdf") if file.created or file.modified]
    if not files:
        return not_applicable("no_metadata" if _of(facts, "pdf") else "no_pdf")
    backwards = any(file.created and file.modified and file.modified < file.created for file in files)
    latest = (case.today + _DAY).isoformat()
    ahead = any((moment or "")[:10] > latest for file in files for moment in (file.created, file.modified))
    return failed_if(["times_contradict"] if backwards or ahead else [])


def _image_times(facts: PaperFacts, case: DocumentCase, _: Config) -> Finding:
    taken = [moment for file in _pictures(facts) if (moment := _day(file.taken_at)) is not None]
    if not taken:
        return not_applicable("no_metadata" if _pictures(facts) else "no_picture")
    return failed_if(["times_contradict"] if max(taken) > case.today + _DAY else [])


def _older_than_its_date(facts: PaperFacts, case: DocumentCase, config: Config) -> Finding:
    """A file that is older than the date printed on it."""
    made = issue_date(facts, case.today)
    said = [_day(file.created) or _day(file.taken_at) for file in facts.files.values()]
    known = [day for day in said if day is not None]
    if made is None or not known:
        return not_applicable("no_metadata")
    margin = date.fromisoformat(made.day) - max(known)
    return failed_if(["older_than_its_date"] if margin.days > config["max-days"] else [], {"days": margin.days})


def _original(facts: PaperFacts, _case: DocumentCase, _: Config) -> Finding:
    files = _of(facts, "jpeg")
    if not files:
        return not_applicable("no_jpeg")
    return passed() if all(file.camera for file in files) else failed_if(["no_camera_data"])


def _day(moment: str | None) -> date | None:
    """The day of ``2024-03-15T…`` or of an EXIF ``2024:03:15 …``."""
    match = re.match(r"(\d{4})[-:](\d{2})[-:](\d{2})", moment or "")
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


_ROWS = (
    ("document_pdf_editor_detection", "No PDF names a program in which finished PDFs are changed.",
     ("files.*.software",), ("editor_traces",), ("no_pdf",), ("no_metadata",), _pdf_editor),
    ("document_pdf_modification_detection", "No PDF was changed or saved again after it was made.",
     ("files.*.created", "files.*.modified", "files.*.revisions"), ("changed_after_creation", "saved_again"),
     ("no_pdf",), (), _pdf_modified),
    ("document_pdf_annotation_detection", "Nothing was put over the pages of a PDF: no notes, stamps or drawings.",
     ("files.*.annotations",), ("annotations_found",), ("no_pdf",), (), _annotated),
    ("document_pdf_content_type_detection", "A PDF's pages are either all text or all pictures.",
     ("sheets.*.text-objects", "sheets.*.image-objects"), ("mixed_pages",), ("no_pdf",), (), _mixed),
    ("document_pdf_inconsistent_timestamp_detection", "A PDF was not changed before it was made, nor made tomorrow.",
     ("files.*.created", "files.*.modified"), ("times_contradict",), ("no_pdf",), ("no_metadata",), _pdf_times),
    ("document_jpeg_modification_detection", "No JPEG names a picture editor.",
     ("files.*.software",), ("editor_traces",), ("no_jpeg",), ("no_metadata",), _jpeg_modified),
    ("document_image_suspicious_metadata_detection", "No picture names a picture editor.",
     ("files.*.software",), ("editor_traces",), ("no_picture",), ("no_metadata",), _image_metadata),
    ("document_image_inconsistent_timestamp_detection", "No picture was taken after it was sent.",
     ("files.*.taken-at",), ("times_contradict",), ("no_picture",), ("no_metadata",), _image_times),
    ("document_jpeg_original_image_detection", "Every JPEG says which camera took it, as originals do.",
     ("files.*.camera",), ("no_camera_data",), ("no_jpeg",), (), _original),
)  # fmt: skip
DEFINITIONS: tuple[Definition, ...] = (
    *(
        CheckDefinition(
            name=name,
            category="fraud",
            tests=tests,
            inputs=inputs,
            reasons=reasons,
            exempt=exempt,
            blocking=blocking,
            judge=judge,
        )
        for name, tests, inputs, reasons, exempt, blocking, judge in _ROWS
    ),
    CheckDefinition(
        name="document_inconsistent_timestamp_detection",
        category="fraud",
        tests="The file is not older than the date printed on it by more than `max-days`.",
        inputs=("dates", "files.*.created", "files.*.taken-at"),
        reasons=("older_than_its_date",),
        blocking=("no_metadata",),
        options={"max-days": 31.0},
        judge=_older_than_its_date,
    ),
)
