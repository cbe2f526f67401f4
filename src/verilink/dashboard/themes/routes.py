"""Routes of themes."""

from __future__ import annotations

from starlette.routing import Route

from verilink.access.roles import Capability
from verilink.dashboard.doors import get, post
from verilink.dashboard.themes import pages, previewing


def routes() -> list[Route]:
    """Fixed paths before the ones with an id."""
    one, see, write = pages.PATH + "/{theme}", Capability.SEE_INQUIRIES, Capability.WRITE_TEMPLATES
    return [
        get(pages.PATH, pages.themes_page, see),
        post(pages.PATH, pages.create, write),
        get(pages.PATH + "/new", pages.new_page, write),
        get(pages.PATH + "/draft.css", previewing.draft_sheet, see),
        post(pages.PATH + "/check", pages.check, see),
        get(one, pages.editor, see),
        post(one, pages.save, write),
        get(one + "/preview", previewing.preview, see),
        post(one + "/duplicate", pages.duplicate, write),
        post(one + "/default", pages.make_default, write),
        post(one + "/assign", pages.assign, write),
        post(one + "/archive", pages.archive, write),
    ]
