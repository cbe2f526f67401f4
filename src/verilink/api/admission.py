"""Who calls, from where, how often, and whether they may."""

from __future__ import annotations

import ipaddress
from typing import Final

from verilink.access.api_keys import authenticate
from verilink.access.model import Caller
from verilink.api.arrival import Arrival
from verilink.errors import Forbidden, InvalidToken, NotAuthenticated
from verilink.kit import clock
from verilink.kit.ratelimit import FixedWindow, Verdict
from verilink.services import Services

MINUTE: Final = 60


class Admission:
    """Windows of this process. Limits are per environment; each web process counts for itself."""

    def __init__(self) -> None:
        self._windows: dict[tuple[str, int], FixedWindow] = {}

    def _hit(self, kind: str, limit: int, environment_id: str) -> Verdict:
        window = self._windows.get((kind, limit))
        if window is None:
            window = self._windows[kind, limit] = FixedWindow(limit, MINUTE)
        return window.hit(environment_id, clock.now())

    def count_request(self, services: Services, caller: Caller) -> Verdict:
        """Count one request of the caller's environment."""
        return self._hit("api", services.settings.api_rate_limit_per_minute, caller.environment.id)

    def count_creation(self, services: Services, caller: Caller, product: str) -> Verdict:
        """Count one creation of ``product`` against its quota."""
        return self._hit(product, services.settings.create_quota_per_minute, caller.environment.id)


async def identify(arrival: Arrival) -> Caller:
    """The holder of the request's key. Raises ``NotAuthenticated`` and ``InvalidToken``."""
    return await authenticate(arrival.services, bearer(arrival.header(b"authorization")))


def check_address(caller: Caller, address: str) -> None:
    """Raises ``Forbidden`` when the key may not be used from ``address``."""
    if "*" not in caller.ip_allowlist and not _is_allowed(caller, address):
        raise Forbidden("IP address is not permitted access to current environment")


def check_permission(caller: Caller, permission: str | None) -> None:
    """Raises ``Forbidden`` when the key lacks ``permission``."""
    if permission is not None and permission not in caller.permissions:
        raise Forbidden(f"The API key lacks the permission {permission}")


def bearer(header: str | None) -> str:
    """The token of an ``Authorization`` header. Raises ``NotAuthenticated`` and ``InvalidToken``."""
    if not header:
        raise NotAuthenticated
    scheme, _, value = header.partition(" ")
    if scheme.lower() != "bearer" or not value.strip():
        raise InvalidToken
    return value.strip()


def _is_allowed(caller: Caller, address: str) -> bool:
    try:
        known = ipaddress.ip_address(address)
        return any(known in ipaddress.ip_network(entry, strict=False) for entry in caller.ip_allowlist)
    except ValueError:
        return False
