"""A host name of the organization's own: claimed, proven, used for links, refused to everybody else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
import pytest

from support.asgi import Client
from support.colleague import Colleague
from support.visitor import Visitor
from verilink.app import over
from verilink.audit.actions import Actor
from verilink.database import transaction
from verilink.errors import BadRequest
from verilink.hosted import hosts
from verilink.inquiries.create import NewInquiry, create
from verilink.kit import clock, ids
from verilink.kit.outbound import DeliveryFailed, Reason, Reply
from verilink.organizations import domain_queries, domains, queries
from verilink.services import Services
from verilink.worker.domains import check_due

HOST = "verify.northwind.example"


class Web:
    """The web servers of the world: what stands at an address."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}

    async def request(self, method: str, url: str) -> Reply:
        if url not in self.files:
            raise DeliveryFailed(Reason.CONNECT)
        return Reply(200, {}, self.files[url], 1)


class World:
    """One installation with two organizations, its web servers and its names."""

    def __init__(self, services: Services, first: str, second: str) -> None:
        self.services, self.first, self.second = services, first, second
        self.web: Any = Web()
        self.records: dict[str, list[str]] = {}

    async def texts(self, name: str) -> list[str]:
        return self.records.get(name, [])

    async def claim(self, organization: str, host: str = HOST) -> Any:
        async with transaction(self.services.pool) as conn:
            return await domains.claim(conn, Actor(organization_id=organization), self.services.settings, host)

    async def check(self) -> int:
        return await check_due(self.services, self.web, self.texts)

    async def now(self, organization: str) -> Any:
        async with transaction(self.services.pool) as conn:
            return await domain_queries.domain(conn, organization)


@pytest.fixture
async def world(installation: Any, monkeypatch: pytest.MonkeyPatch) -> World:
    settings = msgspec.structs.replace(
        installation.services.settings, public_url="https://id.example", base_domain="id.example", custom_domains=True
    )
    monkeypatch.setattr(hosts, "REMEMBERED_SECONDS", 0.0)
    async with transaction(installation.services.pool) as conn:
        other = ids.new("org")
        await queries.insert_organization(conn, other, "Contoso", clock.now())
    return World(replace(installation.services, settings=settings), installation.production.organization_id, other)


async def test_a_name_is_used_once_its_record_is_there(world: World, installation: Any) -> None:
    claimed = await world.claim(world.first, " Verify.Northwind.Example. ")
    assert claimed.host == HOST
    client = Client(over(world.services))
    assert await world.check() == 1
    assert (await world.now(world.first)).problem == f"There is no TXT record at _verilink.{HOST} yet"
    assert (await client.request("GET", "/verify", headers={"host": HOST})).status == 404
    assert await world.check() == 0  # not at once again
    world.records[f"_verilink.{HOST}"] = ["v=spf1", f"verilink={claimed.token}"]
    async with transaction(world.services.pool) as conn:
        await domains.ask(conn, Actor(organization_id=world.first))
    assert await world.check() == 1
    assert (await world.now(world.first)).verified_at is not None
    async with transaction(world.services.pool) as conn:
        environment = await queries.environment(conn, installation.production.id)
        asked = NewInquiry(template_id=installation.template_id, with_link=True)
        made = await create(conn, world.services, environment, asked)
    assert made.link is not None
    assert made.link.url.startswith(f"https://{HOST}/verify?code=")
    at = Visitor(world.services, headers={"host": f"{HOST}:443"})
    assert (await at.start(made.link.url.partition("?")[2])).status == 200


async def test_under_such_a_name_is_the_flow_of_one_organization_and_nothing_else(
    world: World, installation: Any
) -> None:
    claimed = await world.claim(world.second)
    world.web.files[f"http://{HOST}/.well-known/verilink.txt"] = f"verilink={claimed.token}\n"
    await world.check()
    client = Client(over(world.services))
    for path, status in (("/verify", 200), ("/preload", 200), ("/dashboard", 404), ("/api/v1/inquiries", 404)):
        assert (await client.request("GET", path, headers={"host": HOST})).status == status, path
    generic = f"inquiry-template-id={installation.template_id}&environment-id={installation.production.id}"
    reply = await Visitor(world.services, headers={"host": HOST}).start(generic)
    assert (reply.status, reply.json["reason"]) == (404, "unknown")


