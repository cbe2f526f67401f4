"""The list of inquiries: search, filters, pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from starlette.responses import Response

from verilink.accounts.model import reference_key
from verilink.dashboard import words
from verilink.dashboard.inquiries import queries as read
from verilink.dashboard.inquiries.checks import reason
from verilink.dashboard.inquiries.naming import person_name
from verilink.dashboard.render import page
from verilink.dashboard.visit import Visit
from verilink.database.pool import Connection
from verilink.inquiries import queries
from verilink.inquiries.model import STATUSES, Filters, Inquiry
from verilink.kit import ids
from verilink.kit.pagination import cut, links


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One inquiry in a list. ``why``: the reason beside the status."""

    inquiry: Inquiry
    name: str
    template: str
    why: str


async def inquiries_page(visit: Visit) -> Response:
    """All inquiries of the environment, newest first."""
    filters = filters_of(visit)
    async with visit.reading() as conn:
        found = await queries.list_inquiries(conn, visit.environment.id, visit.page, filters)
        window = cut(found, visit.page, lambda each: each.id)
        names = await read.template_names(conn, visit.environment.organization_id)
        rows = await rows_of(conn, visit, window.rows, names)
    return page(
        visit,
        "inquiries/list.html",
        title="All inquiries",
        rows=rows,
        links=links("/dashboard/inquiries", visit.query, window),
        templates=sorted(names.items(), key=lambda pair: pair[1]),
        statuses=[(name, words.status(name)[0]) for name in STATUSES],
        filtered=filters != Filters(),
        walking=visit.page.after is not None or visit.page.before is not None,
        asked={name: visit.given(name) for name in ("q", "status", "template")},
    )


def filters_of(visit: Visit) -> Filters:
    """Search text and filters of the address. A search is an inquiry's id, an account's id or a reference ID."""
    text, status, template = (visit.given(name) for name in ("q", "status", "template"))
    return Filters(
        statuses=(status,) if status in STATUSES else (),
        template_ids=(template,) if template else (),
        **_search(text[:255]),
    )


def _search(text: str) -> dict[str, Any]:
    if not text:
        return {}
    if ids.has_shape(text, "inq"):
        return {"inquiry_ids": (text,)}
    if ids.has_shape(text, "act"):
        return {"account_ids": (text,)}
    return {"reference_keys": (reference_key(text),)}


async def rows_of(conn: Connection, visit: Visit, found: Sequence[Inquiry], names: dict[str, str]) -> list[Row]:
    """Inquiries with what a list shows beside them."""
    checks = await read.latest_checks(conn, visit.environment.id, [each.id for each in found])
    return [
        Row(
            inquiry=each,
            name=person_name(each.fields),
            template=names.get(each.template_id, ""),
            why=reason_of(each, checks.get(each.id, [])),
        )
        for each in found
    ]


def reason_of(inquiry: Inquiry, checks: Sequence[dict[str, Any]]) -> str:
    """What stands beside the status: where the person is, what failed, or how long there is left."""
    if inquiry.redacted_at is not None:
        return "Personal data erased"
    if inquiry.reviewer_comment and inquiry.status in {"approved", "declined"}:
        return inquiry.reviewer_comment[:120]
    failed = [each for each in checks if each.get("status") == "failed" and each.get("requirement") == "required"]
    if inquiry.status in {"failed", "needs_review", "declined"} and failed:
        more = f" and {len(failed) - 1} more" if len(failed) > 1 else ""
        reasons = failed[0].get("reasons")
        said = reason(str(reasons[0])).rstrip(".") if reasons else words.check(str(failed[0]["name"]))
        return said + more
    return _progress(inquiry, checks)


def _progress(inquiry: Inquiry, checks: Sequence[dict[str, Any]]) -> str:
    if inquiry.status == "created":
        return f"Link expires {words.until(inquiry.expires_at)}"
    if inquiry.status == "pending":
        return f"At: {words.sentence(inquiry.next_step or 'start').lower()}"
    required = [each for each in checks if each.get("requirement") == "required" and each["status"] != "not_applicable"]
    if inquiry.status in {"completed", "approved"} and required:
        passed = sum(each["status"] == "passed" for each in required)
        return f"{passed} of {len(required)} checks passed"
    return ""
