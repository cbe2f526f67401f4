"""Routes of the inquiries area."""

from __future__ import annotations

from starlette.routing import Route

from verilink.access.roles import Capability
from verilink.dashboard.doors import get, post
from verilink.dashboard.inquiries import creating, deciding, importing, listing, pictures, showing

_ONE = "/dashboard/inquiries/{inquiry}"


def routes() -> list[Route]:
    """Fixed paths before the ones with an id."""
    return [
        get("/dashboard/inquiries", listing.inquiries_page, Capability.SEE_INQUIRIES),
        post("/dashboard/inquiries", creating.create_inquiry, Capability.CREATE_INQUIRIES),
        get("/dashboard/inquiries/new", creating.new_page, Capability.CREATE_INQUIRIES),
        get("/dashboard/inquiries/new/fields", creating.fields_part, Capability.CREATE_INQUIRIES),
        get("/dashboard/inquiries/import", importing.import_page, Capability.CREATE_INQUIRIES),
        post("/dashboard/inquiries/import", importing.import_rows, Capability.CREATE_INQUIRIES),
        get(_ONE, showing.inquiry_page, Capability.SEE_INQUIRIES),
        get(_ONE + "/changes", showing.changes, Capability.SEE_INQUIRIES),
        post(_ONE + "/link", deciding.make_link, Capability.CREATE_INQUIRIES),
        get(_ONE + "/{decision}", deciding.decide_page, Capability.DECIDE),
        post(_ONE + "/{decision}", deciding.decide, Capability.DECIDE),
        get("/dashboard/files/{file}", pictures.picture, Capability.SEE_IMAGES),
    ]
