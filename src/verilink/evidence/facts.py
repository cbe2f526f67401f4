"""What the readers saw, as plain typed values. Stored with every verification; checks are functions of these.

Coordinates are pixels of the *upright* image (after EXIF and document rotation), x to the right, y down.
Confidences are 0..1. ``None`` means "not looked for or not found", never "zero".
"""

from __future__ import annotations

from typing import Literal

import msgspec

Point = tuple[float, float]
Source = Literal["mrz", "barcode", "visual"]


class Facts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="kebab"):
    """Base of every fact: immutable, JSON keys in kebab case, defaults left out."""


class Box(Facts, frozen=True, kw_only=True):
    """Axis-aligned rectangle."""

    x: float
    y: float
    width: float
    height: float


class Quad(Facts, frozen=True, kw_only=True):
    """Four corners: top-left, top-right, bottom-right, bottom-left."""

    points: tuple[Point, Point, Point, Point]


class Repair(Facts, frozen=True, kw_only=True):
    """One character that was read as ``read`` and used as ``used`` because only then a check digit holds."""

    line: int
    column: int
    read: str
    used: str


class Doubt(Facts, frozen=True, kw_only=True):
    """One character of a zone that no check digit proves and that may as well be ``other``."""

    line: int
    column: int
    read: str
    other: str


class Reading(Facts, frozen=True, kw_only=True):
    """One value with where it came from. ``alternatives``: the same field read elsewhere.

    ``truncated``: the source says itself that it cut the value off.
    """

    value: str
    source: Source
    confidence: float = 0.0
    box: Quad | None = None
    repaired: bool = False
    truncated: bool = False
    alternatives: tuple[tuple[Source, str], ...] = ()


class MrzFacts(Facts, frozen=True, kw_only=True):
    """A machine-readable zone (ICAO 9303). ``check_digits``: name -> holds as read (a repaired one is False).

    ``unclear``: line and column of characters under a check digit that were guessed rather than read; a check digit
    over one of them proves nothing and is False. ``doubts``: close calls that no holding check digit covers.
    """

    format: Literal["TD1", "TD2", "TD3", "MRVA", "MRVB", "IDFRA", "EDL", "EDLFRA", "EDLNLD", "EDLCHE", "OTHER"]
    lines: tuple[str, ...]
    repaired: tuple[Repair, ...] = ()
    unclear: tuple[tuple[int, int], ...] = ()
    doubts: tuple[Doubt, ...] = ()
    check_digits: dict[str, bool] = {}
    fields: dict[str, str] = {}
    confidence: float = 0.0
    boxes: tuple[Quad, ...] = ()


class BarcodeFacts(Facts, frozen=True, kw_only=True):
    """One barcode. ``content``: base64 of the raw bytes. ``problems``: why a known layout did not parse cleanly."""

    format: str
    content: str
    layout: Literal["aamva", "unknown", "za-id", "co-id", "ar-dni"] = "unknown"
    version: int | None = None
    issuer: str | None = None
    fields: dict[str, str] = {}
    problems: tuple[str, ...] = ()
    box: Quad | None = None


class TextLine(Facts, frozen=True, kw_only=True):
    """One line of text in the visual zone."""

    text: str
    confidence: float
    box: Quad


class Quality(Facts, frozen=True, kw_only=True):
    """Measured on the document crop when one was found (else the whole picture), scaled to 800 px width.

    ``sharpness``: variance of the Laplacian (about 300 sharp, below 30 unreadable). ``glare``, ``dark``: share of
    pixels that are blown out or black. ``contrast``: standard deviation of luma, 0..255. ``resolution``: pixels
    along the document's long side. ``grid``: of a display's pixels, at the photo's own scale, below 1.9 for print;
    ``chroma``: spread of colours, below 3.5 for a grey copy under one light (both: ``evidence.copies``). ``bezel``:
    share of the sides along which a display's dark rim runs (``evidence.bezel``). ``covered``: share of the document
    under fingers, ``lines_covered``: lines of text that run into them (``evidence.covering``).
    """

    sharpness: float
    brightness: float
    contrast: float
    glare: float
    dark: float
    resolution: int
    moire: float | None = None
    grid: float | None = None
    saturation: float | None = None
    chroma: float | None = None
    corners_inside: int | None = None
    bezel: float | None = None
    covered: float | None = None
    lines_covered: int | None = None


