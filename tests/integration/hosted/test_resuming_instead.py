"""A generic link opened again with the same reference ID, where the template wants people to go on."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from support.visitor import Reply, Visitor
from verilink.contacts.proofs import SECONDS, TRIES
from verilink.database import transaction
from verilink.flow.document import Links
from verilink.inquiries import actions
from verilink.inquiries import queries as inquiry_queries
from verilink.inquiries.create import NewInquiry, create
from verilink.inquiries.model import Filters
from verilink.kit import clock
from verilink.kit.pagination import Page
from verilink.mailbox import queries as mails
from verilink.templates import actions as template_actions
from verilink.templates import queries as template_queries

PROOF = re.compile(r'data-proof="(prf_\w+)"')
CODE = re.compile(r"Your code: (\d{6})")
ANNA = "fields%5Bemail-address%5D=anna%40example.com"


@pytest.fixture
def tab(installation: Any) -> Callable[[], Visitor]:
    """Tabs of an installation that can send mail."""
    services = installation.services
    mailing = replace(services, settings=msgspec.structs.replace(services.settings, smtp_url="smtp://mail"))
    return lambda: Visitor(mailing)


@pytest.fixture
async def link(installation: Any) -> str:
    """The generic link of a template that resumes, with a reference ID."""
    async with transaction(installation.services.pool) as conn:
        organization = installation.production.organization_id
        document = (await template_queries.live(conn, organization, installation.template_id)).document
        document = msgspec.structs.replace(document, name="resumes", links=Links(duplicates="resume"))
        template = await template_actions.create(conn, organization, document)
        await template_actions.publish(conn, organization, template.id)
    return f"inquiry-template-id={template.id}&environment-id={installation.production.id}&reference-id=User-7"


async def _inquiries(installation: Any) -> list[Any]:
    async with installation.services.pool.acquire() as conn:
        return await inquiry_queries.list_inquiries(conn, installation.production.id, Page(size=50), Filters())


async def _codes(installation: Any) -> list[str]:
    async with installation.services.pool.acquire() as conn:
        found = await mails.list_mails(conn, installation.production.id, Page(size=50))
    return [match[1] for mail in found if (match := CODE.search(mail.text_body))]


async def _prove(visitor: Visitor, page: Reply, code: str, link: str) -> Reply:
    found = PROOF.search(page.html)
    assert found, page.html
    return await visitor.call("POST", "/flow/proof", json={"query": link, "proof": found[1], "code": code})


async def test_an_empty_inquiry_is_gone_on_with_at_once(installation: Any, tab: Any, link: str) -> None:
    first = await tab().start(link)
    again = await tab().start(link.replace("User-7", "user-7"))
    assert (again.status, again.json["resumed"]) == (200, True)
    assert "resumed" not in first.json
    assert again.json["inquiry-id"] == first.json["inquiry-id"]
    assert len(await _inquiries(installation)) == 1


async def test_one_that_holds_something_is_shown_after_the_mailed_code(installation: Any, tab: Any, link: str) -> None:
    anna = tab()
    await anna.start(f"{link}&{ANNA}")
    await anna.choose(**{"id-class": "id"})
    await anna.photograph("verification_government_id", "front")
    other = tab()
    page = await other.start(link)
    assert (page.status, page.screen) == (200, "proof")
    assert "token" not in page.json
    assert "anna" not in page.html
    assert anna.inquiry_id not in page.html
    [code] = await _codes(installation)
    opened = await _prove(other, page, f" {code[:3]} {code[3:]} ", link)
    assert (opened.status, opened.screen, opened.json["inquiry-id"]) == (200, "capture-id", anna.inquiry_id)
    assert opened.json["resumed"]
    assert (await _prove(other, page, code, link)).status == 422, "a code works once"
    assert len(await _inquiries(installation)) == 1


async def test_prefilled_values_are_protected_before_anybody_began(installation: Any, tab: Any, link: str) -> None:
    template_id = link.split("&")[0].partition("=")[2]
    async with transaction(installation.services.pool) as conn:
        asked = NewInquiry(template_id=template_id, reference_id="user-7", fields={"email-address": "anna@example.com"})
        await create(conn, installation.services, installation.production, asked)
    assert (await tab().start(link)).screen == "proof"


async def test_wrong_codes_are_counted_and_a_new_page_asks_for_no_second_mail(
    installation: Any, tab: Any, link: str
) -> None:
    await tab().start(f"{link}&{ANNA}")
    other = tab()
    page = await other.start(link)
    assert PROOF.findall((await other.start(link)).html) == PROOF.findall(page.html)
    [code] = await _codes(installation)
    wrong = str((int(code) + 1) % 10**6).zfill(6)
    says = [(await _prove(other, page, wrong, link)).json["say"] for _ in range(TRIES)]
    assert all(say.startswith("This is not the code") for say in says[:-1])
    assert says[-1].startswith("This code works no more")
    assert (await _prove(other, page, code, link)).status == 422
    fresh = await other.start(link)
    assert len(await _codes(installation)) == 2
    assert (await _prove(other, fresh, (await _codes(installation))[0], link)).status == 200


async def test_a_code_works_for_ten_minutes(
    installation: Any, tab: Any, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await tab().start(f"{link}&{ANNA}")
    page = await tab().start(link)
    [code] = await _codes(installation)
    later = clock.in_seconds(SECONDS + 1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert (await _prove(tab(), page, code, link)).status == 422


async def test_codes_are_mailed_only_so_often(
    installation: Any, tab: Any, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await tab().start(f"{link}&{ANNA}")
    first = clock.now()
    pages = []
    for number in range(6):
        moment = first + number * timedelta(minutes=5)
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        page = await tab().start(link)
        pages.append(page)
        for _ in range(TRIES):  # use the code up
            if PROOF.search(page.html):
                await _prove(tab(), page, "not it", link)
    assert [PROOF.search(page.html) is not None for page in pages] == [True] * 4 + [False] * 2
    assert "Try again in an hour" in pages[-1].html


async def test_whoever_has_no_code_can_begin_anew(installation: Any, tab: Any, link: str) -> None:
    await tab().start(f"{link}&{ANNA}")
    reply = await tab().call("POST", "/flow/start", json={"query": link, "fresh": True})
    assert (reply.status, reply.screen) == (200, "consent")
    assert len(await _inquiries(installation)) == 2


async def test_where_no_code_can_be_sent_a_new_inquiry_is_made(
    installation: Any, visitor: Visitor, tab: Any, link: str
) -> None:
    begun = tab()
    await begun.start(link)
    await begun.choose(**{"id-class": "id"})
    await begun.photograph("verification_government_id", "front")
    assert (await tab().start(link)).screen == "consent"
    assert len(await _inquiries(installation)) == 2
    assert (await visitor.start(f"{link}&{ANNA}")).screen == "consent"


@pytest.mark.parametrize("ending", ["finished", "other"])
async def test_other_reference_ids_and_finished_inquiries_are_left_alone(
    installation: Any, tab: Any, link: str, ending: str
) -> None:
    first = await tab().start(link)
    if ending == "finished":
        async with transaction(installation.services.pool) as conn:
            await actions.approve(conn, installation.production.id, first.json["inquiry-id"], None)
    else:
        link = link.replace("User-7", "User-8")
    again = await tab().start(link)
    assert again.json["inquiry-id"] != first.json["inquiry-id"]


async def test_templates_make_a_new_inquiry_unless_they_say_so(installation: Any, tab: Any, generic: str) -> None:
    for _ in range(2):
        assert (await tab().start(f"{generic}&reference-id=User-7")).screen == "consent"
    assert len(await _inquiries(installation)) == 2
