"""The whole flow on a phone with a live camera, in the sandbox."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser

from support.phone import Company, Phone, photograph, to_capture

REDIRECT = "&redirect-uri=https%3A%2F%2Fapp.example.com%2Fdone%3Fkeep%3D1&reference-id=user-1"


def take_selfie(phone: Phone) -> list[str]:
    """Answer the head-turn challenge; returns what was asked, in order."""
    phone.see("Now a short look")
    phone.tap("Open the camera")
    phone.page.locator("#automatic").uncheck()
    asked: list[str] = []
    for number in range(3):
        phone.page.wait_for_function("n => document.querySelectorAll('.poses .done').length === n", arg=number)
        phone.page.locator("[data-do=shoot]:enabled:not([aria-disabled=true])").wait_for()
        asked.append(phone.heading())
        phone.tap("Take the photo")
    return asked


def test_a_person_is_verified_and_led_back_to_the_company(company: Company, phone: Phone) -> None:
    to_capture(phone, company.generic(more=REDIRECT), "Identity card")
    photograph(phone)
    phone.see("back of your identity card")
    photograph(phone, opened=True)
    asked = take_selfie(phone)
    assert sorted(asked) == [
        "Look straight at the camera",
        "Turn your head to your left",
        "Turn your head to your right",
    ]
    phone.see("You are done")
    way_back = phone.page.get_by_role("link", name="Back to app.example.com")
    target = urlsplit(str(way_back.get_attribute("href")))
    told = parse_qs(target.query)
    [inquiry] = company.inquiries()
    assert (target.netloc, told["keep"], told["status"]) == ("app.example.com", ["1"], ["completed"])
    assert (told["inquiry-id"], told["reference-id"]) == ([inquiry.id], ["user-1"])
    assert told["fields[name-first][value]"] == ["Alexander"]
    assert inquiry.status == "completed"
    assert len(inquiry.verification_refs) == 2


def test_nothing_is_asked_of_any_other_server(company: Company, phone: Phone) -> None:
    to_capture(phone, company.generic())
    photograph(phone)
    phone.see("Now a short look")
    others = [url for url in phone.requests if not url.startswith((company.server.url, "blob:", "data:"))]
    assert others == []


def test_the_first_screen_weighs_less_than_sixty_kilobytes(company: Company, phone: Phone) -> None:
    weights: list[int] = []

    def weigh(request: Any) -> None:
        sizes = request.sizes()
        weights.append(sizes["responseBodySize"] + sizes["responseHeadersSize"])

    phone.page.on("requestfinished", weigh)
    phone.page.goto(company.generic())
    phone.see("confirm it’s you")
    phone.page.wait_for_load_state("networkidle")
    assert 5 <= len(weights) <= 12
    assert sum(weights) < 30_000


def test_failing_three_times_ends_with_a_reason_and_a_reference(company: Company, phone: Phone) -> None:
    to_capture(phone, company.generic("Government ID"))
    with phone.page.expect_response("**/flow/simulate"):
        phone.page.get_by_role("switch", name="Pass verifications").uncheck()
    for left in ("You have 2 more tries.", "You have 1 more try."):
        photograph(phone, opened="2" not in left)
        phone.see("We could not confirm your document")
        assert left in phone.page.inner_text("main")
        phone.tap("Take another photo")
        phone.see("photo page of your passport")
    photograph(phone, opened=True)
    phone.page.get_by_text("You have used all your tries.").wait_for()
    [inquiry] = company.inquiries()
    assert inquiry.status == "failed"
    assert inquiry.id in phone.page.inner_text("main")


def test_the_photo_is_sent_as_the_camera_saw_it(company: Company, phone: Phone) -> None:
    sent: list[bytes] = []

    def look(route: Any) -> None:
        sent.append(route.request.post_data_buffer or b"")
        route.continue_()

    phone.page.route("**/flow/uploads/**", look)
    to_capture(phone, company.generic())
    photograph(phone)
    phone.see("Now a short look")
    assert len(sent) == 1
    assert sent[0][:3] == b"\xff\xd8\xff"
    assert len(sent[0]) > 10_000


def test_a_desktop_walks_the_same_flow(
    company: Company, camera_browser: Browser, make_phone: Callable[..., Phone]
) -> None:
    options = {"viewport": {"width": 1280, "height": 800}, "has_touch": False, "is_mobile": False}
    desk = make_phone(camera_browser, permissions=["camera"], **options)
    to_capture(desk, company.generic("Government ID"))
    photograph(desk)
    desk.see("You are done")
    assert desk.page.get_by_role("link").count() == 0
