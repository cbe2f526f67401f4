"""API keys as JSON:API resources (published wire contract, schemas ``api-key`` and ``api-key-with-value``)."""

from __future__ import annotations

from typing import Any

from verilink.access.model import ApiKey
from verilink.kit.clock import iso


def resource(key: ApiKey, value: str | None = None) -> dict[str, Any]:
    """The key; ``value`` is shown once, when it is made."""
    attributes: dict[str, Any] = {
        "name": key.name,
        "note": key.note,
        "api-version": key.api_version,
        "api-key-inflection": key.key_inflection,
        "api-attributes-blocklist": list(key.attributes_blocklist),
        "permissions": list(key.permissions),
        "ip-address-allowlist": list(key.ip_allowlist),
        "file-access-token-expires-in": key.file_token_seconds,
        "last-used-at": iso(key.last_used_at),
        "expires-at": iso(key.expires_at),
        "created-at": iso(key.created_at),
    }
    if value is not None:
        attributes["value"] = value
    return {"type": "api-key", "id": key.id, "attributes": attributes}
