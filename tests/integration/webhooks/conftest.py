from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from verilink.database import transaction
from verilink.events.actions import record
from verilink.events.model import Draft
from verilink.inquiries.create import NewInquiry, create
from verilink.inquiries.model import Inquiry
from verilink.kit import ids
from verilink.kit.guard import Guard
from verilink.kit.outbound import Client
from verilink.services import Services

Tell = Callable[..., Awaitable[list[str]]]


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    """An outbound client that may reach loopback."""
    async with Client(Guard(["127.0.0.0/8"])) as opened:
        yield opened


@pytest.fixture
def tell(services: Services) -> Tell:
    """Record events about a made-up inquiry."""

    async def make(environment_id: str, *names: str, attributes: dict[str, Any] | None = None) -> list[str]:
        shown = {"status": "completed", "reference-id": "user-42", "fields": {"name-first": {"value": "Ada"}}}
        resource = {
            "type": "inquiry",
            "id": ids.new("inq"),
            "attributes": shown | (attributes or {}),
            "relationships": {"account": {"data": None}},
        }
        async with transaction(services.pool) as conn:
            return await record(conn, environment_id, [Draft(name, resource) for name in names])

    return make


@pytest.fixture
def make_inquiry(services: Services, installation: Any) -> Callable[[], Awaitable[Inquiry]]:
    """Make an inquiry of the sandbox, with an account."""

    async def make() -> Inquiry:
        async with transaction(services.pool) as conn:
            new = NewInquiry(template_id=installation.template_id, reference_id="user-42")
            return (await create(conn, services, installation.sandbox, new)).inquiry

    return make
