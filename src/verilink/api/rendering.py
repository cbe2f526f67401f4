"""From a document in the newest form to the bytes one caller gets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from verilink.api import versions
from verilink.api.answering import Reply
from verilink.api.call import Call
from verilink.errors import BadRequest, Unavailable, VerilinkError
from verilink.files.links import resolve
from verilink.kit import inflection, jsonapi
from verilink.kit.inflection import Style
from verilink.webhooks import blocklist

Document = dict[str, Any]
_encoder: Final = msgspec.json.Encoder()
_STYLES: Final[dict[str, Style]] = {"kebab": "kebab", "camel": "camel", "snake": "snake"}
# Types that name files. In all others a text that looks like a file's symbolic name is just that text.
_WITH_FILES: Final = ("verification", "document", "event")


@dataclass(frozen=True, slots=True)
class Rendering:
    """How to answer one caller."""

    style: Style
    call: Call

    @classmethod
    def of_call(cls, call: Call, header: str | None) -> Rendering:
        """The key's own inflection, overridden by the header. Raises ``BadRequest`` for an unknown one."""
        wanted = call.caller.key_inflection if header is None else header
        if wanted not in _STYLES:
            raise BadRequest("Key-Inflection must be kebab, camel or snake")
        return cls(_STYLES[wanted], call)

    def encode(self, document: Document) -> bytes:
        """The body: older version if asked, fieldsets, blocklist, file links, inflection."""
        call = self.call
        shaped = document
        if versions.is_older(call.version):
            shaped = _each(shaped, lambda resource: versions.downgrade(resource, call.version))
        if call.caller.attributes_blocklist:
            shaped = _blocked(shaped, blocklist.parse(call.caller.attributes_blocklist))
        if call.fieldsets.by_type:
            shaped = _each(shaped, call.fieldsets.apply)
        shaped = _each(shaped, self._linked)
        return _encoder.encode(inflection.outgoing(shaped, self.style))

    def _linked(self, resource: Document) -> Document:
        if not resource["type"].startswith(_WITH_FILES):
            return resource
        services, call = self.call.services, self.call
        linked: Document = resolve(
            resource,
            base_url=services.settings.public_url,
            key=services.keys.file_tokens,
            environment_id=call.environment_id,
            seconds=call.caller.file_token_seconds,
        )
        return linked


def failure(error: Exception) -> Reply:
    """The reply to a failure; what is not a ``VerilinkError`` says nothing of itself."""
    if isinstance(error, VerilinkError):
        return Reply(error.status, _encoder.encode(jsonapi.error_body(error)))
    return Reply(500, _encoder.encode(jsonapi.error_body(Unavailable())))


def _blocked(document: Document, rules: tuple[blocklist.Rule, ...]) -> Document:
    """Without what the key must not see; the payload of an event is a document of its own."""
    return _each(blocklist.apply(document, rules), lambda resource: _blocked_payload(resource, rules))


def _blocked_payload(resource: Document, rules: tuple[blocklist.Rule, ...]) -> Document:
    payload = resource["attributes"].get("payload") if resource["type"] == "event" else None
    if not isinstance(payload, dict):
        return resource
    return resource | {"attributes": resource["attributes"] | {"payload": blocklist.apply(payload, rules)}}


def _each(document: Document, change: Callable[[Document], Document]) -> Document:
    """``document`` with every resource object changed; lists of anything else are left alone."""
    changed = dict(document)
    for place in ("data", "included"):
        held = document.get(place)
        if isinstance(held, list):
            changed[place] = [change(item) for item in held]
        elif isinstance(held, dict):
            changed[place] = change(held)
    return changed
