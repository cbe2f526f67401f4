"""What was seen on the files of one paper. As in ``evidence.facts``: ``None`` means "not looked for or not found"."""

from __future__ import annotations

from verilink.evidence.facts import FaceFacts, Facts, Quality, TextLine


class Sheet(Facts, frozen=True, kw_only=True):
    """One page of one file. ``text_objects``, ``image_objects``: what a PDF's page is made of.

    Of a PDF's page as well: ``overwritten``: text that was covered, and the text over it; ``patches``: on a scan, that
    bear text; ``odd_fonts``: stretches of lines in a font of their own; ``accounts``: IBAN in its own text.
    """

    file: str
    number: int
    width: int
    height: int
    rotation: int
    quality: Quality
    text: tuple[TextLine, ...] = ()
    codes: tuple[str, ...] = ()
    portrait: FaceFacts | None = None
    perceptual_hash: str | None = None
    text_objects: int | None = None
    image_objects: int | None = None
    overwritten: tuple[tuple[str, str], ...] = ()
    patches: int | None = None
    odd_fonts: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()


class SentFile(Facts, frozen=True, kw_only=True):
    """One file. ``software``: every program it names. ``revisions``: how often a PDF was saved on top of itself.
    ``removed_lines``: of a PDF's earlier states, that are gone. ``annotations``: notes, stamps and drawings put over
    a PDF's pages; links and form fields do not count. ``created``, ``modified``, ``taken_at``: ISO 8601 as the file
    says. ``error``: why nothing of it could be read.
    """

    format: str
    byte_size: int
    pages: int = 1
    software: tuple[str, ...] = ()
    created: str | None = None
    modified: str | None = None
    taken_at: str | None = None
    camera: str | None = None
    revisions: int | None = None
    removed_lines: tuple[str, ...] = ()
    annotations: int | None = None
    error: str | None = None


class DateRead(Facts, frozen=True, kw_only=True):
    """One date. ``day`` is the earlier where day and month could be either. ``role``: what the line says it is."""

    day: str
    role: str
    line: str
    sheet: int


class PaperFacts(Facts, frozen=True, kw_only=True):
    """A paper from its files. ``document_type``: ``other`` when its words fit none; ``type_words``: those that decided.

    ``unread_sheets``: pages beyond the most that are read.
    """

    files: dict[str, SentFile]
    sheets: tuple[Sheet, ...] = ()
    dates: tuple[DateRead, ...] = ()
    document_type: str | None = None
    type_words: tuple[str, ...] = ()
    unread_sheets: int = 0
    models: dict[str, str] = {}
    code_version: str = ""
