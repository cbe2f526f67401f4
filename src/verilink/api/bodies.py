"""JSON bodies from outside: bounded in size, checked, keys in kebab case."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from starlette.requests import Request

from verilink.errors import BadRequest, PayloadTooLarge, UnsupportedMedia
from verilink.kit import inflection

MAX_BYTES: Final = 20_000_000
# Keys below these are the caller's own words, not ours to inflect.
VERBATIM: Final = frozenset({"payload-filter"})
_decoder = msgspec.json.Decoder()


async def read_json(request: Request) -> dict[str, Any]:
    """The body as an object with kebab-case keys, ``{}`` when empty.

    Raises ``PayloadTooLarge``, ``UnsupportedMedia`` and ``BadRequest``.
    """
    if request.method in {"GET", "HEAD"}:
        return {}
    if int(request.headers.get("content-length") or 0) > MAX_BYTES:
        raise PayloadTooLarge(f"The body may have at most {MAX_BYTES} bytes")
    raw = await _bounded(request)
    if not raw.strip():
        return {}
    kind = request.headers.get("content-type", "application/json").partition(";")[0].strip().lower()
    if kind not in {"application/json", "application/vnd.api+json"}:
        raise UnsupportedMedia("Send application/json")
    try:
        body = _decoder.decode(raw)
    except (msgspec.DecodeError, RecursionError) as error:
        raise BadRequest(f"The body is not JSON: {error}") from None
    if not isinstance(body, dict):
        raise BadRequest("The body must be a JSON object")
    kebab: dict[str, Any] = inflection.incoming(body, verbatim=VERBATIM)
    return kebab


async def _bounded(request: Request) -> bytes:
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > MAX_BYTES:
            raise PayloadTooLarge(f"The body may have at most {MAX_BYTES} bytes")
        chunks.append(chunk)
    body = b"".join(chunks)
    request._body = body  # what Request.body() keeps; the stream can be read once only
    return body
