"""What the company's page learns when a person has finished."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from verilink.errors import Conflict
from verilink.hosted.answers import json_answer
from verilink.hosted.visits import visiting
from verilink.inquiries import queries


async def result(request: Request) -> Response:
    """``GET /widget/result``: ``{inquiryId, status, fields}`` of a finished inquiry, for the session's own page."""
    async with visiting(request) as (conn, visit):
        inquiry = await queries.get(conn, visit.environment.id, visit.inquiry_id)
    if not inquiry.state.finished:
        raise Conflict("The flow is not finished")
    told = {"inquiryId": inquiry.id, "status": inquiry.status, "fields": inquiry.fields}
    return json_answer(request, told)
