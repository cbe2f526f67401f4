"""The exact body that a webhook receives for an event: a function of both, the time and the file keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from verilink.events import wire as event_wire
from verilink.events.model import Event
from verilink.files import links
from verilink.kit import inflection
from verilink.services import Services
from verilink.webhooks import blocklist, payload_filter
from verilink.webhooks.model import INCLUDE_NONE, Webhook

# From this version on, what this server sends has had one form.
SAME_SINCE: Final = "2025-10-27"
_encoder: Final = msgspec.json.Encoder()


def build(
    webhook: Webhook, event: Event, services: Services, *, included: Sequence[dict[str, Any]] = ()
) -> bytes | None:
    """The JSON to send, or ``None`` when the event does not pass the webhook's filter.

    ``included``: the related objects the webhook asked for (``webhooks.related``), in canonical form.
    """
    payload = {"data": event.payload["data"], "included": list(included)}
    if webhook.payload_filter is not None and not payload_filter.matches(webhook.payload_filter, payload):
        return None
    if webhook.relationship_allowlist == INCLUDE_NONE:
        payload = {"data": _bare(payload["data"]), "included": [_bare(one) for one in payload["included"]]}
    payload = blocklist.apply(_in_version(payload, webhook.api_version), blocklist.parse(webhook.attributes_blocklist))
    document = event_wire.resource(event)
    document = {"data": {**document, "attributes": {**document["attributes"], "payload": payload}}}
    resolved = links.resolve(
        document,
        base_url=services.settings.public_url,
        key=services.keys.file_tokens,
        environment_id=webhook.environment_id,
        seconds=webhook.file_token_seconds,
    )
    return _encoder.encode(inflection.outgoing(resolved, webhook.key_inflection))


def _in_version(payload: dict[str, Any], version: str) -> dict[str, Any]:
    if version >= SAME_SINCE:
        return payload
    from verilink.api.versions import downgrade  # here, because the API's package imports this one's

    return {
        "data": downgrade(payload["data"], version),
        "included": [downgrade(one, version) for one in payload["included"]],
    }


def _bare(resource: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in resource.items() if key != "relationships"}
