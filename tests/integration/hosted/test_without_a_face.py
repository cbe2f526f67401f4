"""Whoever will not show their face ends for a person's look, where the template offers it, and never as verified."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from support.visitor import Reply, Visitor
from verilink.database import transaction
from verilink.flow.document import Privacy, Redirect
from verilink.flow.steps.other_way import TAG
from verilink.templates import actions, queries


async def link(installation: Any, *, offered: bool = True) -> str:
    """The generic link of a template that offers a person's look, or does not."""
    async with transaction(installation.services.pool) as conn:
        organization = installation.production.organization_id
        document = (await queries.live(conn, organization, installation.template_id)).document
        privacy, redirect = Privacy(manual_review=offered), Redirect(uri="https://shop.example/done")
        changed = msgspec.structs.replace(document, name="Other way", privacy=privacy, redirect=redirect)
        template = await actions.create(conn, organization, changed)
        await actions.publish(conn, organization, template.id)
    return f"inquiry-template-id={template.id}&environment-id={installation.production.id}"


async def ask(visitor: Visitor, step: str) -> Reply:
    return await visitor.answer(step, way="person")


async def check(visitor: Visitor, installation: Any, reply: Reply) -> None:
    """It ended honestly: needs review, with its reason, and an event for each change."""
    assert (reply.status, reply.screen) == (200, "finish")
    assert "A person will look at this" in reply.html
    assert "status=completed" in reply.html  # the flow's own end; reviewing is not told in addresses
    inquiry = await visitor.inquiry(installation.production)
    assert (inquiry.status, inquiry.tags) == ("needs_review", [TAG])
    assert inquiry.completed_at is not None
    assert inquiry.marked_for_review_at is not None
    async with transaction(installation.services.pool) as conn:
        rows = await conn.fetch("SELECT name FROM event WHERE object_id = $1 ORDER BY id", inquiry.id)
        names = [row["name"] for row in rows]
        assert names.count("inquiry.completed") == names.count("inquiry.marked-for-review") == 1
        assert "inquiry.updated-tags" in names
        kinds = await conn.fetch("SELECT type FROM verification WHERE inquiry_id = $1", inquiry.id)
    assert "selfie" not in [row["type"] for row in kinds]


async def test_from_the_first_page(installation: Any, visitor: Visitor) -> None:
    started = await visitor.start(await link(installation))
    assert "End here and ask for a person" in started.html
    await check(visitor, installation, await ask(visitor, "start"))
    assert (await ask(visitor, "start")).status == 409
    assert (await visitor.call("GET", "/flow/screen")).screen == "finish"
    assert (await visitor.inquiry(installation.production)).tags == [TAG]


async def test_from_the_selfie_after_the_document_passed(installation: Any, visitor: Visitor) -> None:
    await visitor.start(await link(installation))
    await visitor.choose()
    await visitor.photograph("verification_government_id", "front")
    await visitor.verdict(installation.production, passed=True)
    shown = await visitor.call("GET", "/flow/screen")
    assert (shown.screen, "I do not want to show my face" in shown.html) == ("capture-selfie", True)
    await check(visitor, installation, await ask(visitor, "verification_selfie"))


@pytest.mark.parametrize("step", ["select_government_id", "verification_selfie", "success", "nowhere"])
async def test_nowhere_else(installation: Any, visitor: Visitor, step: str) -> None:
    await visitor.start(await link(installation))
    await visitor.answer("start")
    assert (await ask(visitor, step)).status == 409
    assert (await visitor.inquiry(installation.production)).status == "created"


async def test_a_template_that_does_not_offer_it_has_no_such_way(installation: Any, visitor: Visitor) -> None:
    started = await visitor.start(await link(installation, offered=False))
    assert "ask for a person" not in started.html
    assert (await ask(visitor, "start")).status == 409
    assert (await visitor.inquiry(installation.production)).status == "created"
