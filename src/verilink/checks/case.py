"""What a check may know beside the facts: the person's choices, the company's limits, what was seen before.

A case is loaded once, stored with the verdict and never looked up again, so that the verdict can be recomputed.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import msgspec

from verilink.evidence.facts import FaceFacts


class Answer(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """What a provider said for one check. ``reasons``: of a failure, from the check's own list.

    ``provider``: its name and version, for the record. ``metadata``: plain values a reviewer may see.
    """

    status: Literal["passed", "failed", "unavailable"]
    provider: str
    reasons: tuple[str, ...] = ()
    metadata: dict[str, str | int | float | bool] = {}


class KnownImage(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """A listed image that a page resembles. ``distance``: differing bits of 64."""

    id: str
    page: str
    distance: int


class Repeat(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """Another account's verification that shows the same details or a like face.

    ``seen_on``: when it was submitted. ``number``: whether number and issuing country are the same; ``person``: whether
    name and date of birth are; ``face``: cosine of the faces. ``None`` when there was nothing to compare.
    """

    verification: str
    inquiry: str
    account: str | None
    seen_on: date
    passed: bool
    number: bool | None = None
    person: bool | None = None
    face: float | None = None


class SharedBackground(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """Somebody else's selfie with the same room behind. ``corners``: of things that both show in one arrangement."""

    verification: str
    inquiry: str
    account: str | None
    seen_on: date
    corners: int


class GovernmentIdCase(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """Around one attempt with a government ID.

    ``today``: the date it was submitted on. ``pages_required``: as asked for. ``countries``: allowed, ``None`` means
    all. ``initial_fields``: what the company prefilled, field -> plain value; ``account_fields``: the same of the
    account; ``claims``: what was entered in the flow itself. ``previous``: extractions of earlier attempts whose MRZ or
    barcode held. ``selfie``: the centre face of a passed selfie of this inquiry. ``listed_images``: how many images the
    operator has listed as compromised; ``known_images``: those near to a page. ``repeats``: other accounts' documents
    with the same details or a like portrait, ``None`` when nobody looked. ``answers``: of providers, by check.
    """

    today: date
    pages_required: tuple[str, ...] = ("front",)
    selected_country: str | None = None
    selected_id_classes: tuple[str, ...] = ()
    id_classes: tuple[str, ...] = ()
    countries: tuple[str, ...] | None = None
    initial_fields: dict[str, Any] = {}
    account_fields: dict[str, Any] = {}
    claims: dict[str, Any] = {}
    previous: tuple[dict[str, str], ...] = ()
    selfie: FaceFacts | None = None
    listed_images: int = 0
    known_images: tuple[KnownImage, ...] = ()
    repeats: tuple[Repeat, ...] | None = None
    answers: dict[str, Answer] = {}


class DocumentCase(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """Around one attempt with a paper that proves something.

    ``today``: the date it was submitted on. ``known``: what the inquiry knows of the person, field -> plain value.
    ``listed_images`` and ``known_images``: as for a government ID; a page is named ``sheet-1`` and so on. ``selfie``:
    the centre face of a passed selfie of this inquiry. ``answers``: of providers, by check.
    """

    today: date
    known: dict[str, Any] = {}
    listed_images: int = 0
    known_images: tuple[KnownImage, ...] = ()
    selfie: FaceFacts | None = None
    answers: dict[str, Answer] = {}


class SelfieCase(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """Around one attempt with a selfie.

    ``today``: the date it was submitted on. ``order``: the poses as the server asked for them.
    ``compares_with_document``: whether the template holds it against a document; ``portrait``: that document's
    portrait, when one was found. ``account_selfie``: the face of the account's last accepted selfie, taken in the
    inquiry ``account_selfie_of``. ``birthdate``: read from that document, else as the inquiry knows it, ISO 8601.
    ``capture_methods``: how each pose was taken, as the page said it: ``upload``, or one
    of ``photo``, ``manual``, ``auto`` and ``video`` for its own camera. ``repeats``: other
    accounts' selfies with a like face, ``None`` when nobody looked. ``backgrounds``: other people's selfies in the same
    room, ``None`` when nobody looked. ``answers``: of providers, by check.
    """

    order: tuple[str, ...]
    today: date | None = None
    compares_with_document: bool = False
    portrait: FaceFacts | None = None
    account_selfie: FaceFacts | None = None
    account_selfie_of: str | None = None
    birthdate: str | None = None
    capture_methods: dict[str, str] = {}
    repeats: tuple[Repeat, ...] | None = None
    backgrounds: tuple[SharedBackground, ...] | None = None
    answers: dict[str, Answer] = {}
