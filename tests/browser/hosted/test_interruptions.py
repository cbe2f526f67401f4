"""Reloads, double taps, cut networks, other tabs and other devices: nothing is lost and nothing happens twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser

from support.phone import Company, Phone, open_camera, photograph, to_capture
from verilink.inquiries import actions
from verilink.organizations import queries as organization_queries


def _pending(company: Company, phone: Phone) -> str:
    """An inquiry whose identity card has its front; returns its id."""
    inquiry = company.create()
    to_capture(phone, company.unique(inquiry.id), "Identity card")
    photograph(phone)
    phone.see("back of your identity card")
    return inquiry.id


def test_a_reload_in_the_same_tab_goes_on_where_it_was(company: Company, phone: Phone) -> None:
    _pending(company, phone)
    phone.page.reload()
    phone.see("back of your identity card")


def test_a_reload_before_the_photo_was_confirmed_shows_it_again(company: Company, phone: Phone) -> None:
    inquiry = company.create("Government ID")
    to_capture(phone, company.unique(inquiry.id))
    phone.tap("Open the camera")
    with phone.page.expect_response("**/flow/uploads/**"):
        phone.page.locator(".shutter:not([disabled])").click()
    phone.page.reload()
    phone.see("Can you read")
    assert phone.page.evaluate("document.getElementById('picture').src").startswith("blob:")
    phone.tap("Use this photo")
    phone.see("You are done")


def test_another_device_without_the_token_is_told_that_the_session_has_ended(
    company: Company, phone: Phone, camera_browser: Browser, make_phone: Callable[..., Phone]
) -> None:
    inquiry_id = _pending(company, phone)
    stranger = make_phone(camera_browser)
    stranger.page.goto(company.unique(inquiry_id))
    stranger.see("Your session has ended")
    assert inquiry_id in stranger.page.inner_text("main")


def test_another_device_goes_on_with_a_one_time_link_and_the_address_is_cleaned(
    company: Company, phone: Phone, camera_browser: Browser, make_phone: Callable[..., Phone]
) -> None:
    inquiry_id = _pending(company, phone)
    environment = company.do(organization_queries.environment, company.server.environment("sandbox"))
    _, link = company.do(actions.generate_link, company.server.services, environment, inquiry_id)
    other = make_phone(camera_browser, permissions=["camera"])
    other.page.goto(link.short_url)
    other.see("back of your identity card")
    assert other.page.url == company.unique(inquiry_id)
    other.page.reload()
    other.see("back of your identity card")


def test_a_session_token_does_not_stay_in_the_address(company: Company, phone: Phone) -> None:
    inquiry_id = _pending(company, phone)
    token = phone.page.evaluate(f"sessionStorage.getItem('verilink:{inquiry_id}')")
    tab = phone.new_tab()
    tab.page.goto(company.unique(inquiry_id, f"&language=en-US&session_token={token}"))
    tab.see("back of your identity card")
    assert tab.page.url == company.unique(inquiry_id, "&language=en-US")


def test_a_generic_link_makes_another_inquiry_at_each_load(company: Company, phone: Phone) -> None:
    for _ in range(2):
        phone.page.goto(company.generic(more="&reference-id=user-9"))
        phone.see("confirm it’s you")
    phone.page.reload()
    phone.see("confirm it’s you")
    made = company.inquiries()
    assert len(made) == 3
    assert len({inquiry.account_id for inquiry in made}) == 1
    assert phone.page.url == company.generic(more="&reference-id=user-9")


def test_a_link_preview_that_only_fetches_the_page_makes_none(company: Company, phone: Phone) -> None:
    assert phone.context.request.get(company.generic()).status == 200
    assert company.inquiries() == []


def test_a_double_tap_sends_one_answer(company: Company, phone: Phone) -> None:
    phone.page.goto(company.generic())
    phone.see("confirm it’s you")
    phone.page.get_by_role("button", name="Agree and start").dblclick()
    phone.see("Which document")
    phone.page.wait_for_timeout(500)  # hears of requests meanwhile, as a sleeping thread does not
    assert phone.requests.count(f"{company.server.url}/flow/answer") == 1


def test_a_double_tap_on_the_shutter_and_on_use_takes_one_photo(company: Company, phone: Phone) -> None:
    to_capture(phone, company.generic(), "Identity card")
    phone.tap("Open the camera")
    phone.page.locator(".shutter:not([disabled])").dblclick(force=True)
    phone.see("Can you read")
    phone.page.get_by_role("button", name="Use this photo").dblclick(force=True)
    phone.see("back of your identity card")
    assert len([url for url in phone.requests if "/flow/uploads/" in url]) == 1
    assert phone.requests.count(f"{company.server.url}/flow/captured") == 1


def test_going_offline_in_the_middle_of_an_upload_loses_nothing(company: Company, phone: Phone) -> None:
    to_capture(phone, company.generic("Government ID"))
    open_camera(phone)
    phone.context.set_offline(True)
    phone.page.locator(".shutter").click()
    phone.see("Can you read")
    phone.page.get_by_text("You are offline. Nothing is lost").wait_for()
    phone.tap("Use this photo")
    phone.page.wait_for_timeout(1_000)
    assert phone.heading() == "Can you read every word?"
    phone.context.set_offline(False)
    phone.see("You are done")
    assert phone.page.get_by_text("You are offline").is_hidden()


def test_an_answer_that_got_lost_on_the_way_is_sent_again(company: Company, phone: Phone) -> None:
    lost: list[str] = []

    def lose(route: Any) -> None:
        if lost:
            return route.continue_()
        lost.append(route.request.url)
        route.fetch()  # the server takes it, the browser never hears
        return route.abort("connectionreset")

    phone.page.route("**/flow/captured", lose)
    to_capture(phone, company.generic(), "Identity card")
    photograph(phone)
    phone.see("back of your identity card")
    assert len(lost) == 1


def test_a_start_that_got_lost_on_the_way_makes_one_inquiry(company: Company, phone: Phone) -> None:
    lost: list[str] = []

    def lose(route: Any) -> None:
        if lost:
            return route.continue_()
        lost.append(route.request.url)
        route.fetch()
        return route.abort("connectionreset")

    phone.page.route("**/flow/start", lose)
    phone.page.goto(company.generic())
    phone.see("confirm it’s you")
    assert len(company.inquiries()) == 1


def test_a_link_opened_twice_shows_the_slower_tab_where_the_other_is(company: Company, phone: Phone) -> None:
    inquiry = company.create()
    phone.page.goto(company.unique(inquiry.id))
    phone.see("confirm it’s you")
    tab = phone.new_tab()
    tab.page.goto(company.unique(inquiry.id))
    tab.see("confirm it’s you")
    phone.tap("Agree and start")
    phone.see("Which document")
    phone.page.fill("#country", "germ")
    phone.page.keyboard.press("Enter")
    phone.tap("Passport")
    phone.see("Photograph")
    tab.tap("Agree and start")
    tab.see("Photograph")


def test_leaving_and_coming_back_keeps_everything(company: Company, phone: Phone) -> None:
    to_capture(phone, company.generic())
    phone.tap("Leave")
    phone.page.get_by_role("dialog").get_by_role("button", name="Leave").click()
    phone.see("You left for now")
    phone.tap("Go on")
    phone.see("photo page of your passport")


def test_back_leads_through_the_screens_that_were_seen(company: Company, phone: Phone) -> None:
    to_capture(phone, company.generic())
    phone.tap("Back")
    phone.see("Which document")
    assert phone.page.input_value("#country") == "Germany"
    phone.tap("Back")
    phone.see("confirm it’s you")
    assert phone.page.get_by_role("button", name="Back").count() == 0


def test_a_screen_whose_script_got_lost_appears_as_soon_as_it_can(company: Company, phone: Phone) -> None:
    lost: list[str] = []

    def lose(route: Any) -> None:
        if lost:
            return route.continue_()
        lost.append(route.request.url)
        return route.abort("connectionreset")

    phone.page.route("**/countries.js*", lose)
    phone.page.goto(company.generic())
    phone.tap("Agree and start")
    phone.see("Which document")
    phone.page.fill("#country", "germ")
    phone.page.keyboard.press("Enter")
    assert phone.page.input_value("#country") == "Germany"
    assert len(lost) == 1


def test_a_closed_tab_opened_again_says_what_to_do_and_a_new_link_goes_on(company: Company, phone: Phone) -> None:
    inquiry_id = _pending(company, phone)
    phone.page.close()
    again = phone.new_tab()
    again.page.goto(company.unique(inquiry_id))
    again.see("Your session has ended")
    environment = company.do(organization_queries.environment, company.server.environment("sandbox"))
    _, link = company.do(actions.generate_link, company.server.services, environment, inquiry_id)
    again.page.goto(link.url)
    again.see("back of your identity card")


def test_a_link_opened_on_two_devices_goes_on_at_both_without_losing_a_photo(
    company: Company, phone: Phone, camera_browser: Browser, make_phone: Callable[..., Phone]
) -> None:
    inquiry = company.create("Government ID")
    other = make_phone(camera_browser, permissions=["camera"])
    for device in (phone, other):
        device.page.goto(company.unique(inquiry.id))
        device.see("confirm it’s you")
    phone.tap("Agree and start")
    phone.see("Which document")
    phone.page.fill("#country", "germ")
    phone.page.keyboard.press("Enter")
    phone.tap("Identity card")
    photograph(phone)
    phone.see("back of your identity card")
    other.tap("Agree and start")
    other.see("back of your identity card")
    photograph(other)
    other.see("You are done")
    phone.page.reload()
    phone.see("This is already done")
