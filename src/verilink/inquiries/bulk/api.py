"""``POST /inquiries/import``: many inquiries from a table, by program; an operation beside the contract's."""

from __future__ import annotations

from typing import Any, Final

from verilink.api import values as c
from verilink.api.call import Answer, Call
from verilink.database import Connection
from verilink.errors import BadRequest
from verilink.inquiries.bulk import making
from verilink.inquiries.bulk.reading import read
from verilink.kit import jsonapi

PORTION: Final = 25
PATH: Final = "/inquiries/import"
_KNOWN: Final = frozenset({"inquiry-template-id", "csv", "link", "days", "from-row"})


async def import_rows(call: Call, conn: Connection) -> Answer:
    """Make the next rows' inquiries; ``meta`` says how far it is. A row that cannot be made undoes no other.

    The same table may be sent again at any time, from any row: nothing is made twice.
    """
    attributes = call.attributes()
    c.refuse_unknown(attributes, _KNOWN)
    order, start = _order(attributes), c.number(attributes, "from-row", "data.attributes") or 0
    rows = read(c.required_text(attributes, "csv").encode())
    if not 0 <= start <= len(rows):
        raise BadRequest("data.attributes.from-row is beyond the table")
    portion = rows[start : start + PORTION]
    made = [await making.make(call.services, call.environment, order, row, conn) for row in portion]
    done = start + len(portion)
    meta = {"rows-total": len(rows), "rows-done": done, "next-row": done if done < len(rows) else None}
    return Answer(document={"data": [_row(each) for each in made], "meta": meta})


def _order(attributes: dict[str, Any]) -> making.Order:
    link = attributes.get("link", "one-time")
    if link not in ("one-time", "unique"):
        raise BadRequest("data.attributes.link must be one-time or unique")
    days = c.number(attributes, "days", "data.attributes")
    template_id = c.required_text(attributes, "inquiry-template-id")
    order = making.Order(template_id=template_id, link=link, days=14 if days is None else days, creator="API")
    making.check(order)
    return order


def _row(made: making.Made) -> dict[str, Any]:
    attributes = {
        "reference-id": made.reference_id,
        "outcome": made.outcome,
        "link": made.link or None,
        "error": made.error or None,
    }
    inquiry = {"inquiry": jsonapi.to_one("inquiry", made.inquiry_id or None)}
    return jsonapi.resource("inquiry-import-row", str(made.row), attributes, inquiry)