async def test_names_that_nobody_has_proven_are_refused_and_addresses_served(world: World) -> None:
    client = Client(over(world.services))
    statuses = {
        host: (await client.request("GET", "/verify", headers={"host": host})).status
        for host in (
            "evil.example",
            "nobody.id.example",
            "id.example",
            "localhost:3000",
            "10.0.0.1",
            "[::1]:3000",
            "web",
        )
    }
    assert statuses == {
        "evil.example": 404,
        "nobody.id.example": 404,
        "id.example": 200,
        "localhost:3000": 200,
        "10.0.0.1": 200,
        "[::1]:3000": 200,
        "web": 200,
    }


async def test_proxies_are_told_for_which_names_to_get_certificates(world: World) -> None:
    claimed = await world.claim(world.first)
    client = Client(over(world.services))

    async def status(domain: str) -> int:
        return (await client.request("GET", f"/hosts/ask?domain={domain}", headers={"host": "127.0.0.1:3000"})).status

    assert [await status(name) for name in ("id.example", HOST, "evil.example", "x.id.example", "")] == [
        200,
        404,
        404,
        404,
        404,
    ]
    world.records[f"_verilink.{HOST}"] = [f"verilink={claimed.token}"]
    await world.check()
    assert await status(HOST) == 200


async def test_a_claim_blocks_nobody_and_only_one_can_prove(world: World) -> None:
    mine, theirs = await world.claim(world.first), await world.claim(world.second)
    world.records[f"_verilink.{HOST}"] = [f"verilink={theirs.token}"]
    await world.check()
    assert (await world.now(world.second)).verified_at is not None
    assert "says something else" in (await world.now(world.first)).problem
    world.records[f"_verilink.{HOST}"].append(f"verilink={mine.token}")
    async with transaction(world.services.pool) as conn:
        await domains.ask(conn, Actor(organization_id=world.first))
    await world.check()
    first = await world.now(world.first)
    assert (first.verified_at, first.problem) == (None, "Another organization has proven this name already")


async def test_a_name_taken_away_is_refused_again_and_a_changed_one_needs_a_new_proof(world: World) -> None:
    claimed = await world.claim(world.first)
    world.records[f"_verilink.{HOST}"] = [f"verilink={claimed.token}"]
    await world.check()
    assert (await world.claim(world.first)).verified_at is not None  # the same name again changes nothing
    other = await world.claim(world.first, "id.northwind.example")
    assert (other.verified_at, other.token != claimed.token) == (None, True)
    client = Client(over(world.services))
    assert (await client.request("GET", "/verify", headers={"host": HOST})).status == 404
    async with transaction(world.services.pool) as conn:
        await domains.remove(conn, Actor(organization_id=world.first))
    assert await world.now(world.first) is None


async def test_after_a_week_nobody_looks_any_more_until_asked(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await world.claim(world.first)
    later = clock.in_seconds(8 * 86_400)
    monkeypatch.setattr(clock, "now", lambda: later)
    await world.check()
    assert (await world.now(world.first)).check_at is None


@pytest.mark.parametrize(
    "host", ["", "verify", "10.0.0.1", "id.example", "a.id.example", "a_b.example", "-a.example", "a b.example", "ä.de"]
)
async def test_what_is_no_name_of_ones_own_is_refused(world: World, host: str) -> None:
    with pytest.raises(BadRequest):
        await world.claim(world.first, host)


async def test_the_dashboard_tells_the_two_records(world: World, installation: Any) -> None:
    person = Colleague(world.services)
    await person.sign_up(installation.bootstrap.signup_token)
    bad = await person.post("/dashboard/hosted-flow/domain", {"domain": "id.example"})
    assert (bad.status, "belongs to the installation" in bad.text) == (422, True)
    assert (await person.post("/dashboard/hosted-flow/domain", {"domain": HOST})).status == 303
    page = await person.get("/dashboard/hosted-flow")
    assert page.value("Name of the record") == f"_verilink.{HOST}"
    assert page.value("Text of the record") == f"verilink={(await world.now(world.first)).token}"
    assert page.value("Target") == "id.example"
    assert (await person.post("/dashboard/hosted-flow/domain/check", {})).status == 303
    assert (await person.post("/dashboard/hosted-flow/domain", {"domain": ""})).status == 303
    assert await world.now(world.first) is None
