"""Proofs and codes as stored."""

from __future__ import annotations

from datetime import datetime

import msgspec


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """One row of ``contact_proof``; the code itself is known only to whoever reads the mail."""

    environment_id: str
    id: str
    inquiry_id: str
    code_digest: bytes
    created_at: datetime
    expires_at: datetime
    attempts: int = 0
    used_at: datetime | None = None


class Code(msgspec.Struct, frozen=True, kw_only=True):
    """One row of ``confirmation_code``. ``message_id``: the mail or text message that carried it."""

    environment_id: str
    id: str
    inquiry_id: str
    verification_id: str
    message_id: str
    code_digest: bytes
    created_at: datetime
    expires_at: datetime
