"""What a check may know beside the facts: the person's choices, the company's limits, what was seen before."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from verilink.evidence.facts import FaceFacts


class GovernmentIdCase(msgspec.Struct, frozen=True, kw_only=True):
    """Around one attempt with a government ID.

    ``today``: the date it was submitted on, so that a verdict can be recomputed later. ``pages_required``: as asked
    for. ``countries``: allowed, ``None`` means all. ``initial_fields``: what the company prefilled, field -> plain
    value; ``account_fields``: the same of the account. ``previous``: extractions of earlier attempts whose MRZ or
    barcode held. ``selfie``: the centre face of a passed selfie of this inquiry. ``known_images``: perceptual hashes
    the operator has listed as compromised.
    """

    today: date
    pages_required: tuple[str, ...] = ("front",)
    selected_country: str | None = None
    selected_id_classes: tuple[str, ...] = ()
    id_classes: tuple[str, ...] = ()
    countries: tuple[str, ...] | None = None
    initial_fields: dict[str, Any] = {}
    account_fields: dict[str, Any] = {}
    previous: tuple[dict[str, str], ...] = ()
    selfie: FaceFacts | None = None
    known_images: tuple[str, ...] = ()


class SelfieCase(msgspec.Struct, frozen=True, kw_only=True):
    """Around one attempt with a selfie.

    ``order``: the poses as the server asked for them. ``compares_with_document``: whether the template holds it
    against a document; ``portrait``: that document's portrait, when one was found. ``account_selfie``: the face kept
    with the account.
    """

    order: tuple[str, ...]
    compares_with_document: bool = False
    portrait: FaceFacts | None = None
    account_selfie: FaceFacts | None = None
