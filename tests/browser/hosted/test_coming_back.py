"""People who come back: with a code from their mail, and with a new link."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Browser

from support.phone import Company, Phone, photograph, to_capture
from verilink.flow.document import Links
from verilink.inquiries import actions as inquiry_actions
from verilink.kit.pagination import Page
from verilink.mailbox import queries as mails
from verilink.templates import actions, queries
from verilink.worker import wanted

ANNA = "&fields%5Bemail-address%5D=anna%40example.com"


@pytest.fixture
def company(start_server: Callable[..., Any]) -> Company:
    """A company with a mail server, which nothing is handed to because no worker runs."""
    return Company(start_server(worker=False, smtp_url="smtp://127.0.0.1:9"))


def _link(company: Company) -> str:
    made = company.server.made
    document = company.do(queries.live, made.organization_id, made.templates["Government ID"]).document
    links = Links(duplicates="resume", new_link="always")
    template = company.do(
        actions.create, made.organization_id, msgspec.structs.replace(document, name="x", links=links)
    )
    company.do(actions.publish, made.organization_id, template.id)
    environment = company.server.environment("sandbox")
    query = f"inquiry-template-id={template.id}&environment-id={environment}&reference-id=user-7"
    return f"{company.server.url}/verify?{query}"


def _newest_mail(company: Company) -> str:
    """Its text, the worker's part of writing it done."""
    written = wanted.write_due(company.server.services)
    asyncio.run_coroutine_threadsafe(written, company.server.loop).result(20)
    found = company.do(mails.list_mails, company.server.environment("sandbox"), Page(size=10))
    return str(found[0].text_body)


def test_a_code_from_the_mail_leads_back_and_a_reload_stays_there(
    company: Company, phone: Phone, browser: Browser, make_phone: Callable[..., Phone]
) -> None:
    link = _link(company)
    to_capture(phone, link + ANNA, "Identity card")
    photograph(phone)
    phone.see("Photograph the back")
    other = make_phone(browser)
    other.page.goto(link)
    other.see("Go on where you stopped")
    code = re.search(r"\d{6}", _newest_mail(company))
    assert code
    other.page.fill("#code", "12")
    other.page.keyboard.press("Enter")
    other.page.locator("#said-code", has_text="This is not the code").wait_for()
    assert other.page.evaluate("document.activeElement.id") == "code"
    other.page.fill("#code", code[0])
    other.page.keyboard.press("Enter")
    other.see("Photograph the back")
    other.page.reload()
    other.see("Photograph the back")
    assert len(company.inquiries()) == 1


def test_an_expired_page_sends_a_new_link_that_opens(company: Company, phone: Phone) -> None:
    phone.page.goto(_link(company) + ANNA)
    phone.see("confirm it’s you")
    [inquiry] = company.inquiries()
    company.do(inquiry_actions.expire, company.server.environment("sandbox"), inquiry.id)
    phone.tap("Agree and start")
    phone.see("This link has expired")
    phone.tap("Send me a new link")
    phone.see("Look at your email")
    found = re.search(r"https?://\S+", _newest_mail(company))
    assert found
    phone.page.goto(found[0])
    phone.see("confirm it’s you")
