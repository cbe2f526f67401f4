"""Real screens of the flow in the editor's frame, in the look that is being edited."""

from __future__ import annotations

from typing import Final

from starlette.responses import HTMLResponse, Response

from verilink.dashboard.render import HEADERS
from verilink.dashboard.themes import editing
from verilink.dashboard.visit import Visit
from verilink.hosted.samples import SAMPLES, sample_page
from verilink.hosted.themes import sheet_of
from verilink.kit.csp import Policy
from verilink.kit.i18n import available
from verilink.themes import queries

# A picture of a page: it runs nothing, and only the editor may frame it.
_FRAMED: Final = HEADERS | {"Content-Security-Policy": Policy(script=(), frame_ancestors=("'self'",)).header()}


async def preview(visit: Visit) -> Response:
    """One screen, with the theme as it is kept until the editor changes its style sheet. Raises ``NotFound``."""
    async with visit.reading() as conn:
        theme = await queries.get(conn, visit.environment.organization_id, visit.param("theme"))
    asked, code, variant = visit.given("screen"), visit.given("language"), visit.given("variant")
    body = sample_page(
        asked if asked in SAMPLES else "consent",
        locale=code if code in available() else "en-US",
        organization=visit.environment.organization_name,
        variant=variant if variant in editing.VARIANTS else None,
        sheet=f"/flow/theme/{visit.environment.organization_id}/{theme.id}.css",
    )
    return HTMLResponse(body, headers=_FRAMED)


async def draft_sheet(visit: Visit) -> Response:
    """The style sheet of what the query says; what does not fit is left out."""
    styles = editing.read(visit.query).styles
    organization_id = visit.environment.organization_id
    return Response(sheet_of(organization_id, styles), media_type="text/css; charset=utf-8", headers=HEADERS)
