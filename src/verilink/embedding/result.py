"""What the company's page learns when a person has finished."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from verilink.errors import Conflict
from verilink.hosted.answers import json_answer
from verilink.hosted.visits import visiting
from verilink.inquiries import queries


def _shown(field: dict[str, Any]) -> dict[str, Any]:
    """A field for a page: of a file only what it is called and how large it is."""
    if field.get("type") != "file" or not field.get("value"):
        return field
    return field | {"value": {name: part for name, part in field["value"].items() if name != "url"}}


async def result(request: Request) -> Response:
    """``GET /widget/result``: ``{inquiryId, status, fields}`` of a finished inquiry, for the session's own page."""
    async with visiting(request) as (conn, visit):
        inquiry = await queries.get(conn, visit.environment.id, visit.inquiry_id)
    if not inquiry.state.finished:
        raise Conflict("The flow is not finished")
    fields = {key: _shown(field) for key, field in inquiry.fields.items()}
    told = {"inquiryId": inquiry.id, "status": inquiry.flow_status, "fields": fields}
    return json_answer(request, told)
