"""JSON bodies from outside: bounded in size, checked, keys in kebab case."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from verilink.api.arrival import Arrival
from verilink.errors import BadRequest, UnsupportedMedia
from verilink.kit import inflection

# Keys below these are the organization's or the caller's own words; whoever reads them inflects what is to be.
VERBATIM: Final = frozenset({"payload-filter", "fields"})
KINDS: Final = frozenset({"application/json", "application/vnd.api+json"})
_decoder: Final = msgspec.json.Decoder()


async def read_json(arrival: Arrival) -> dict[str, Any]:
    """The body as an object with kebab-case keys, ``{}`` when empty.

    Raises ``PayloadTooLarge``, ``UnsupportedMedia`` and ``BadRequest``.
    """
    if arrival.method in {"GET", "HEAD"}:
        return {}
    raw = await arrival.read_body()
    if not raw.strip():
        return {}
    kind = arrival.header(b"content-type") or "application/json"
    if kind != "application/json" and kind.partition(";")[0].strip().lower() not in KINDS:
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
