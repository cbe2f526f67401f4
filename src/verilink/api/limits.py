"""``GET /rate-limits``: what is left of the environment's requests."""

from __future__ import annotations

from typing import Any

from verilink.api.call import Answer, Call
from verilink.api.router import Router
from verilink.database import Connection


async def listing(call: Call, _conn: Connection) -> Answer:
    """``GET /rate-limits``: this request counted."""
    verdict = call.verdict
    attributes: dict[str, Any] = {
        "limit": verdict.limit,
        "remaining": verdict.remaining,
        "seconds-to-reset": verdict.reset_seconds,
    }
    return Answer(document={"data": [{"type": "rate-limit/api", "attributes": attributes}]})


def register(router: Router) -> None:
    """Serve this operation."""
    router.add("GET", "/rate-limits", listing, permission=None, mode="read")
