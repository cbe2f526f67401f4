"""From a document in the newest form to the bytes one caller gets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec
from starlette.requests import Request

from verilink.api import versions
from verilink.api.call import Call
from verilink.errors import BadRequest, VerilinkError
from verilink.files.links import resolve
from verilink.kit import inflection, jsonapi
from verilink.kit.inflection import Style
from verilink.webhooks import blocklist

_encoder = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True)
class Rendering:
    """How to answer one caller; without a ``call``, only errors can be answered."""

    style: Style
    call: Call | None = None

    @classmethod
    def of_headers(cls, request: Request) -> Rendering:
        """What can be known before the caller is."""
        wanted = request.headers.get("key-inflection", "kebab")
        return cls(wanted if wanted in ("kebab", "camel", "snake") else "kebab")  # type: ignore[arg-type]

    @classmethod
    def of_call(cls, call: Call, request: Request) -> Rendering:
        """The caller's own defaults, overridden by headers. Raises ``BadRequest`` for an unknown inflection."""
        wanted = request.headers.get("key-inflection", call.caller.key_inflection)
        if wanted not in ("kebab", "camel", "snake"):
            raise BadRequest("Key-Inflection must be kebab, camel or snake")
        return cls(wanted, call)  # type: ignore[arg-type]

    def encode(self, document: dict[str, Any]) -> bytes:
        """The body: older version if asked, fieldsets, blocklist, file links, inflection."""
        assert self.call is not None
        shaped = _each(document, self._shape)
        if self.call.caller.attributes_blocklist:
            shaped = blocklist.apply(shaped, blocklist.parse(self.call.caller.attributes_blocklist))
        services = self.call.services
        linked = resolve(
            shaped,
            base_url=services.settings.public_url,
            key=services.keys.file_tokens,
            environment_id=self.call.environment_id,
            seconds=self.call.caller.file_token_seconds,
        )
        return _encoder.encode(linked if self.style == "kebab" else inflection.outgoing(linked, self.style))

    def _shape(self, resource: dict[str, Any]) -> dict[str, Any]:
        assert self.call is not None
        return self.call.fieldsets.apply(versions.downgrade(resource, self.call.version))

    def encode_error(self, error: VerilinkError) -> bytes:
        """An error body; its keys are the same in every inflection."""
        return _encoder.encode(jsonapi.error_body(error))


def _each(document: dict[str, Any], change: Any) -> dict[str, Any]:
    data = document.get("data")
    shaped = dict(document)
    if isinstance(data, list):
        shaped["data"] = [change(item) for item in data]
    elif isinstance(data, dict):
        shaped["data"] = change(data)
    if "included" in document:
        shaped["included"] = [change(item) for item in document["included"]]
    return shaped
