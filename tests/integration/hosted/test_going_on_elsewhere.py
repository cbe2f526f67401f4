"""One person with two devices: the computer offers a code, the phone goes on, either takes the turn back."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from support.visitor import Reply, Visitor, picture
from verilink.database import transaction
from verilink.flow.document import Handoff
from verilink.kit import clock
from verilink.kit.pagination import Page
from verilink.mailbox import queries as mails
from verilink.messaging import queries as texts
from verilink.sessions import queries as sessions
from verilink.templates import actions as template_actions
from verilink.templates import queries as template_queries

DESKTOP = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36"}
TYPED = re.compile(r"/v/(?:<wbr><span>)?([0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4})")


@pytest.fixture
def computer(installation: Any) -> Visitor:
    """The device on which the person began."""
    return Visitor(installation.services, headers=DESKTOP)


def _with(visitor: Visitor, **settings: Any) -> Visitor:
    services = visitor.services
    changed = replace(services, settings=msgspec.structs.replace(services.settings, **settings))
    return Visitor(changed, headers=visitor.headers)


async def _offer(computer: Visitor, query: str) -> str:
    """To the photo of the document and on to the code; returns the code."""
    await computer.start(query)
    await computer.choose()
    offered = await computer.call("POST", "/flow/handoff", json={})
    assert (offered.status, offered.screen) == (200, "handoff")
    found = TYPED.search(offered.html)
    assert found, offered.html
    return found[1]


async def _turn(visitor: Visitor, to: str) -> Reply:
    return await visitor.call("POST", "/flow/turn", json={"to": to})


async def _screen(visitor: Visitor) -> Reply:
    return await visitor.call("GET", "/flow/screen")


async def _sessions(installation: Any, inquiry_id: str) -> list[Any]:
    async with installation.services.pool.acquire() as conn:
        return await sessions.of_inquiry(conn, installation.production.id, inquiry_id)


async def test_the_phone_goes_on_where_the_computer_was_and_the_computer_looks_on(
    installation: Any, computer: Visitor, visitor: Visitor, generic: str
) -> None:
    code = await _offer(computer, generic)
    arrived = await visitor.start(f"code={code}")
    assert (arrived.status, arrived.screen) == (200, "capture-id")
    assert visitor.inquiry_id == computer.inquiry_id
    looking = await _screen(computer)
    assert looking.screen == "elsewhere"
    assert "Photograph the photo page of your passport" in looking.html
    first, second = await _sessions(installation, computer.inquiry_id)
    assert (first.handoff_method, second.handoff_method) == (None, "qr")
    assert (second.status, second.handed_from) == ("active", first.id)


async def test_the_computer_can_do_nothing_while_the_phone_goes_on(
    computer: Visitor, visitor: Visitor, generic: str
) -> None:
    await visitor.start(f"code={await _offer(computer, generic)}")
    for reply in (
        await computer.call("POST", "/flow/back", json={"step": "verification_government_id"}),
        await computer.upload("verification_government_id", "front", picture()),
        await computer.call("POST", "/flow/handoff", json={}),
    ):
        assert (reply.status, reply.screen) == (409, "elsewhere")
    assert (await _screen(visitor)).screen == "capture-id"


async def test_the_computer_sees_each_step_of_the_phone_at_once_and_the_end_with_its_own_way_back(
    installation: Any, computer: Visitor, visitor: Visitor, generic: str
) -> None:
    query = f"{generic}&redirect-uri=https%3A%2F%2Fapp.example%2Fback"
    await visitor.start(f"code={await _offer(computer, query)}")
    seen = await _screen(computer)

    async def follow() -> Reply:
        return await computer.call("GET", f"/flow/progress?revision={seen.json['screen']['revision']}")

    waiting = asyncio.create_task(follow())
    await asyncio.sleep(0.05)
    await visitor.photograph("verification_government_id", "front")
    followed = await asyncio.wait_for(waiting, 5)
    assert followed.screen == "elsewhere"
    assert "Reading your document" in followed.html
    await visitor.verdict(installation.production, passed=True)
    await visitor.photograph("verification_selfie", *(await _poses(visitor)))
    await visitor.verdict(installation.production, passed=True)
    phone, here = await _screen(visitor), await _screen(computer)
    assert (phone.screen, here.screen) == ("finish", "finish")
    assert "app.example" in here.html
    assert "app.example" not in phone.html
    assert "Your other device shows this too" in phone.html


async def _poses(visitor: Visitor) -> list[str]:
    found = re.search(r'data-poses="([a-z ]+)"', (await _screen(visitor)).html)
    assert found
    return found[1].split()


async def test_either_device_takes_the_turn_back_as_often_as_it_likes(
    computer: Visitor, visitor: Visitor, generic: str
) -> None:
    await visitor.start(f"code={await _offer(computer, generic)}")
    for _ in range(2):
        assert (await _turn(computer, "here")).screen == "capture-id"
        assert (await _screen(visitor)).screen == "elsewhere"
        assert (await _turn(visitor, "here")).screen == "capture-id"
        assert (await _screen(computer)).screen == "elsewhere"
    assert (await _turn(visitor, "first")).screen == "elsewhere"
    assert (await _screen(computer)).screen == "capture-id"


async def test_taking_the_turn_wakes_the_device_that_waits(computer: Visitor, visitor: Visitor, generic: str) -> None:
    await visitor.start(f"code={await _offer(computer, generic)}")
    revision = (await _screen(computer)).json["screen"]["revision"]
    waiting = asyncio.create_task(computer.call("GET", f"/flow/progress?revision={revision}"))
    await asyncio.sleep(0.05)
    await _turn(visitor, "first")
    assert (await asyncio.wait_for(waiting, 5)).screen == "capture-id"


async def test_a_phone_can_hand_on_to_a_second_phone(
    computer: Visitor, visitor: Visitor, another: Callable[..., Visitor], generic: str
) -> None:
    await visitor.start(f"code={await _offer(computer, generic)}")
    offered = await visitor.call("POST", "/flow/handoff", json={})
    found = TYPED.search(offered.html)
    assert found
    second = another()
    assert (await second.start(f"code={found[1]}")).screen == "capture-id"
    assert (await _screen(visitor)).screen == "elsewhere"
    assert (await _screen(computer)).screen == "elsewhere"
    assert (await _turn(computer, "here")).screen == "capture-id"
    assert (await _screen(second)).screen == "elsewhere"


async def test_a_first_device_that_is_gone_cannot_be_given_the_turn(
    installation: Any, computer: Visitor, visitor: Visitor, generic: str
) -> None:
    await visitor.start(f"code={await _offer(computer, generic)}")
    first, _ = await _sessions(installation, computer.inquiry_id)
    async with transaction(installation.services.pool) as conn:
        await sessions.expire(conn, installation.production.id, [first.id], clock.now())
    assert (await _turn(visitor, "first")).screen == "capture-id"


async def test_asking_again_makes_new_links_of_one_session_and_only_the_first_opened_counts(
    installation: Any, computer: Visitor, visitor: Visitor, another: Callable[..., Visitor], generic: str
) -> None:
    first = await _offer(computer, generic)
    again = TYPED.search((await computer.call("POST", "/flow/handoff", json={})).html)
    assert again
    assert len(await _sessions(installation, computer.inquiry_id)) == 2
    assert (await visitor.start(f"code={again[1]}")).status == 200
    late = await another().start(f"code={first}")
    assert (late.status, late.json["reason"]) == (410, "link_expired")


@pytest.mark.parametrize(
    "change", [str.upper, lambda code: code.replace("-", ""), lambda code: f" {code.replace('-', ' ')} "]
)
async def test_a_code_may_be_typed_in_any_way(
    computer: Visitor, visitor: Visitor, generic: str, change: Callable[[str], str]
) -> None:
    code = change(await _offer(computer, generic)).replace(" ", "%20")
    assert (await visitor.start(f"code={code}")).status == 200


async def test_a_link_of_a_handoff_lives_an_hour(
    computer: Visitor, visitor: Visitor, generic: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = await _offer(computer, generic)
    later = clock.in_seconds(3_601)
    monkeypatch.setattr(clock, "now", lambda: later)
    reply = await visitor.start(f"code={code}")
    assert (reply.status, reply.json["reason"]) == (410, "link_expired")
    assert (await _screen(computer)).screen == "capture-id"


async def test_the_link_goes_by_mail_where_there_is_a_mail_server(
    installation: Any, computer: Visitor, generic: str
) -> None:
    computer = _with(computer, smtp_url="smtp://mail.example")
    await _offer(computer, generic)
    reply = await computer.call("POST", "/flow/handoff/send", json={"method": "email", "to": " anna@example.com"})
    assert reply.json == {"sent": True, "say": "Sent to anna@example.com. Open the link on the other device."}
    async with installation.services.pool.acquire() as conn:
        [mail] = await mails.list_mails(conn, installation.production.id, Page(size=10))
    assert mail.recipient == "anna@example.com"
    assert "1 hour" in mail.text_body
    code = TYPED.search(mail.text_body)
    assert code
    phone = Visitor(computer.services)
    assert (await phone.start(f"code={code[1]}")).screen == "capture-id"
    assert [each.handoff_method for each in await _sessions(installation, computer.inquiry_id)] == [None, "qr", "email"]
    assert [each.status for each in await _sessions(installation, computer.inquiry_id)] == [
        "active",
        "expired",
        "active",
    ]


async def test_the_link_goes_by_text_message_where_there_is_a_provider(
    installation: Any, computer: Visitor, generic: str
) -> None:
    computer = _with(computer, sms_provider="console")
    await _offer(computer, generic)
    reply = await computer.call("POST", "/flow/handoff/send", json={"method": "sms", "to": "+49 (151) 2345678"})
    assert reply.json["sent"]
    async with installation.services.pool.acquire() as conn:
        [message] = await texts.of_object(conn, installation.production.id, computer.inquiry_id)
    assert message.recipient == "+491512345678"
    assert TYPED.search(message.body or "")


@pytest.mark.parametrize(
    ("method", "to"),
    [
        ("email", "nobody"),
        ("email", "Anna <anna@example.com>"),
        ("email", "a@b\r\nBcc: c@d.example"),
        ("sms", "0151 2345"),
    ],
)
async def test_what_is_no_address_is_said_and_nothing_is_sent(
    installation: Any, computer: Visitor, generic: str, method: str, to: str
) -> None:
    computer = _with(computer, smtp_url="smtp://mail.example", sms_provider="console")
    await _offer(computer, generic)
    reply = await computer.call("POST", "/flow/handoff/send", json={"method": method, "to": to})
    assert (reply.status, reply.json["sent"]) == (422, False)
    assert reply.json["say"].startswith("Enter")
    async with installation.services.pool.acquire() as conn:
        assert await mails.list_mails(conn, installation.production.id, Page(size=10)) == []


async def test_nobody_can_make_the_page_pester_an_address(computer: Visitor, generic: str) -> None:
    computer = _with(computer, smtp_url="smtp://mail.example")
    await _offer(computer, generic)
    wish = {"method": "email", "to": "anna@example.com"}
    statuses = [(await computer.call("POST", "/flow/handoff/send", json=wish)).status for _ in range(6)]
    assert statuses == [200] * 4 + [429] * 2


async def test_ways_that_are_not_set_up_are_neither_offered_nor_taken(computer: Visitor, generic: str) -> None:
    await _offer(computer, generic)
    offered = await computer.call("POST", "/flow/handoff", json={})
    assert "data-send" not in offered.html
    reply = await computer.call("POST", "/flow/handoff/send", json={"method": "email", "to": "anna@example.com"})
    assert reply.status == 403


async def test_a_template_can_do_without(installation: Any, computer: Visitor) -> None:
    async with transaction(installation.services.pool) as conn:
        organization = installation.production.organization_id
        document = (await template_queries.live(conn, organization, installation.template_id)).document
        document = msgspec.structs.replace(document, name="Here only", handoff=Handoff(methods=()))
        made = await template_actions.create(conn, organization, document, None)
        await template_actions.publish(conn, organization, made.id)
    await computer.start(f"inquiry-template-id={made.id}&environment-id={installation.production.id}")
    shown = await computer.choose()
    assert 'data-action="handoff"' not in shown.html
    assert "/v/" not in (await computer.call("POST", "/flow/handoff", json={})).html


async def test_a_computer_is_offered_its_phone_and_a_phone_another_one_only_when_the_camera_fails(
    computer: Visitor, visitor: Visitor, generic: str
) -> None:
    await computer.start(generic)
    assert (await computer.choose()).html.count("Go on with your phone") == 2
    await visitor.start(generic)
    shown = (await visitor.choose()).html
    assert shown.count("Go on with another phone") == 1
    assert shown.index('data-part="blocked"') < shown.index("Go on with another phone")


async def test_the_limit_of_sessions_ends_the_offer_but_not_the_flow(
    installation: Any, computer: Visitor, another: Callable[..., Visitor], generic: str
) -> None:
    await computer.start(generic)
    for _ in range(24):
        await another().start(f"inquiry-id={computer.inquiry_id}")
    await computer.choose()
    offered = await computer.call("POST", "/flow/handoff", json={})
    assert "opened too often to go on with another device" in offered.html
    assert (await _screen(computer)).screen == "capture-id"
