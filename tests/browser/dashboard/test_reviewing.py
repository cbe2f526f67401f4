"""Looking at inquiries and deciding them, with the keyboard alone where it says so."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from browser.conftest import Server
from browser.dashboard.conftest import Seed

FAILED = ("start_inquiry", "create_failed_verification", "create_passed_verification", "complete_inquiry")


def test_find_open_and_approve_with_the_keyboard_alone(owner: Page, web_server: Server, seed: Seed) -> None:
    wanted = seed("usr_wanted", *FAILED)
    seed("usr_other")
    owner.goto(f"{web_server.url}/dashboard/inquiries")
    owner.keyboard.press("/")
    owner.keyboard.type("USR_wanted")
    expect(owner.locator("tbody tr")).to_have_count(1)
    owner.keyboard.press("Escape")
    owner.keyboard.press("j")
    owner.keyboard.press("Enter")
    owner.wait_for_url(f"**/{wanted}")
    owner.keyboard.press("a")
    expect(owner.get_by_role("heading", name="Approve this person?")).to_be_visible()
    owner.keyboard.type("Looks right")
    owner.keyboard.press("Tab")
    owner.keyboard.press("Tab")
    owner.keyboard.press("Enter")
    expect(owner.get_by_text("Looks right")).to_be_visible()
    expect(owner.locator(".verdict .chip")).to_have_text("Approved")


def test_the_selection_is_still_there_when_one_comes_back(owner: Page, web_server: Server, seed: Seed) -> None:
    for number in range(4):
        seed(f"usr_{number}")
    owner.goto(f"{web_server.url}/dashboard/inquiries")
    for _ in range(3):
        owner.keyboard.press("j")
    selected = owner.locator('tr[aria-selected="true"]')
    expect(selected).to_contain_text("usr_1")
    owner.keyboard.press("k")
    expect(selected).to_contain_text("usr_2")
    owner.keyboard.press("Enter")
    owner.wait_for_url("**/inq_*")
    owner.go_back()
    expect(selected).to_contain_text("usr_2")


def test_pictures_stay_away_until_asked_for(owner: Page, web_server: Server, seed: Seed) -> None:
    inquiry = seed("usr_1", *FAILED)
    asked: list[str] = []
    owner.on("request", lambda request: asked.append(request.url) if "/files/" in request.url else None)
    owner.goto(f"{web_server.url}/dashboard/inquiries/{inquiry}")
    expect(owner.locator(".shot img")).to_have_count(0)
    assert asked == []
    frame = owner.get_by_role("button", name="Show picture: Government ID, try 2, front")
    frame.click()
    expect(frame.locator("img")).to_have_js_property("complete", True)
    assert len(asked) == 1
    frame.click()
    expect(owner.locator(".shot img")).to_have_count(0)


def test_what_failed_is_open_and_what_passed_is_folded(owner: Page, web_server: Server, seed: Seed) -> None:
    inquiry = seed("usr_1", "start_inquiry", "create_failed_verification", "fail_inquiry")
    owner.goto(f"{web_server.url}/dashboard/inquiries/{inquiry}")
    expect(owner.get_by_text("The sandbox was asked to let this fail.").first).to_be_visible()
    expect(owner.get_by_text("Blur detection")).to_be_hidden()
    owner.get_by_text(re.compile(r"^\s*\d+ passed")).click()
    expect(owner.get_by_text("Blur detection")).to_be_visible()


def test_a_page_that_is_open_follows_the_person(owner: Page, web_server: Server, seed: Seed) -> None:
    from verilink.database import transaction
    from verilink.inquiries import actions

    inquiry = seed("usr_1", "start_inquiry")
    owner.goto(f"{web_server.url}/dashboard/inquiries/{inquiry}")
    expect(owner.locator(".verdict .chip")).to_have_text("Pending")

    async def end() -> None:
        async with transaction(web_server.services.pool) as conn:
            await actions.expire(conn, web_server.environment("sandbox"), inquiry)

    web_server.run(end())
    expect(owner.locator(".verdict .chip")).to_have_text("Expired", timeout=15_000)


def test_an_expired_inquiry_gets_a_link_to_go_on(owner: Page, web_server: Server, seed: Seed) -> None:
    inquiry = seed("usr_1", "expire_inquiry")
    owner.goto(f"{web_server.url}/dashboard/inquiries/{inquiry}")
    owner.get_by_role("button", name="Resume").click()
    dialog = owner.get_by_role("dialog")
    expect(dialog.get_by_label("One-time link", exact=True)).to_have_value(re.compile(r"/verify\?code="))
    dialog.get_by_role("link", name="Done").click()
    expect(owner.locator(".verdict .chip")).to_have_text("Pending")


def test_help_and_dialogs_close_with_escape_and_keys_rest_while_typing(owner: Page) -> None:
    owner.keyboard.press("?")
    keys = owner.get_by_role("dialog", name="Keys")
    expect(keys).to_be_visible()
    owner.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    owner.keyboard.press("c")
    reference = owner.get_by_label("Reference ID")
    expect(reference).to_be_focused()
    owner.keyboard.type("jack?/")
    expect(reference).to_have_value("jack?/")
    owner.keyboard.press("Escape")
    expect(owner.get_by_role("dialog")).to_have_count(0)


def test_light_or_dark_is_kept(owner: Page) -> None:
    button = owner.get_by_role("button", name="Change colours")
    button.click()
    owner.locator("[data-theme-toggle]").click()
    expect(owner.locator("html")).to_have_attribute("data-theme", "dark")
    owner.reload()
    expect(owner.locator("html")).to_have_attribute("data-theme", "dark")


def test_filters_apply_at_once_and_stay_in_the_address(owner: Page, web_server: Server, seed: Seed) -> None:
    seed("usr_open")
    seed("usr_expired", "expire_inquiry")
    owner.goto(f"{web_server.url}/dashboard/inquiries")
    expect(owner.locator("tbody tr")).to_have_count(2)
    owner.get_by_label("Status", exact=True).select_option(label="Expired")
    expect(owner.locator("tbody tr")).to_have_count(1)
    expect(owner.locator("tbody tr")).to_contain_text("usr_expired")
    expect(owner).to_have_url(re.compile("status=expired"))
    owner.reload()
    expect(owner.locator("tbody tr")).to_have_count(1)
    expect(owner.get_by_label("Status", exact=True)).to_have_value("expired")
