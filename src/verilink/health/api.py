"""Two addresses for load balancers and monitors; they need no key and tell nothing of people."""

from __future__ import annotations

import asyncpg
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from verilink.errors import Unavailable
from verilink.health import queries
from verilink.health.checks import QUICK, examine
from verilink.health.model import Finding, running
from verilink.kit.responses import JsonResponse
from verilink.services import services_of


async def alive(request: Request) -> Response:
    """Whether a link opened now would work: the database answers and the installation was made."""
    try:
        async with services_of(request).pool.acquire(timeout=2) as conn:
            made = await queries.is_made(conn)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise Unavailable("The database does not answer") from error
    if not made:
        raise Unavailable("The installation has not been made yet")
    return JsonResponse({"status": "ok"})


async def ready(request: Request) -> Response:
    """Every quick check; 503 when one failed."""
    findings = await examine(running(services_of(request)), QUICK)
    failed = any(finding.status == "failed" for finding in findings)
    body = {"status": "failed" if failed else "ok", "parts": [_shown(finding) for finding in findings]}
    return JsonResponse(body, 503 if failed else 200)


def _shown(finding: Finding) -> dict[str, object]:
    """Part and status only: details are for operators, not for whoever can reach the port."""
    return {"part": finding.part, "status": finding.status}


def routes() -> list[Route]:
    """Both routes."""
    return [Route("/healthz", alive, methods=["GET"]), Route("/readyz", ready, methods=["GET"])]
