"""Every operation of the API, by aggregate."""

from __future__ import annotations

from typing import Final

from verilink.access import api as access
from verilink.accounts import api as accounts
from verilink.api import limits
from verilink.api.router import Router
from verilink.events import api as events
from verilink.inquiries import api as inquiries
from verilink.sessions import api as sessions
from verilink.templates import api as templates
from verilink.themes import api as themes
from verilink.verifications import api as verifications
from verilink.webhooks import api as webhooks

PARTS: Final = (inquiries, accounts, sessions, verifications, templates, events, webhooks, themes, access, limits)


def build_api() -> Router:
    """The application to mount at ``/api/v1``."""
    router = Router()
    for part in PARTS:
        part.register(router)
    return router
