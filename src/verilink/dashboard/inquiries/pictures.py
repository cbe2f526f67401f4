"""Pictures of people and documents: only for roles that may see them, of this environment, each look audited."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from verilink.audit.actions import record
from verilink.dashboard.visit import Visit
from verilink.files import actions, queries

HEADERS: Final = {
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Disposition": "inline",
}


async def picture(visit: Visit) -> Response:
    """The bytes of one picture. Raises ``NotFound`` or ``Gone`` (erased)."""
    async with visit.changing() as conn:
        file = await queries.get(conn, visit.environment.id, visit.param("file"))
        await record(conn, visit.actor, "file.seen", file.inquiry_id, {"file": file.id})
    return Response(await actions.read(visit.services, file), media_type=file.content_type, headers=HEADERS)
