"""``Send me a new link``: to the address on file and nowhere else, and the page never tells whether there is one."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from support.visitor import Reply, Visitor
from verilink.accounts import actions as accounts
from verilink.database import transaction
from verilink.flow.document import Links
from verilink.hosted import new_links
from verilink.inquiries import actions
from verilink.inquiries.create import NewInquiry, create
from verilink.kit import clock
from verilink.kit.pagination import Page
from verilink.mailbox import queries as mails
from verilink.templates import actions as template_actions
from verilink.templates import queries as template_queries
from verilink.worker import wanted

ANNA = {"email-address": "anna@example.com"}
BUTTON = 'data-action="newLink"'


@pytest.fixture
def visitor(mailing: Visitor) -> Visitor:
    """Whoever asks here can be written to."""
    return mailing


@pytest.fixture
def make(installation: Any, visitor: Visitor) -> Callable[..., Any]:
    """``await make(new_link="always", fields=…)``: an inquiry with a one-time link, of a template of its own."""

    async def made(new_link: str | None = None, **new: Any) -> Any:
        async with transaction(installation.services.pool) as conn:
            template_id = await _template(conn, installation, new_link) if new_link else installation.template_id
            asked = NewInquiry(template_id=template_id, **({"fields": ANNA, "with_link": True} | new))
            return await create(conn, visitor.services, installation.production, asked)

    return made


async def _template(conn: Any, installation: Any, new_link: Any) -> str:
    organization = installation.production.organization_id
    document = (await template_queries.live(conn, organization, installation.template_id)).document
    document = msgspec.structs.replace(document, name=new_link, links=Links(new_link=new_link))
    template = await template_actions.create(conn, organization, document)
    await template_actions.publish(conn, organization, template.id)
    return template.id


async def _mails(installation: Any) -> list[Any]:
    async with installation.services.pool.acquire() as conn:
        return await mails.list_mails(conn, installation.production.id, Page(size=20))


def _code(link: Any) -> str:
    return str(link.url.partition("code=")[2])


async def _ask(visitor: Visitor, **body: Any) -> Reply:
    visitor.token = None
    answer = await visitor.call("POST", "/flow/new-link", json=body)
    while await wanted.write_due(visitor.services):
        pass
    return answer


async def _open_the_mail(installation: Any, visitor: Visitor) -> Reply:
    [mail] = await _mails(installation)
    assert mail.recipient == "anna@example.com"
    found = re.search(r"code=(\S+)", mail.text_body)
    assert found, mail.text_body
    return await Visitor(visitor.services).start(f"code={found[1]}")


async def test_a_used_link_offers_a_new_one_that_opens_the_same_inquiry(
    installation: Any, visitor: Visitor, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await make()
    query = f"code={_code(made.link)}"
    await visitor.start(query)
    later = clock.in_seconds(400)
    monkeypatch.setattr(clock, "now", lambda: later)
    used = await Visitor(visitor.services).start(query)
    assert (used.status, BUTTON in used.html) == (410, True)
    asked = await _ask(visitor, query=query)
    assert (asked.status, "Look at your email" in asked.html) == (200, True)
    opened = await _open_the_mail(installation, visitor)
    assert opened.json["inquiry-id"] == made.inquiry.id


async def test_a_session_that_ended_offers_one_on_its_page(
    installation: Any, visitor: Visitor, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await make()
    await visitor.start(f"code={_code(made.link)}")
    await visitor.choose()
    await visitor.photograph("verification_government_id", "front")
    other = await Visitor(visitor.services).start(f"inquiry-id={made.inquiry.id}")
    assert (other.status, BUTTON in other.html) == (409, True)
    await _ask(visitor, query=f"inquiry-id={made.inquiry.id}")
    assert (await _open_the_mail(installation, visitor)).status == 200


async def test_an_expired_link_resumes_only_where_the_template_wants_it(
    installation: Any, visitor: Visitor, make: Any
) -> None:
    for wish, offered in (("open", False), ("always", True)):
        made = await make(wish)
        async with transaction(installation.services.pool) as conn:
            await actions.expire(conn, installation.production.id, made.inquiry.id)
        query = f"inquiry-id={made.inquiry.id}"
        page = await Visitor(visitor.services).start(query)
        assert (page.status, BUTTON in page.html) == (409, offered)
        await _ask(visitor, query=query)
        assert len(await _mails(installation)) == int(offered)
    opened = await _open_the_mail(installation, visitor)
    assert (opened.status, opened.json["inquiry-id"]) == (200, made.inquiry.id)


async def test_a_link_past_its_deadline_resumes_before_the_sweep_came_by(
    installation: Any, visitor: Visitor, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await make("always")
    later = clock.in_seconds(90_000)
    monkeypatch.setattr(clock, "now", lambda: later)
    page = await visitor.start(f"inquiry-id={made.inquiry.id}")
    assert (page.status, BUTTON in page.html) == (409, True)
    await _ask(visitor, query=f"inquiry-id={made.inquiry.id}")
    assert (await _open_the_mail(installation, visitor)).status == 200


async def test_a_tab_whose_session_ran_out_keeps_its_reference_and_gets_a_link(
    installation: Any, visitor: Visitor, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await make("always")
    await visitor.start(f"code={_code(made.link)}")
    later = clock.in_seconds(90_000)
    monkeypatch.setattr(clock, "now", lambda: later)
    page = await visitor.call("GET", "/flow/screen")
    assert (page.status, page.json["reason"], BUTTON in page.html) == (409, "expired", True)
    assert f'data-reference="{made.inquiry.id}"' in page.html
    await _ask(visitor, query="inquiry-template-id=itmpl_1", inquiry=made.inquiry.id)
    assert (await _open_the_mail(installation, visitor)).status == 200


async def test_the_answer_is_the_same_with_and_without_an_address_and_for_unknown_links(
    installation: Any, visitor: Visitor, make: Any
) -> None:
    known, nobody = await make(), await make(fields={})
    answers = [
        await _ask(visitor, query=f"inquiry-id={inquiry_id}") for inquiry_id in (known.inquiry.id, nobody.inquiry.id)
    ]
    texts = {answer.html.replace(known.inquiry.id, "x").replace(nobody.inquiry.id, "x") for answer in answers}
    assert len(texts) == 1
    assert [mail.recipient for mail in await _mails(installation)] == ["anna@example.com"]
    for body in ({}, {"query": "code=nobody"}, {"query": "inquiry-id=inq_1"}, {"inquiry": 7}, {"query": "code=%00"}):
        answer = await _ask(visitor, **body)
        assert (answer.status, "Look at your email" in answer.html) == (200, True)
    assert len(await _mails(installation)) == 1


async def test_the_address_of_the_account_is_on_file_too(installation: Any, visitor: Visitor, make: Any) -> None:
    made = await make(fields={}, reference_id="user-7")
    fields = {"email_address": {"type": "string", "value": "anna@example.com"}}
    async with transaction(installation.services.pool) as conn:
        await accounts.update(conn, installation.production.id, made.inquiry.account_id, {"fields": fields})
    await _ask(visitor, query=f"inquiry-id={made.inquiry.id}")
    assert [mail.recipient for mail in await _mails(installation)] == ["anna@example.com"]


async def test_finished_erased_and_unwilling_inquiries_get_none(installation: Any, visitor: Visitor, make: Any) -> None:
    done, never = await make(), await make("never")
    async with transaction(installation.services.pool) as conn:
        await actions.approve(conn, installation.production.id, done.inquiry.id, None)
    for made in (done, never):
        await _ask(visitor, query=f"inquiry-id={made.inquiry.id}")
    assert await _mails(installation) == []


async def test_one_address_and_one_network_can_ask_only_so_often(
    installation: Any, visitor: Visitor, make: Any
) -> None:
    made = await make()
    statuses = [(await _ask(visitor, query=f"inquiry-id={made.inquiry.id}")).status for _ in range(11)]
    assert statuses == [200] * 10 + [429]
    assert len(await _mails(installation)) == 4


async def test_without_a_mail_server_it_is_not_offered(installation: Any, make: Any) -> None:
    made = await make("always")
    async with transaction(installation.services.pool) as conn:
        await actions.expire(conn, installation.production.id, made.inquiry.id)
    page = await Visitor(installation.services).start(f"inquiry-id={made.inquiry.id}")
    assert (page.status, BUTTON in page.html) == (409, False)


async def test_the_answer_waits_for_nothing_and_a_fault_meanwhile_loses_nothing(
    installation: Any, visitor: Visitor, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await make()
    visitor.token = None
    for _ in range(2):
        await visitor.call("POST", "/flow/new-link", json={"query": f"inquiry-id={made.inquiry.id}"})
    assert await _mails(installation) == []
    with monkeypatch.context() as broken:
        broken.setattr(new_links.letters, "new_link_mail", lambda *_: 1 / 0)
        assert await wanted.write_due(visitor.services)
    assert (await _mails(installation), await wanted.write_due(visitor.services)) == ([], False)
    later = clock.in_seconds(90)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert await wanted.write_due(visitor.services)
    assert not await wanted.write_due(visitor.services)
    assert [mail.recipient for mail in await _mails(installation)] == ["anna@example.com"]


async def test_a_link_that_cannot_be_written_for_an_hour_is_given_up(
    installation: Any, visitor: Visitor, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await make()
    await visitor.call("POST", "/flow/new-link", json={"query": f"inquiry-id={made.inquiry.id}"})
    later = clock.in_seconds(4_000)
    monkeypatch.setattr(clock, "now", lambda: later)
    monkeypatch.setattr(new_links.letters, "new_link_mail", lambda *_: 1 / 0)
    assert await wanted.write_due(visitor.services)
    async with installation.services.pool.acquire() as conn:
        assert await conn.fetchval("SELECT count(*) FROM wanted_link") == 0
