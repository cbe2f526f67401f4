"""From what a caller says about a webhook to the values of its columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import msgspec
from msgspec import UNSET

from verilink.errors import BadRequest, Unprocessable
from verilink.kit.guard import Guard
from verilink.kit.outbound import check_url
from verilink.webhooks import allowlists, blocklist, payload_filter
from verilink.webhooks.event_names import EVENT_NAMES, EVERYTHING
from verilink.webhooks.model import API_VERSIONS, Details, Webhook

MAX_NAME: Final = 255
MAX_DESCRIPTION: Final = 2_000
MAX_HEADER_VALUE: Final = 2_000
MAX_FILE_TOKEN_SECONDS: Final = 3 * 86_400
INFLECTIONS: Final = ("kebab", "camel", "snake")
CUSTOM_HEADERS: Final = {
    name.lower(): name
    for name in ("Authorization", "Calling-Application", "CF-Access-Client-Id", "CF-Access-Client-Secret", "X-API-Key")
}


def columns(details: Details, guard: Guard, *, current: Webhook | None = None) -> dict[str, Any]:
    """Column values for what ``details`` says, checked; with ``current`` the allowlist is kept in step with the events.

    Custom headers stay in the clear here, under ``custom_headers``, for the action to seal.
    Raises ``BadRequest`` for a malformed value and ``Unprocessable`` for an address that may not be used.
    """
    said = {name: value for name, value in msgspec.structs.asdict(details).items() if value is not UNSET}
    values = {name: _CHECKS[name](value) for name, value in said.items() if name in _CHECKS}
    if "url" in said:
        values["url"] = _url(said["url"], guard)
    if "included_allowlist" in said or ("enabled_events" in said and current is not None):
        events = values.get("enabled_events") or (current.enabled_events if current else [])
        values["included_allowlist"] = allowlists.normalise_included(
            said.get("included_allowlist", current.included_allowlist if current else None), events
        )
    return values


def _url(value: object, guard: Guard) -> str:
    if not isinstance(value, str):
        raise BadRequest("url must be a string")
    try:
        check_url(value, guard)
    except BadRequest as refused:
        raise Unprocessable(refused.details, pointer="/data/attributes/url") from refused
    return value


def _text(name: str, longest: int) -> Callable[[object], str | None]:
    def check(value: object) -> str | None:
        if value is None:
            return None
        if not isinstance(value, str) or len(value) > longest or "\0" in value:
            raise BadRequest(f"{name} must be a string of at most {longest} characters")
        return value

    return check


def _enabled_events(value: object) -> list[str]:
    names = _strings("enabled-events", value)
    if not names:
        raise BadRequest("enabled-events must name at least one event, or be [*]")
    unknown = next((name for name in names if name != EVERYTHING and name not in EVENT_NAMES), None)
    if unknown is not None:
        raise BadRequest(f"{unknown[:60]!r} is not an event that can be subscribed to")
    return [EVERYTHING] if EVERYTHING in names else sorted(set(names))


def _strings(name: str, value: object) -> list[str]:
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise BadRequest(f"{name} must be a list of strings")
    return list(value)


def _one_of(name: str, allowed: Sequence[str]) -> Callable[[object], str]:
    def check(value: object) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise BadRequest(f"{name} must be one of {', '.join(allowed)}")
        return value

    return check


def _blocklist(value: object) -> list[str]:
    entries = _strings("api-attributes-blocklist", value)
    blocklist.parse(entries)
    return [entry.strip() for entry in entries if entry.strip()]


def _seconds(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MAX_FILE_TOKEN_SECONDS:
        raise BadRequest(f"file-access-token-expires-in must be a number of seconds from 1 to {MAX_FILE_TOKEN_SECONDS}")
    return value


def _filter(value: object) -> dict[str, Any] | None:
    return None if value is None or value == {} else payload_filter.normalise(value)


def _headers(value: object) -> dict[str, str] | None:
    if not value:
        return None
    if not isinstance(value, dict):
        raise BadRequest("custom-http-headers must be an object")
    return dict(_header(name, text) for name, text in value.items())


def _header(name: object, text: object) -> tuple[str, str]:
    known = CUSTOM_HEADERS.get(str(name).lower().replace("_", "-"))
    if known is None:
        raise BadRequest(f"custom-http-headers can only have {', '.join(CUSTOM_HEADERS.values())}")
    if (
        not isinstance(text, str)
        or not 1 <= len(text) <= MAX_HEADER_VALUE
        or not (text.isascii() and text.isprintable())
    ):
        raise BadRequest(f"{known} must be printable ASCII of 1 to {MAX_HEADER_VALUE} characters")
    return known, text


_CHECKS: Final[dict[str, Callable[[Any], Any]]] = {
    "name": _text("name", MAX_NAME),
    "description": _text("description", MAX_DESCRIPTION),
    "enabled_events": _enabled_events,
    "api_version": _one_of("api-version", API_VERSIONS),
    "key_inflection": _one_of("api-key-inflection", INFLECTIONS),
    "attributes_blocklist": _blocklist,
    "file_token_seconds": _seconds,
    "payload_filter": _filter,
    "relationship_allowlist": allowlists.normalise_relationships,
    "custom_headers": _headers,
}
