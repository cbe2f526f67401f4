"""Sessions as JSON:API resources (published wire contract, schema ``inquiry-session``).

Nothing here asks a third party about the network, so what only such a lookup could tell is null.
"""

from __future__ import annotations

from typing import Any, Final

from verilink.kit import jsonapi
from verilink.kit.clock import iso
from verilink.sessions.model import Session

FROM_DEVICE: Final = (
    "os-name",
    "os-full-version",
    "device-type",
    "device-name",
    "browser-name",
    "browser-full-version",
    "mobile-sdk-name",
    "mobile-sdk-full-version",
)
NOT_LOOKED_UP: Final = (
    "is-proxy",
    "is-tor",
    "is-datacenter",
    "is-vpn",
    "threat-level",
    "country-code",
    "country-name",
    "region-code",
    "region-name",
    "latitude",
    "longitude",
    "gps-latitude",
    "gps-longitude",
    "gps-precision",
    "ip-connection-type",
    "ip-isp",
    "network-organization",
)


def resource(session: Session) -> dict[str, Any]:
    """The session in its newest wire form, keys in kebab case."""
    attributes: dict[str, Any] = {
        "status": session.status,
        "created-at": iso(session.created_at),
        "started-at": iso(session.started_at),
        "expired-at": iso(session.expired_at),
        "ip-address": session.ip_address,
        "user-agent": session.user_agent,
        "device-handoff-method": session.handoff_method,
        **{name: session.device.get(name) for name in FROM_DEVICE},
        **dict.fromkeys(NOT_LOOKED_UP),
    }
    relationships = {
        "inquiry": jsonapi.to_one("inquiry", session.inquiry_id),
        "device": jsonapi.to_one("device", None),
        "network": jsonapi.to_one("network", None),
    }
    return jsonapi.resource("inquiry-session", session.id, attributes, relationships)
