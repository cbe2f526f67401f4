"""Sightings and known images as stored."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final, Literal

import msgspec

Kind = Literal["government-id", "selfie"]
KEPT_DAYS: Final = 90
"""How long backgrounds are kept."""


class Sighting(msgspec.Struct, frozen=True, kw_only=True):
    """One judged attempt. Digests and face are ``None`` where nothing was read, and after redaction.

    ``face``: the embedding, sealed for this environment; ``face_model``: the network it is of. ``background``: what is
    behind the person, sealed as well, for ninety days; read only where backgrounds are compared.
    """

    environment_id: str
    verification_id: str
    inquiry_id: str
    kind: Kind
    passed: bool
    seen_on: date
    number_digest: bytes | None = None
    person_digest: bytes | None = None
    face: bytes | None = None
    face_model: str | None = None
    background: bytes | None = None


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A sighting with the account its inquiry belongs to now."""

    sighting: Sighting
    account_id: str | None


class KnownImage(msgspec.Struct, frozen=True, kw_only=True):
    """One image that the operator knows to be public. ``hash``: 16 hex digits (``evidence.images.hashing``)."""

    organization_id: str
    id: str
    hash: str
    label: str
    created_at: datetime
