"""Many inquiries from a table: the page sends the file's text again and again, each time for the next rows.

So a lost connection costs a portion at most, and repeating one makes nothing twice.
"""

from __future__ import annotations

from typing import Final, Literal

from starlette.responses import Response

from verilink.audit.actions import record
from verilink.dashboard.forms import Form
from verilink.dashboard.render import HEADERS, page
from verilink.dashboard.visit import Visit
from verilink.errors import BadRequest
from verilink.inquiries.bulk import making
from verilink.inquiries.bulk.reading import read
from verilink.kit.responses import JsonResponse
from verilink.templates import queries as templates

PORTION: Final = 25
MAX_BYTES: Final = 400_000
_LINKS: Final[dict[str, Literal["one-time", "unique"]]] = {"one-time": "one-time", "unique": "unique"}


async def import_page(visit: Visit) -> Response:
    """Where the table is chosen."""
    async with visit.reading() as conn:
        every = await templates.list_templates(conn, visit.environment.organization_id)
    usable = [(each.id, each.name) for each in reversed(every) if each.status == "active" and each.live_version_id]
    return page(
        visit,
        "inquiries/import.html",
        title="Inquiries from a table",
        templates=usable,
        most_bytes=MAX_BYTES,
        most_days=making.MAX_DAYS,
    )


async def import_rows(visit: Visit, form: Form) -> Response:
    """The rows from ``from`` on; answers ``{done, of, rows}``, or 422 ``{problem}`` for a table that cannot be read."""
    try:
        order, start = _order(form), _number(form.text("from"))
        rows = read(form.raw("csv").encode())
    except BadRequest as problem:
        return JsonResponse({"problem": problem.details or problem.title}, 422, HEADERS)
    portion = rows[start : start + PORTION]
    made = [await making.make(visit.services, visit.environment, order, row) for row in portion]
    created = [each for each in made if each.outcome == "created"]
    if created:
        async with visit.changing() as conn:
            details = {"inquiries": [each.inquiry_id for each in created]}
            await record(conn, visit.actor, "inquiries.imported", order.template_id, details)
    answer = {
        "done": start + len(portion),
        "of": len(rows),
        "columns": making.COLUMNS,
        "rows": [making.cells(each) for each in made],
    }
    return JsonResponse(answer, 200, HEADERS)


def _order(form: Form) -> making.Order:
    link = _LINKS.get(form.text("link"))
    if link is None or not form.text("template"):
        raise BadRequest("Choose a template and a kind of link.")
    order = making.Order(template_id=form.text("template"), link=link, days=_number(form.text("days")))
    making.check(order)
    return order


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise BadRequest("Enter a whole number of days.")
    return int(text)
