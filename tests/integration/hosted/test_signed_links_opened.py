"""Signed generic links as people open them."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
import pytest

from support.colleague import Colleague
from support.visitor import Visitor
from verilink.audit.actions import Actor
from verilink.cli import main
from verilink.database import transaction
from verilink.flow.document import Links, Security
from verilink.kit import clock, query
from verilink.organizations import actions as organizations
from verilink.organizations import queries as organization_queries
from verilink.sessions.signatures import link_key, sign
from verilink.templates import actions as template_actions
from verilink.templates import queries as template_queries


@pytest.fixture
async def strict(installation: Any) -> str:
    """A template that takes signed links only, and resumes."""
    async with transaction(installation.services.pool) as conn:
        organization = installation.production.organization_id
        document = (await template_queries.live(conn, organization, installation.template_id)).document
        document = msgspec.structs.replace(
            document, name="strict", security=Security(require_signed_links=True), links=Links(duplicates="resume")
        )
        template = await template_actions.create(conn, organization, document)
        await template_actions.publish(conn, organization, template.id)
        return str(template.id)


async def _signed(installation: Any, template_id: str, **more: str) -> str:
    async with installation.services.pool.acquire() as conn:
        environment = await organization_queries.environment(conn, installation.production.id)
    given = {"reference-id": "customer-4711", "expires": str(int(clock.now().timestamp()) + 60)} | more
    pairs = [("inquiry-template-id", template_id), ("environment-id", environment.id), *given.items()]
    signature = sign(link_key(installation.services.keys, environment), pairs)
    return query.encode([*pairs, ("signature", signature)])


async def test_a_signed_link_makes_its_inquiry(installation: Any, visitor: Visitor, strict: str) -> None:
    link = await _signed(installation, strict, **{"fields[name-first]": "Zoë"})
    assert (await visitor.start(link + "&utm_source=mail&language=en-US")).status == 200
    inquiry = await visitor.inquiry(installation.production)
    assert (inquiry.reference_id, inquiry.values()["name-first"]) == ("customer-4711", "Zoë")


async def test_a_changed_reference_a_further_field_and_a_stripped_signature_make_none(
    installation: Any, visitor: Visitor, strict: str
) -> None:
    link = await _signed(installation, strict)
    for changed in (
        link.replace("4711", "4712"),
        link + "&fields%5Bname-first%5D=Eve",
        link.replace("expires=1", "expires=2"),
    ):
        reply = await visitor.start(changed)
        assert (reply.status, reply.json["reason"]) == (400, "invalid_config")
        assert "signature does not match" in reply.html
    stripped = await visitor.start(link.partition("&signature=")[0])
    assert (stripped.status, stripped.json["reason"]) == (403, "client_creation_blocked")


async def test_no_unsigned_link_reaches_an_open_inquiry_of_the_reference(
    installation: Any, visitor: Visitor, strict: str
) -> None:
    link = await _signed(installation, strict)
    first = await visitor.start(link)
    stripped = await Visitor(visitor.services).start(link.partition("&signature=")[0])
    assert stripped.status == 403
    again = await Visitor(visitor.services).start(link)
    assert again.json["inquiry-id"] == first.json["inquiry-id"]


async def test_a_signed_link_ends_when_it_says(
    installation: Any, visitor: Visitor, strict: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = await _signed(installation, strict)
    later = clock.in_seconds(61)
    monkeypatch.setattr(clock, "now", lambda: later)
    reply = await visitor.start(link)
    assert (reply.status, reply.json["reason"]) == (409, "expired")


async def test_a_signature_is_checked_even_where_none_is_required(installation: Any, visitor: Visitor) -> None:
    link = await _signed(installation, installation.template_id)
    assert (await visitor.start(link)).status == 200
    assert (await visitor.start(link.replace("4711", "4712"))).status == 400
    assert (await visitor.start(link.partition("&signature=")[0])).status == 200


async def test_another_key_ends_the_links_signed_before(installation: Any, visitor: Visitor, strict: str) -> None:
    old = await _signed(installation, strict)
    async with transaction(installation.services.pool) as conn:
        actor = Actor(organization_id=installation.production.organization_id)
        await organizations.rotate_link_key(conn, actor, installation.production.id)
    assert (await visitor.start(old)).status == 400
    assert (await visitor.start(await _signed(installation, strict))).status == 200


async def test_the_command_line_signs_links_that_open(
    installation: Any, visitor: Visitor, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = installation.services.settings
    monkeypatch.setenv("VERILINK_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    arguments = [
        "links",
        "sign",
        "Government ID and selfie",
        "--reference-id",
        "customer 4711",
        "--field",
        "name-first=Zoë",
    ]
    assert await asyncio.to_thread(main, arguments) == 0
    link = capsys.readouterr().out.strip()
    assert (await visitor.start(link.partition("?")[2])).status == 200
    assert (await visitor.inquiry(installation.production)).reference_id == "customer 4711"
    assert await asyncio.to_thread(main, ["links", "key", "--environment", "sandbox"]) == 0
    assert capsys.readouterr().out.strip() == link_key(installation.services.keys, installation.sandbox)
    assert await asyncio.to_thread(main, ["links", "sign", "No such template"]) == 1
    assert await asyncio.to_thread(main, ["links", "sign", "Selfie", "--field", "x"]) == 1
    assert "KEY=VALUE" in capsys.readouterr().err


async def test_the_dashboard_shows_the_key_to_those_who_connect_systems(installation: Any) -> None:
    owner = Colleague(installation.services)
    await owner.sign_up(installation.bootstrap.signup_token)
    page = await owner.get("/dashboard/hosted-flow")
    assert page.value("Link key") == link_key(installation.services.keys, installation.sandbox)
    assert (await owner.post("/dashboard/hosted-flow/link-key", {})).status == 303
    assert (await owner.get("/dashboard/hosted-flow")).value("Link key") != page.value("Link key")
