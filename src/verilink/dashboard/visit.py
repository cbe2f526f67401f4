"""One person's request: who they are, what they look at, and the ways to read and to change things."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request

from verilink.access import sessions
from verilink.access.model import User, UserSession
from verilink.access.roles import Capability
from verilink.audit.actions import Actor
from verilink.database.pool import Connection
from verilink.database.transaction import transaction
from verilink.errors import Forbidden, NotAuthenticated
from verilink.kit.pagination import Page, parse_page
from verilink.kit.query import Query, parse
from verilink.organizations import queries as organizations
from verilink.organizations.model import Environment
from verilink.services import Services, services_of

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class Visit:
    """A request of a person who signed in. ``environment`` is the one they look at."""

    request: Request
    services: Services
    user: User
    session: UserSession
    environment: Environment
    environments: tuple[Environment, ...]
    query: Query = field(default_factory=dict)

    @property
    def actor(self) -> Actor:
        """Who acts, for the audit log."""
        return Actor(
            organization_id=self.user.organization_id,
            environment_id=self.environment.id,
            user_id=self.user.id,
            ip_address=self.request.client.host if self.request.client else None,
            user_agent=self.request.headers.get("user-agent"),
        )

    @property
    def partial(self) -> bool:
        """Whether htmx asks for a part of a page, not a person for a page."""
        return self.request.headers.get("hx-request") == "true"

    def may(self, capability: Capability) -> bool:
        """Whether this person's role includes the capability."""
        return self.user.may(capability)

    def require(self, capability: Capability) -> None:
        """Raises ``Forbidden`` when the role does not include it."""
        if not self.may(capability):
            raise Forbidden(f"Your role, {self.user.role}, does not include this. An owner or admin can change that.")

    def param(self, name: str) -> str:
        """A part of the path."""
        return str(self.request.path_params[name])

    def given(self, name: str) -> str:
        """A plain query parameter, trimmed; empty when absent or not a single text."""
        value: Any = self.query.get(name, "")
        return value.strip() if isinstance(value, str) else ""

    @property
    def page(self) -> Page:
        """Where in a list we are. Raises ``BadRequest``."""
        asked = parse_page(self.query)
        return Page(PAGE_SIZE, asked.after, asked.before)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Connection]:
        """A connection for one page's queries: all of them see the same moment."""
        async with transaction(self.services.pool, isolation="repeatable_read") as conn:
            yield conn

    @asynccontextmanager
    async def changing(self) -> AsyncIterator[Connection]:
        """The one transaction of an action; the worker is told once it is committed."""
        async with transaction(self.services.pool) as conn:
            yield conn
        self.services.wake.worker()


async def open_visit(request: Request) -> Visit:
    """The visit of a signed-in person. Raises ``NotAuthenticated``."""
    services = services_of(request)
    async with transaction(services.pool) as conn:
        found = await sessions.find(conn, services, request.cookies.get(sessions.COOKIE))
        if found is None:
            raise NotAuthenticated("Sign in first.")
        both = await organizations.environments(conn, found[0].organization_id)
    user, session = found
    environment = next(each for each in both if each.id == session.environment_id)
    query = parse(request.url.query)
    return Visit(request, services, user, session, environment, tuple(both), query)
