"""Verifications, documents and selfies as stored."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import msgspec

from verilink.sightings.model import Sighting

Status = Literal["initiated", "confirmed", "submitted", "passed", "failed", "requires_retry", "canceled", "skipped"]
Family = Literal["document", "selfie"]
EvidenceStatus = Literal["initiated", "submitted", "processed", "errored"]


class Verification(msgspec.Struct, frozen=True, kw_only=True):
    """One row of ``verification``. ``inputs``: the frozen attempt. ``evidence_id``: its document or selfie.

    ``judgement``: what the verdict rests on beside the facts (``judging.record.Judgement``).
    """

    environment_id: str
    id: str
    inquiry_id: str
    type: str
    name: str
    attempt: int
    status: Status
    template_version_id: str
    verification_template_id: str
    verification_template_version_id: str
    evidence_id: str | None
    country_code: str | None
    capture_method: str | None
    simulated: bool
    inputs: dict[str, Any]
    facts: dict[str, Any] | None
    extraction: dict[str, Any]
    checks: list[dict[str, Any]]
    scores: dict[str, Any]
    tags: list[str]
    created_at: datetime
    submitted_at: datetime | None
    completed_at: datetime | None
    redacted_at: datetime | None
    judgement: dict[str, Any] | None = None


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """A document or a selfie: the pictures of one attempt. ``attributes``: what was read, for documents."""

    environment_id: str
    id: str
    inquiry_id: str
    family: Family
    kind: str
    status: EvidenceStatus
    name: str
    attempt: int
    created_at: datetime
    submitted_at: datetime | None = None
    processed_at: datetime | None = None
    redacted_at: datetime | None = None
    attributes: dict[str, Any] = {}

    @property
    def wire_type(self) -> str:
        """Its JSON:API type, such as ``document/government-id``."""
        return f"{self.family}/{self.kind}"


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A JPEG that analysis made and stored: a file of its own, or in place of what was uploaded (``replaces``)."""

    file_id: str
    page: str
    replaces: bool
    object_key: str
    wrapped_key: bytes
    byte_size: int
    sha256: bytes


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """The verdict on one verification, ready to be written.

    ``checks``: in wire form. ``extraction``: kebab-case attribute -> value. ``errored``: the pictures could not be
    analysed at all (the evidence object ends as ``errored``). ``pictures``: stored already, referred to from now on.
    ``judgement``: what the verdict was drawn from beside the facts. ``sighting``: what it leaves behind for others to
    be held against.
    """

    passed: bool
    checks: list[dict[str, Any]]
    reasons: tuple[str, ...] = ()
    facts: dict[str, Any] | None = None
    extraction: dict[str, Any] = {}
    scores: dict[str, Any] = {}
    country_code: str | None = None
    errored: bool = False
    pictures: tuple[Picture, ...] = ()
    judgement: dict[str, Any] | None = None
    sighting: Sighting | None = None
