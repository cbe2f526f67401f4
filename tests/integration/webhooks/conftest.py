from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from support.receiver import Receiver
from verilink.database import transaction
from verilink.events.actions import record
from verilink.events.model import Draft
from verilink.inquiries.create import NewInquiry, create
from verilink.inquiries.model import Inquiry
from verilink.kit import ids
from verilink.kit.guard import Guard
from verilink.kit.outbound import Client
from verilink.services import Services
from verilink.webhooks import actions
from verilink.webhooks.model import Details, Secret, Webhook

Subscribe = Callable[..., Awaitable[tuple[Webhook, list[Secret]]]]
Tell = Callable[..., Awaitable[list[str]]]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """A webhook endpoint on loopback."""
    async with Receiver() as opened:
        yield opened


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    """An outbound client that may reach loopback."""
    async with Client(Guard(["127.0.0.0/8"])) as opened:
        yield opened


@pytest.fixture
def subscribe(services: Services, receiver: Receiver) -> Subscribe:
    """Make an enabled webhook for the receiver."""

    async def make(environment_id: str, **details: Any) -> tuple[Webhook, list[Secret]]:
        said = Details(**({"url": receiver.url, "enabled_events": ["*"]} | details))
        async with transaction(services.pool) as conn:
            webhook, secrets = await actions.create(conn, services, environment_id, said)
            return await actions.enable(conn, environment_id, webhook.id), secrets

    return make


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
