"""A stored file as a row; the bytes live in the object store."""

from __future__ import annotations

from datetime import datetime

import msgspec


class File(msgspec.Struct, frozen=True, kw_only=True):
    """One row of ``file``. ``wrapped_key`` is ``None`` once erased.

    ``frame_of``: the file that this is a further picture of; such a one has no owner, and goes where that goes.
    """

    environment_id: str
    id: str
    inquiry_id: str
    owner_id: str | None
    page: str
    upload_key: str | None
    filename: str
    content_type: str
    byte_size: int
    sha256: bytes
    capture_method: str | None
    object_key: str
    wrapped_key: bytes | None
    created_at: datetime
    erased_at: datetime | None
    frame_of: str | None = None


class NewFile(msgspec.Struct, frozen=True, kw_only=True):
    """What is about to be stored. ``upload_key``: the sender's own name for this upload; a repeat stores nothing."""

    inquiry_id: str
    page: str
    data: bytes
    filename: str
    content_type: str
    upload_key: str | None = None
    capture_method: str | None = None
    owner_id: str | None = None
    frame_of: str | None = None


class WrappedKey(msgspec.Struct, frozen=True):
    """The wrapped key of one file."""

    environment_id: str
    id: str
    wrapped_key: bytes


class Upload(msgspec.Struct, frozen=True, kw_only=True):
    """A file that arrives in pieces. ``key``: the sender's own name for it in the session; ``length``: in bytes."""

    environment_id: str
    session_id: str
    inquiry_id: str
    key: str
    length: int = 0


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """One row of ``upload_piece``. ``start``: where it belongs, in bytes."""

    start: int
    object_id: str
    object_key: str
    wrapped_key: bytes
