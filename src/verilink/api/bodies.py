"""JSON bodies from outside: bounded in size, checked, keys in kebab case."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from starlette.requests import Request

from verilink.errors import BadRequest, PayloadTooLarge, UnsupportedMedia
from verilink.kit import inflection

MAX_BYTES: Final = 2_000_000
# Keys below these are the organization's or the caller's own words; whoever reads them inflects what is to be.
VERBATIM: Final = frozenset({"payload-filter", "fields"})
_decoder = msgspec.json.Decoder()


async def read_json(request: Request) -> dict[str, Any]:
    """The body as an object with kebab-case keys, ``{}`` when empty.

    Raises ``PayloadTooLarge``, ``UnsupportedMedia`` and ``BadRequest``.
    """
    if request.method in {"GET", "HEAD"}:
        return {}
    raw = await _bounded(request)
    if not raw.strip():
        return {}
    kind = request.headers.get("content-type", "application/json").partition(";")[0].strip().lower()
    if kind not in {"application/json", "application/vnd.api+json"}:
        raise UnsupportedMedia("Send application/json")
    try:
        body = _decoder.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadRequest(f"The body is not JSON: {error}") from None
    if not isinstance(body, dict):
        raise BadRequest("The body must be a JSON object")
    # Counting brackets first is cheap: fewer than the limit cannot be nested beyond it.
    if raw.count(b"[") + raw.count(b"{") > inflection.MAX_DEPTH and _is_deeper_than(body, inflection.MAX_DEPTH):
        raise BadRequest(f"The body is nested deeper than {inflection.MAX_DEPTH} levels")
    kebab: dict[str, Any] = inflection.incoming(body, verbatim=VERBATIM)
    return kebab


def _is_deeper_than(value: Any, levels: int) -> bool:
    if isinstance(value, dict):
        return levels < 0 or any(_is_deeper_than(inner, levels - 1) for inner in value.values())
    if isinstance(value, list):
        return levels < 0 or any(_is_deeper_than(inner, levels - 1) for inner in value)
    return False


async def _bounded(request: Request) -> bytes:
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and len(announced) < 20 and int(announced) > MAX_BYTES:
        raise PayloadTooLarge(f"The body may have at most {MAX_BYTES} bytes")
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > MAX_BYTES:
            raise PayloadTooLarge(f"The body may have at most {MAX_BYTES} bytes")
        chunks.append(chunk)
    body = b"".join(chunks)
    request._body = body  # what Request.body() keeps; the stream can be read once only
    return body
