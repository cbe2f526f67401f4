"""``GET /healthz``: 200 once links work. ``GET /readyz``: what is not ready, part by part."""

from __future__ import annotations

import asyncpg
import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from verilink.errors import Unavailable
from verilink.health.checks import QUICK, examine
from verilink.kit.responses import JsonResponse
from verilink.services import services_of


async def alive(request: Request) -> Response:
    """Whether a link opened now would work: the database answers and the installation was made."""
    try:
        made = await services_of(request).pool.fetchval("SELECT EXISTS (SELECT 1 FROM environment)", timeout=2)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise Unavailable("The database does not answer") from error
    if not made:
        raise Unavailable("The installation has not been made yet")
    return JsonResponse({"status": "ok"})


async def ready(request: Request) -> Response:
    """Every quick check; 503 when one failed."""
    services = services_of(request)
    findings = await examine(services, services.settings.database_url or "", QUICK)
    failed = [finding for finding in findings if finding.status == "failed"]
    body = {"status": "failed" if failed else "ok", "parts": [_shown(finding) for finding in findings]}
    return JsonResponse(body, 503 if failed else 200)


def _shown(finding: object) -> dict[str, object]:
    """Part and status only: details are for operators, not for whoever can reach the port."""
    plain = msgspec.to_builtins(finding)
    return {"part": plain["part"], "status": plain["status"]}


def routes() -> list[Route]:
    """Both routes."""
    return [Route("/healthz", alive, methods=["GET"]), Route("/readyz", ready, methods=["GET"])]
