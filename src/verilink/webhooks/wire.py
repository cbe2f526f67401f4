"""Webhooks as JSON:API resources (published wire contract, schemas ``webhook`` and ``webhook-with-secret``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from verilink.kit.clock import iso
from verilink.webhooks.model import INCLUDE_NONE, Secret, Webhook


def resource(webhook: Webhook, secrets: Sequence[Secret] | None = None) -> dict[str, Any]:
    """The webhook; with ``secrets`` (the newest first) in the form that shows them."""
    attributes: dict[str, Any] = {
        "status": webhook.status.value,
        "url": webhook.url,
        "name": webhook.name,
        "description": webhook.description,
    }
    if secrets:
        attributes["secret"] = secrets[0].value
        attributes["secrets"] = [{"value": one.value, "expires-at": iso(one.expires_at)} for one in secrets]
    attributes |= {
        "api-version": webhook.api_version,
        "api-key-inflection": webhook.key_inflection,
        "api-attributes-blocklist": webhook.attributes_blocklist,
        "file-access-token-expires-in": webhook.file_token_seconds,
        "enabled-events": webhook.enabled_events,
        "payload-filter": webhook.payload_filter,
        "included-allowlist": webhook.included_allowlist or INCLUDE_NONE,
        "relationship-allowlist": webhook.relationship_allowlist,
        "created-at": iso(webhook.created_at),
    }
    return {"type": "webhook", "id": webhook.id, "attributes": attributes}
