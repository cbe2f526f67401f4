"""One file of a theme as it is kept."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

Kind = Literal["logo", "font"]


class Asset(msgspec.Struct, frozen=True, kw_only=True):
    """One file; ``id`` is ``thast_…``. ``sha256``: of its bytes as they are served."""

    id: str
    kind: Kind
    name: str
    content_type: str
    byte_size: int
    sha256: bytes
    object_key: str
    wrapped_key: bytes
    created_at: datetime
