"""JSON answers, encoded by msgspec."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from starlette.responses import Response

_encoder = msgspec.json.Encoder()


class JsonResponse(Response):
    """A JSON body that no cache may keep."""

    def __init__(self, content: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> None:
        kept = {"Cache-Control": "no-cache, no-store, max-age=0, must-revalidate"} | dict(headers or {})
        super().__init__(_encoder.encode(content), status, kept, "application/json; charset=utf-8")
