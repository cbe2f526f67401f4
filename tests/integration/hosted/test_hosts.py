"""Hosts under the base domain: one organization each, nobody's refused, links begin with them."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from support.asgi import Client
from support.visitor import Visitor
from verilink.app import over
from verilink.audit.actions import Actor
from verilink.database import transaction
from verilink.hosted import hosts
from verilink.inquiries.create import NewInquiry, create
from verilink.kit import clock, ids
from verilink.organizations import actions as organizations
from verilink.organizations import queries
from verilink.services import Services


@pytest.fixture
async def served(installation: Any) -> Services:
    """An installation with a base domain, where Northwind has a host and Contoso another."""
    settings = msgspec.structs.replace(
        installation.services.settings, base_domain="verify.example", public_url="https://app.verify.example"
    )
    async with transaction(installation.services.pool) as conn:
        actor = Actor(organization_id=installation.production.organization_id)
        await organizations.set_subdomain(conn, actor, "northwind")
        other = ids.new("org")
        await queries.insert_organization(conn, other, "Contoso", clock.now())
        await queries.update_subdomain(conn, other, "contoso")
    return replace(installation.services, settings=settings)


def _at(services: Services, host: str) -> Visitor:
    return Visitor(services, headers={"host": host})


async def _link(services: Services, installation: Any, **new: Any) -> Any:
    async with transaction(services.pool) as conn:
        environment = await queries.environment(conn, installation.production.id)
        asked = NewInquiry(template_id=installation.template_id, with_link=True, **new)
        return await create(conn, services, environment, asked)


async def test_links_begin_with_the_host_and_open_there_and_on_the_public_one(
    installation: Any, served: Services
) -> None:
    made = await _link(served, installation)
    assert made.link.url.startswith("https://northwind.verify.example/verify?code=")
    query = f"inquiry-id={made.inquiry.id}"
    for host in ("northwind.verify.example", "NORTHWIND.verify.example:443", "app.verify.example", "10.0.0.7"):
        assert (await _at(served, host).start(query)).status == 200


async def test_a_link_of_another_organization_is_unknown_and_makes_nothing(
    installation: Any, served: Services, generic: str
) -> None:
    made = await _link(served, installation)
    elsewhere = _at(served, "contoso.verify.example")
    for query in (generic, f"inquiry-id={made.inquiry.id}", made.link.url.partition("?")[2]):
        reply = await elsewhere.start(query)
        assert (reply.status, reply.json["reason"]) == (404, "unknown")
    assert (await _at(served, "northwind.verify.example").start(made.link.url.partition("?")[2])).status == 200


async def test_a_host_of_nobody_is_refused_with_a_calm_page(served: Services) -> None:
    client = Client(over(served))
    for host in ("fabrikam.verify.example", "a.northwind.verify.example", ".verify.example"):
        page = await client.request("GET", "/verify?inquiry-template-id=itmpl_1", headers={"host": host})
        assert page.status == 404
        assert b"There is nothing at this address" in page.body
        assert b"<script" not in page.body
        assert "default-src 'none'" in page.headers["content-security-policy"]
        for path in ("/dashboard", "/v/abc", "/healthz"):
            assert (await client.request("GET", path, headers={"host": host})).status == 404
        refused = await client.request("POST", "/flow/start", {"query": ""}, headers={"host": host})
        assert (refused.status, refused.error["title"]) == (404, "Record not found")
    sheet = page.body.decode().partition('stylesheet" href="')[2].partition('"')[0]
    assert (await client.request("GET", sheet, headers={"host": host})).status == 200


async def test_hosts_of_organizations_and_of_everybody_are_served(served: Services) -> None:
    client = Client(over(served))
    for host in ("northwind.verify.example", "contoso.verify.example", "verify.example", "localhost:3000", "10.1.2.3"):
        assert (await client.request("GET", "/verify", headers={"host": host})).status == 200


async def test_a_new_subdomain_is_noticed_within_seconds(
    installation: Any, served: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(over(served))

    async def status(host: str) -> int:
        return (await client.request("GET", "/verify", headers={"host": f"{host}.verify.example"})).status

    assert [await status("northwind"), await status("traders")] == [200, 404]
    async with transaction(served.pool) as conn:
        actor = Actor(organization_id=installation.production.organization_id)
        await organizations.set_subdomain(conn, actor, "traders")
    at = time.monotonic() + hosts.REMEMBERED_SECONDS + 0.1
    monkeypatch.setattr(hosts.time, "monotonic", lambda: at)
    assert [await status("northwind"), await status("traders")] == [404, 200]


async def test_many_names_are_forgotten_again(served: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosts, "MOST", 10)
    client = Client(over(served))
    for number in range(25):
        await client.request("GET", "/verify", headers={"host": f"n{number}.verify.example"})
    assert len(hosts._known[served.wake]) <= 10


async def test_without_a_base_domain_no_host_matters(installation: Any) -> None:
    client = Client(over(installation.services))
    for host in ("northwind.verify.example", "anything"):
        assert (await client.request("GET", "/verify", headers={"host": host})).status == 200
