"""The warning before a page ends, with a clock that a test moves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from playwright.sync_api import Browser

from support.phone import Company, Phone
from verilink.flow.document import Expiry, Links
from verilink.templates import actions, queries


def _short(company: Company, extend: Any) -> str:
    """The link of a template whose inquiries last ten minutes."""
    made = company.server.made
    template_id = made.templates["Government ID"]
    document = company.do(queries.live, made.organization_id, template_id).document
    document = msgspec.structs.replace(
        document, name=extend, expiry=Expiry(create=600, resume=600), links=Links(extend=extend)
    )
    template = company.do(actions.create, made.organization_id, document)
    company.do(actions.publish, made.organization_id, template.id)
    environment = company.server.environment("sandbox")
    return f"{company.server.url}/verify?inquiry-template-id={template.id}&environment-id={environment}"


def test_two_minutes_before_the_end_one_tap_gives_more_time(
    web_server: Any, browser: Browser, make_phone: Callable[..., Phone]
) -> None:
    phone = make_phone(browser)
    phone.page.clock.install()
    phone.page.goto(_short(Company(web_server), "inquiry"))
    phone.see("confirm it’s you")
    phone.page.clock.run_for(470_000)
    assert not phone.page.locator("#ending").is_visible()
    phone.page.clock.run_for(15_000)
    phone.page.get_by_role("dialog", name="Do you need more time?").wait_for()
    assert "about 2 minutes" in phone.page.inner_text("#ending-text")
    assert phone.page.evaluate("document.activeElement.dataset.action") == "extend"
    phone.page.keyboard.press("Enter")
    phone.page.locator("#ending").wait_for(state="hidden")
    phone.page.clock.run_for(300_000)
    assert not phone.page.locator("#ending").is_visible()
    phone.page.clock.run_for(200_000)
    phone.page.get_by_role("dialog", name="Do you need more time?").wait_for()


def test_where_no_more_time_is_to_be_had_the_page_says_so_once(
    web_server: Any, browser: Browser, make_phone: Callable[..., Phone]
) -> None:
    phone = make_phone(browser)
    phone.page.clock.install()
    phone.page.goto(_short(Company(web_server), "never"))
    phone.see("confirm it’s you")
    phone.page.clock.run_for(490_000)
    phone.page.get_by_text("It cannot be made longer").wait_for()
    phone.tap("Close")
    phone.page.clock.run_for(60_000)
    assert not phone.page.locator("#ending").is_visible()
