"""Who calls, from where, how often, and whether they may."""

from __future__ import annotations

import ipaddress
from typing import Final

from starlette.requests import Request

from verilink.access.api_keys import authenticate
from verilink.access.model import Caller
from verilink.errors import Forbidden, InvalidToken, NotAuthenticated, RateLimited
from verilink.kit import clock
from verilink.kit.ratelimit import FixedWindow, Verdict
from verilink.services import Services

MINUTE: Final = 60


class Admission:
    """Windows of this process. Limits are per environment; each web process counts for itself."""

    def __init__(self) -> None:
        self._windows: dict[tuple[str, int], FixedWindow] = {}

    def _hit(self, kind: str, limit: int, environment_id: str) -> Verdict:
        window = self._windows.setdefault((kind, limit), FixedWindow(limit, MINUTE))
        return window.hit(environment_id, clock.now())

    async def admit(self, services: Services, request: Request, permission: str) -> tuple[Caller, Verdict]:
        """The caller of a request.

        Raises ``NotAuthenticated``, ``InvalidToken``, ``Forbidden`` (address or permission) and ``RateLimited``.
        """
        caller = await authenticate(services, bearer(request))
        if not _from_allowed_address(caller, request):
            raise Forbidden("IP address is not permitted access to current environment")
        verdict = self._hit("api", services.settings.api_rate_limit_per_minute, caller.environment.id)
        if not verdict.allowed:
            raise RateLimited("Too many requests in this environment", retry_after=verdict.reset_seconds)
        if permission and permission not in caller.permissions:
            raise Forbidden(f"The API key lacks the permission {permission}")
        return caller, verdict

    def count_creation(self, services: Services, caller: Caller, product: str) -> Verdict:
        """Count one creation of ``product`` against its quota. Raises ``RateLimited``."""
        verdict = self._hit(product, services.settings.create_quota_per_minute, caller.environment.id)
        if not verdict.allowed:
            raise RateLimited(f"Too many new {product} objects", retry_after=verdict.reset_seconds)
        return verdict


def bearer(request: Request) -> str:
    """The token of the ``Authorization`` header. Raises ``NotAuthenticated`` and ``InvalidToken``."""
    header = request.headers.get("authorization", "")
    if not header:
        raise NotAuthenticated
    scheme, _, value = header.partition(" ")
    if scheme.lower() != "bearer" or not value.strip():
        raise InvalidToken
    return value.strip()


def _from_allowed_address(caller: Caller, request: Request) -> bool:
    if "*" in caller.ip_allowlist:
        return True
    try:
        address = ipaddress.ip_address(request.client.host if request.client else "")
        return any(address in ipaddress.ip_network(entry, strict=False) for entry in caller.ip_allowlist)
    except ValueError:
        return False
