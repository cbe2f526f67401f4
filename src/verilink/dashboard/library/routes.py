"""Routes of the template library."""

from __future__ import annotations

from starlette.routing import Route

from verilink.access.roles import Capability
from verilink.dashboard.doors import get, post
from verilink.dashboard.library import pages


def routes() -> list[Route]:
    """Fixed paths before the ones with an id."""
    one = pages.PATH + "/{template}"
    return [
        get(pages.PATH, pages.templates_page, Capability.SEE_INQUIRIES),
        post(pages.PATH, pages.import_document, Capability.WRITE_TEMPLATES),
        get(pages.PATH + "/import", pages.import_page, Capability.WRITE_TEMPLATES),
        post(pages.PATH + "/add", pages.add, Capability.WRITE_TEMPLATES),
        get(one, pages.template_page, Capability.SEE_INQUIRIES),
        get(one + "/export", pages.export, Capability.SEE_INQUIRIES),
        post(one + "/publish", pages.publish, Capability.WRITE_TEMPLATES),
        post(one + "/status", pages.set_status, Capability.WRITE_TEMPLATES),
    ]
