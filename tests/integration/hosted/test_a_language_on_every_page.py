"""Every page that a person can meet offers the languages, and changing one does nothing else."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from html import unescape
from typing import Any, get_args
from urllib.parse import unquote

import msgspec
import pytest
from starlette.requests import Request

from support.asgi import Client
from support.visitor import Reply, Visitor
from verilink.app import over
from verilink.database import transaction
from verilink.embedding import routes as embedding_routes
from verilink.flow.document import Links
from verilink.hosted import starting
from verilink.hosted.presenting import present_refusal, reader_of
from verilink.hosted.refusals import Code, Refused
from verilink.inquiries import actions
from verilink.inquiries.create import NewInquiry, create
from verilink.kit.i18n import available
from verilink.kit.pagination import Page
from verilink.mailbox import queries as mails
from verilink.templates import actions as template_actions
from verilink.templates import queries as template_queries

SELECT = re.compile(r'<select data-change="language">(.*?)</select>', re.DOTALL)
ANNA = {"email-address": "anna@example.com"}
# Address of the server -> why its page has no list. Everything else that answers with HTML is walked below.
WITHOUT = {
    "/widget": "refusals only: a sentence for the developer, which no page can frame",
    "/preload": "shows nothing",
}


def _offered(html: str) -> list[str]:
    found = SELECT.search(html)
    assert found, html[:600]
    return re.findall(r'<option value="([^"]+)"', found[1])


@pytest.fixture
async def resuming(installation: Any) -> str:
    """The generic link of a template that goes on where somebody stopped, whose inquiry holds an address."""
    organization = installation.production.organization_id
    async with transaction(installation.services.pool) as conn:
        document = (await template_queries.live(conn, organization, installation.template_id)).document
        document = msgspec.structs.replace(document, name="Resumes", links=Links(duplicates="resume"))
        template = await template_actions.create(conn, organization, document)
        await template_actions.publish(conn, organization, template.id)
        asked = NewInquiry(template_id=template.id, reference_id="user-1", fields=ANNA)
        await create(conn, installation.services, installation.production, asked)
    return f"inquiry-template-id={template.id}&reference-id=user-1"


async def _mailed(installation: Any) -> int:
    async with installation.services.pool.acquire() as conn:
        return len(await mails.list_mails(conn, installation.production.id, Page(size=20)))


async def _consent(visitor: Visitor, generic: str) -> Reply:
    return await visitor.start(generic)


async def _left(visitor: Visitor, generic: str) -> Reply:
    await visitor.start(generic)
    return await visitor.call("POST", "/flow/exit", json={})


async def _handoff(visitor: Visitor, generic: str) -> Reply:
    await visitor.start(generic)
    return await visitor.call("POST", "/flow/handoff", json={})


async def _sent(visitor: Visitor, _generic: str) -> Reply:
    return await visitor.call("POST", "/flow/new-link", json={"query": "code=nobody"})


async def _asked_too_often(visitor: Visitor, generic: str) -> Reply:
    for _ in range(starting.STARTS):
        starting._starts.hit(f"{id(visitor.services)}/203.0.113.7", starting.clock.now())
    return await visitor.start(generic)


@pytest.mark.parametrize("way", [_consent, _left, _handoff, _sent, _asked_too_often])
async def test_a_page_of_the_flow_has_the_list(
    visitor: Visitor, generic: str, way: Callable[[Visitor, str], Awaitable[Reply]]
) -> None:
    reply = await way(visitor, generic)
    assert _offered(reply.html) == list(available())


@pytest.mark.parametrize("code", get_args(Code))
def test_a_page_that_leads_no_further_has_the_list(installation: Any, code: Code) -> None:
    app = over(installation.services)
    request = Request({"type": "http", "headers": [], "app": app, "path": "/", "query_string": b"", "method": "GET"})
    page = present_refusal(reader_of(request), Refused(code, environment=installation.production))
    assert _offered(page["screen"]["html"]) == list(available())


async def test_the_page_of_the_mailed_code_has_the_list_and_asking_again_sends_nothing(
    installation: Any, mailing: Visitor, resuming: str
) -> None:
    page = await mailing.start(resuming)
    assert (page.screen, _offered(page.html)) == ("proof", list(available()))
    german = await mailing.start(f"{resuming}&language=de")
    assert (german.screen, german.json["locale"]) == ("proof", "de")
    assert await _mailed(installation) == 1


async def test_leaving_can_be_read_in_another_language_and_stays_one_leaving(
    installation: Any, visitor: Visitor, generic: str
) -> None:
    await _left(visitor, generic)
    async with installation.services.pool.acquire() as conn:
        before = await conn.fetchval("SELECT count(*) FROM event WHERE name = 'inquiry-session.canceled'")
    reply = await visitor.call("POST", "/flow/language", json={"language": "de", "left": True})
    assert (reply.json["locale"], 'data-problem="left"' in reply.html) == ("de", True)
    async with installation.services.pool.acquire() as conn:
        after = await conn.fetchval("SELECT count(*) FROM event WHERE name = 'inquiry-session.canceled'")
    assert (before, after) == (1, 1)
    assert (await visitor.call("GET", "/flow/screen")).json["locale"] == "de"


async def test_the_page_after_asking_can_be_read_in_another_language_without_another_mail(
    installation: Any, mailing: Visitor
) -> None:
    async with transaction(installation.services.pool) as conn:
        asked = NewInquiry(template_id=installation.template_id, fields=ANNA)
        inquiry = (await create(conn, mailing.services, installation.production, asked)).inquiry
    body = {"query": f"inquiry-id={inquiry.id}", "sent": True}
    reply = await mailing.call("POST", "/flow/new-link", json=body, headers={"page-language": "de"})
    assert (reply.json["locale"], _offered(reply.html)) == ("de", list(available()))
    assert await _mailed(installation) == 0


async def test_a_template_that_limits_its_languages_limits_them_beside_its_flow_too(
    installation: Any, visitor: Visitor
) -> None:
    organization = installation.production.organization_id
    async with transaction(installation.services.pool) as conn:
        document = (await template_queries.live(conn, organization, installation.template_id)).document
        document = msgspec.structs.replace(document, name="Two", locales=("de", "fr"))
        template = await template_actions.create(conn, organization, document)
        await template_actions.publish(conn, organization, template.id)
    assert _offered((await _left(visitor, f"inquiry-template-id={template.id}")).html) == ["de", "fr"]


async def test_a_host_of_nobody_offers_links(installation: Any) -> None:
    settings = msgspec.structs.replace(installation.services.settings, base_domain="verify.example")
    client = Client(over(replace(installation.services, settings=settings)))
    host = {"host": "nobody.verify.example"}
    page = (await client.request("GET", "/verify?a=1%262&language=fr", headers=host)).body.decode()
    links = re.findall(r'<a href="([^"]+)" lang="([^"]+)"', page)
    assert [code for _, code in links] == list(available())
    assert 'lang="fr"' in page.partition("<head>")[0]
    [german] = [unquote(href) for href, code in links if code == "de"]
    assert german == "?a=1&2&amp;language=de"
    assert (
        'lang="de"'
        in (await client.request("GET", f"/verify{unescape(links[7][0])}", headers=host)).body.decode()[:200]
    )


async def test_an_address_of_nothing_offers_links_to_people_and_one_line_to_programs(installation: Any) -> None:
    client = Client(over(installation.services))
    for path in ("/verif?inquiry-id=inq_1", "/flow/nothing", "/dashboard/nothing"):
        page = await client.request("GET", path, headers={"accept": "text/html,*/*"})
        assert (page.status, b"There is nothing at this address" in page.body) == (404, True), path
        assert len(re.findall(rb'<a href="([^"]+)" lang="', page.body)) == len(available())
        assert "default-src 'none'" in page.headers["content-security-policy"]
    plain = await client.request("GET", "/verif")
    assert (plain.status, plain.body) == (404, b"Not Found")
    assert (await client.request("POST", "/verif", {}, headers={"accept": "text/html"})).body == b"Not Found"
    assert (await client.request("GET", "/api/v1/nothing", headers={"accept": "text/html"})).status == 401


def test_pages_without_a_list_are_known() -> None:
    served = {route.path for route in embedding_routes()}  # type: ignore[attr-defined]
    assert set(WITHOUT) <= served


async def test_an_expired_link_has_the_list(installation: Any, visitor: Visitor) -> None:
    async with transaction(installation.services.pool) as conn:
        asked = NewInquiry(template_id=installation.template_id)
        inquiry = (await create(conn, installation.services, installation.production, asked)).inquiry
        await actions.expire(conn, installation.production.id, inquiry.id)
    assert _offered((await visitor.start(f"inquiry-id={inquiry.id}")).html) == list(available())
