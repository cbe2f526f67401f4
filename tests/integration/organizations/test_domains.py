"""A host name of the organization's own: claimed, proven, used for links, refused to everybody else."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from support.asgi import Client
from support.colleague import Colleague
from support.visitor import Visitor
from verilink.app import over
from verilink.audit import queries as audit
from verilink.audit.actions import Actor
from verilink.database import transaction
from verilink.errors import BadRequest, NotFound, Unavailable
from verilink.flow.document import Links
from verilink.hosted import hosts
from verilink.inquiries import actions as inquiries
from verilink.inquiries.create import NewInquiry, create
from verilink.kit import clock, ids
from verilink.kit.outbound import DeliveryFailed, Reason, Reply
from verilink.organizations import domain_queries, domains, queries
from verilink.services import Services
from verilink.templates import actions as template_actions
from verilink.templates import queries as template_queries
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
        self.silent = False

    async def texts(self, name: str) -> list[str]:
        if self.silent:
            raise Unavailable
        return self.records.get(name, [])

    async def claim(self, organization: str, host: str = HOST) -> Any:
        async with transaction(self.services.pool) as conn:
            return await domains.claim(conn, Actor(organization_id=organization), self.services.settings, host)

    async def check(self) -> int:
        return await check_due(self.services, self.web, self.texts)

    async def now(self, organization: str, host: str = HOST) -> Any:
        async with transaction(self.services.pool) as conn:
            return await domain_queries.domain(conn, organization, host)

    async def ask(self, organization: str, host: str = HOST) -> None:
        async with transaction(self.services.pool) as conn:
            await domains.ask(conn, Actor(organization_id=organization), host)

    async def prove(self, organization: str, host: str = HOST) -> Any:
        claimed = await self.claim(organization, host)
        self.records.setdefault(f"_verilink.{host}", []).append(f"verilink={claimed.token}")
        await self.ask(organization, host)
        await self.check()
        return claimed

    async def environment(self, environment_id: str) -> Any:
        async with transaction(self.services.pool) as conn:
            return await queries.environment(conn, environment_id)


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
    assert (await world.now(world.first)).problem == f"There is no TXT record at _verilink.{HOST}"
    assert (await client.request("GET", "/verify", headers={"host": HOST})).status == 404
    assert await world.check() == 0  # not at once again
    world.records[f"_verilink.{HOST}"] = ["v=spf1", f"verilink={claimed.token}"]
    await world.ask(world.first)
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
    await world.ask(world.first)
    await world.check()
    first = await world.now(world.first)
    assert (first.verified_at, first.problem) == (None, "Another organization has proven this name already")


async def test_an_organization_has_several_names_and_one_of_them_in_its_links(world: World, installation: Any) -> None:
    second = "id.northwind.example"
    proven = await world.prove(world.first)
    assert (await world.claim(world.first)).verified_at is not None  # the same name again changes nothing
    claimed = await world.claim(world.first, second)
    assert (claimed.verified_at, claimed.token != proven.token) == (None, True)
    client = Client(over(world.services))
    assert (await client.request("GET", "/verify", headers={"host": second})).status == 404
    await world.prove(world.first, second)
    found = await world.environment(installation.production.id)
    assert (found.custom_host, sorted(found.custom_hosts)) == (HOST, sorted([HOST, second]))
    for host in (HOST, second):
        assert (await client.request("GET", "/verify", headers={"host": host})).status == 200
    actor = Actor(organization_id=world.first)
    async with transaction(world.services.pool) as conn:
        await domains.choose(conn, actor, second)
        with pytest.raises(NotFound):
            await domains.choose(conn, Actor(organization_id=world.second), second)
    assert (await world.environment(installation.production.id)).custom_host == second
    async with transaction(world.services.pool) as conn:
        await domains.remove(conn, actor, second)
    assert (await client.request("GET", "/verify", headers={"host": second})).status == 404
    assert (await world.environment(installation.production.id)).custom_host == HOST
    async with transaction(world.services.pool) as conn:
        await domains.remove(conn, actor, HOST)
        await domains.remove(conn, actor, HOST)
    assert (await world.environment(installation.production.id)).custom_host is None
    assert (await client.request("GET", "/verify", headers={"host": HOST})).status == 404
    assert await world.now(world.first) is None


async def test_a_template_may_name_one_of_them(world: World, installation: Any) -> None:
    await world.prove(world.first)
    await world.prove(world.first, "id.northwind.example")
    organization = world.first
    for host, begins in (("id.northwind.example", "id.northwind.example"), ("not.proven.example", HOST)):
        async with transaction(world.services.pool) as conn:
            document = (await template_queries.live(conn, organization, installation.template_id)).document
            document = msgspec.structs.replace(document, name=host, links=Links(host=host))
            template = await template_actions.create(conn, organization, document)
            await template_actions.publish(conn, organization, template.id)
            environment = await queries.environment(conn, installation.production.id)
            asked = NewInquiry(template_id=template.id, with_link=True)
            made = await create(conn, world.services, environment, asked)
            _, again = await inquiries.generate_link(conn, world.services, environment, made.inquiry.id)
        assert made.link is not None
        for link in (made.link, again):
            assert link.url.startswith(f"https://{begins}/verify?code=")


async def test_a_proof_that_is_gone_for_a_week_ends_the_use_and_never_the_first_miss(
    world: World, installation: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    claimed = await world.prove(world.first)
    start = clock.now()
    client = Client(over(world.services))

    async def after(days: float) -> tuple[int, int]:
        moment = start + timedelta(days=days)
        monkeypatch.setattr(clock, "now", lambda: moment)
        looked = await world.check()
        page = await client.request("GET", "/verify", headers={"host": HOST})
        asked = await client.request("GET", f"/hosts/ask?domain={HOST}", headers={"host": "127.0.0.1"})
        assert asked.status == page.status
        return looked, page.status

    assert await after(0.5) == (0, 200)
    assert await after(1.1) == (1, 200)
    world.records.clear()
    assert await after(2.2) == (1, 200)
    missing = await world.now(world.first)
    assert (missing.missing_since is not None, missing.verified_at is not None) == (True, True)
    world.records[f"_verilink.{HOST}"] = [f"verilink={claimed.token}"]
    assert await after(3) == (1, 200)
    assert (await world.now(world.first)).missing_since is None
    world.records.clear()
    assert await after(5) == (1, 200)
    world.silent = True  # no resolver answers: nothing is learned
    assert await after(13) == (1, 200)
    world.silent = False
    assert await after(11.9) == (0, 200)
    assert await after(14) == (1, 404)
    lost = await world.now(world.first)
    assert (lost.verified_at, lost.main, lost.lost_at is not None, lost.check_at) == (None, False, True, None)
    assert (await world.environment(installation.production.id)).custom_host is None
    async with transaction(world.services.pool) as conn:
        told = [entry.action for entry in await audit.about(conn, world.first, world.first)]
    assert told.count("organization.domain-lost") == 1
    assert told.count("organization.domain-proof-missing") == 2
    world.records[f"_verilink.{HOST}"] = [f"verilink={claimed.token}"]
    await world.ask(world.first)
    assert await after(15) == (1, 200)
    assert (await world.now(world.first)).lost_at is None


async def test_a_name_that_changed_hands_passes_on_after_a_week(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await world.prove(world.first)
    start = clock.now()
    theirs = await world.claim(world.second)
    world.records[f"_verilink.{HOST}"] = [f"verilink={theirs.token}"]
    for hours in range(0, 24 * 9, 6):
        moment = start + timedelta(hours=hours)
        monkeypatch.setattr(clock, "now", lambda at=moment: at)
        while await world.check():
            pass
        holders = [(await world.now(one)).verified_at is not None for one in (world.first, world.second)]
        assert sum(holders) <= 1
    assert holders == [False, True]


async def test_two_that_prove_one_name_at_once_do_not_both_get_it(world: World) -> None:
    claims = [await world.claim(world.first), await world.claim(world.second)]
    world.records[f"_verilink.{HOST}"] = [f"verilink={claim.token}" for claim in claims]
    await asyncio.gather(world.check(), world.check())
    found = [await world.now(one) for one in (world.first, world.second)]
    assert sorted(each.verified_at is not None for each in found) == [False, True]
    assert [each.problem for each in found if each.verified_at is None] == [
        "Another organization has proven this name already"
    ]


async def test_there_are_at_most_so_many_names(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(domains, "MOST", 2)
    for host in ("a.northwind.example", "b.northwind.example", "a.northwind.example"):
        await world.claim(world.first, host)
    with pytest.raises(BadRequest):
        await world.claim(world.first, "c.northwind.example")


async def test_after_two_weeks_nobody_looks_any_more_until_asked(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await world.claim(world.first)
    later = clock.in_seconds(15 * 86_400)
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
    assert page.value(f"Name of the record for {HOST}") == f"_verilink.{HOST}"
    assert page.value(f"Text of the record for {HOST}") == f"verilink={(await world.now(world.first)).token}"
    assert page.value(f"Target for {HOST}") == "id.example"
    assert (await person.post("/dashboard/hosted-flow/domain/check", {"domain": HOST})).status == 303
    assert (await person.post("/dashboard/hosted-flow/domain/main", {"domain": HOST})).status == 404
    await world.prove(world.first)
    world.records.clear()
    await world.ask(world.first)
    await world.check()
    page = await person.get("/dashboard/hosted-flow")
    assert "The proof is missing since" in page.text
    assert "In links" in page.text
    assert (await person.post("/dashboard/hosted-flow/domain/remove", {"domain": HOST})).status == 303
    assert await world.now(world.first) is None
