"""Templates of a company's own, published in an installation."""

from __future__ import annotations

from pathlib import Path

from verilink.database import transaction
from verilink.flow.yaml import parse
from verilink.services import Services
from verilink.templates import actions

ABOUT = Path(__file__).with_name("pagetemplate.yaml").read_text(encoding="utf-8")


async def publish(services: Services, organization_id: str, text: str) -> str:
    """The id of the template, which is live."""
    async with transaction(services.pool) as conn:
        template = await actions.create(conn, organization_id, parse(text), "test")
        await actions.publish(conn, organization_id, template.id)
        return template.id