class FaceFacts(Facts, frozen=True, kw_only=True):
    """One face. ``landmarks``: right eye, left eye, nose tip, right mouth corner, left mouth corner (of the person).

    ``yaw``, ``pitch``, ``roll`` in degrees; yaw is positive when the person turns to THEIR left (the nose moves to
    the right in an unmirrored picture). ``glasses``, ``covering``: see ``faces.wear``; ``None`` in facts of before they
    were measured. ``age``: years it looks, guessed only where a check wants it (``faces.age``). ``embedding``: base64
    of little-endian float32, unit length.
    """

    box: Box
    landmarks: tuple[Point, Point, Point, Point, Point]
    confidence: float
    yaw: float
    pitch: float
    roll: float
    sharpness: float
    brightness: float
    size: float
    quality: float
    glasses: float | None = None
    covering: float | None = None
    age: float | None = None
    embedding: str | None = None
    model: str | None = None


class Metadata(Facts, frozen=True, kw_only=True):
    """What the file said about itself before it was stripped, and what its JPEG numbers tell.

    ``programs``: every program it names, ``software`` the first. ``taken_at``, ``changed_at``: as written, in no known
    zone. ``jpeg_quality``: 1 to 100, Independent JPEG Group's scale. ``recompression``: about 0.1 for a first JPEG,
    above 1 when it was one of lower quality before (``images.history``).
    """

    format: str
    width: int
    height: int
    byte_size: int
    pages: int = 1
    software: str | None = None
    programs: tuple[str, ...] = ()
    taken_at: str | None = None
    changed_at: str | None = None
    camera: str | None = None
    jpeg_quality: int | None = None
    recompression: float | None = None


class Frames(Facts, frozen=True, kw_only=True):
    """How many pictures of one page were ``given``, could be ``read``, and ``agreed`` on its machine-readable zone."""

    given: int
    read: int
    agreed: int


class PageFacts(Facts, frozen=True, kw_only=True):
    """Everything seen on one picture of a document. ``frames``: when several pictures of it were given."""

    width: int
    height: int
    rotation: int
    quality: Quality
    metadata: Metadata | None = None
    document: Quad | None = None
    documents_found: int | None = None
    mrz: MrzFacts | None = None
    barcodes: tuple[BarcodeFacts, ...] = ()
    faces: tuple[FaceFacts, ...] = ()
    text: tuple[TextLine, ...] = ()
    perceptual_hash: str | None = None
    frames: Frames | None = None
    error: str | None = None


class DocumentFacts(Facts, frozen=True, kw_only=True):
    """A document from one or two pictures, with the fields that follow from them.

    ``fields`` keys: name-first, name-middle, name-last, birthdate, expiration-date, issue-date (dates ISO 8601),
    identification-number, document-number, nationality, sex, issuing-country (ISO 3166-1 alpha-2 where one exists),
    issuing-subdivision, issuing-authority, address-street-1, address-city, address-subdivision, address-postal-code,
    height, vehicle-class, endorsements, restrictions. ``reasons``: why this class and country.
    """

    pages: dict[str, PageFacts]
    fields: dict[str, Reading] = {}
    id_class: str | None = None
    country_code: str | None = None
    subdivision: str | None = None
    reasons: tuple[str, ...] = ()
    portrait: FaceFacts | None = None
    portrait_page: str | None = None
    models: dict[str, str] = {}
    code_version: str = ""


class FrameFacts(Facts, frozen=True, kw_only=True):
    """One selfie picture. ``asked``: the pose the server asked for. ``background``: see ``evidence.background``; of the
    picture looking ahead, where a check wants it, and not kept with the facts. ``background_corners``: in it."""

    asked: Literal["center", "left", "right"]
    width: int
    height: int
    faces: tuple[FaceFacts, ...] = ()
    quality: Quality | None = None
    metadata: Metadata | None = None
    perceptual_hash: str | None = None
    similarity_to_center: float | None = None
    planar_residual: float | None = None
    background: str | None = None
    background_corners: int | None = None
    captured_ms: int | None = None
    error: str | None = None


class Glance(Facts, frozen=True, kw_only=True):
    """What a look at a very small picture saw. ``faces``: largest first, without embeddings."""

    width: int
    height: int
    faces: tuple[FaceFacts, ...] = ()


class SelfieFacts(Facts, frozen=True, kw_only=True):
    """A selfie in one or more poses, in the order they were asked for."""

    frames: tuple[FrameFacts, ...]
    order: tuple[str, ...] = ()
    signals: dict[str, float] = {}
    models: dict[str, str] = {}
    code_version: str = ""
