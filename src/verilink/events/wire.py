"""Events as JSON:API resources (published wire contract, schema ``event``)."""

from __future__ import annotations

from typing import Any

from verilink.events.model import Event
from verilink.kit.clock import iso


def resource(event: Event) -> dict[str, Any]:
    """The event with its payload's ``data``; what webhooks add lives in ``webhooks.payload``."""
    attributes: dict[str, Any] = {
        "name": event.name,
        "payload": event.payload,
        "created-at": iso(event.created_at),
    }
    if event.context:
        attributes["context"] = event.context
    return {"type": "event", "id": event.id, "attributes": attributes}
