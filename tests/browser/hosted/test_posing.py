"""Before the selfie camera: what is said, when the picture is taken by itself, and what is left when nobody looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import pytest
from playwright.sync_api import Browser, Request, Route

from specimens.video import SIZE
from support import looks
from support.camera import Camera
from support.phone import Company, Phone

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
# The process that looks starts with the page; on a busy machine that may take longer than the page has patience.
AWAKE = """async () => {
  const base = document.querySelector("script[type=module]").src.replace(/[^/]+$/, "");
  const { headersOf } = await import(base + "net.js");
  const { dataset } = document.querySelector("[data-poses]");
  const canvas = Object.assign(document.createElement("canvas"), { width: 160, height: 160 });
  canvas.getContext("2d").fillRect(0, 0, 80, 160);
  const body = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg"));
  const address = `/flow/looks/${dataset.page}?step=${dataset.step}`;
  for (;;) {
    const { status } = await fetch(address, { method: "POST", body, headers: headersOf() });
    if (status !== 503) return status;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}"""
TURNS = {"left": "to your left", "right": "to your right"}


@pytest.fixture
def company(shared_server: Any) -> Company:
    """Any company."""
    return Company(shared_server)


@pytest.fixture
def phone(studio: Browser, make_phone: Callable[..., Phone]) -> Phone:
    """A phone before the camera."""
    return make_phone(studio, **PHONE)


def to_the_selfie(company: Company, phone: Phone, *, awake: bool = True) -> None:
    phone.page.goto(company.generic("Selfie"))
    phone.tap("Agree and start")
    phone.see("Now a short look")
    if awake:
        assert phone.page.evaluate(AWAKE) == 200
    phone.tap("Open the camera")
    phone.page.locator("[data-do=shoot]:enabled").wait_for()


def tip(phone: Phone, words: str) -> None:
    phone.page.locator("#tip", has_text=words).wait_for(timeout=30_000)


def wanted(phone: Phone) -> str:
    heading = phone.heading()
    return next((pose for pose, words in TURNS.items() if words in heading), "center")


def taken(phone: Phone, number: int) -> None:
    phone.page.wait_for_function(
        "n => !document.querySelector('.poses')?.offsetParent"
        " || document.querySelectorAll('.poses .done').length === n",
        arg=number,
        timeout=45_000,
    )


def test_every_pose_is_taken_by_itself_when_the_head_is_where_it_was_asked_for(
    company: Company, phone: Phone, camera: Camera
) -> None:
    person = looks.head("astronaut")
    methods: list[str] = []
    looked: list[Request] = []
    phone.page.on("request", lambda sent: methods.append(sent.url) if "/flow/uploads/" in sent.url else None)
    phone.page.on("requestfinished", lambda sent: looked.append(sent) if "/flow/looks/" in sent.url else None)
    camera.show(person["center"])
    to_the_selfie(company, phone)
    for number in range(3):
        taken(phone, number)
        camera.show(person[wanted(phone)], phone.page)
    phone.see("You are done", seconds=60)
    assert len(methods) == 3
    assert all("capture-method=auto" in url for url in methods)
    sizes = [int(sent.all_headers()["content-length"]) for sent in looked[-5:]]
    assert all(2_000 < size < 8_000 for size in sizes), sizes
    assert len(sizes) == 5


def test_words_lead_to_the_picture(company: Company, phone: Phone, camera: Camera) -> None:
    ahead = looks.head("astronaut")["center"]
    empty = tuple(np.full_like(each, 120) for each in ahead)
    far, aside = moved(ahead, 0.5), moved(ahead, 1, right=-260)
    camera.show(empty)
    to_the_selfie(company, phone)
    phone.page.locator("#automatic").uncheck()
    tip(phone, "Bring your face into the circle")
    for frames, words in ((far, "Move closer"), (aside, "Move a little to your left")):
        camera.show(frames, phone.page)
        tip(phone, words)
    assert phone.page.locator(".poses .done").count() == 0
    camera.show(looks.head("astronaut")[wanted(phone)], phone.page)
    tip(phone, "Looks good. Take the photo")
    phone.tap("Take the photo")
    taken(phone, 1)


def moved(frames: looks.Frames, by: float, *, right: float = 0) -> looks.Frames:
    """The same person from farther away, or from the side."""
    width, height = SIZE
    move = np.array([[by, 0, width / 2 * (1 - by) + right], [0, by, height / 2 * (1 - by)]])
    return tuple(cv2.warpAffine(each, move, SIZE, borderMode=cv2.BORDER_REPLICATE) for each in frames)


def test_a_face_that_is_not_found_leaves_the_shutter_to_the_person(
    company: Company, phone: Phone, camera: Camera
) -> None:
    ahead = looks.head("astronaut")["center"]
    camera.show(tuple(np.full_like(each, 120) for each in ahead))
    to_the_selfie(company, phone)
    tip(phone, "You can take the photo yourself")
    phone.tap("Take the photo")
    taken(phone, 1)


def _nobody(route: Route) -> None:
    route.abort()


def _busy(route: Route) -> None:
    route.fulfill(status=503, headers={"Retry-After": "1"})


def _too_late(_: Route) -> None:
    """Never answered."""


@pytest.mark.parametrize("answer", [_nobody, _busy, _too_late])
def test_where_nobody_looks_the_countdown_takes_the_pictures(
    company: Company, phone: Phone, camera: Camera, answer: Callable[[Route], None]
) -> None:
    phone.page.route("**/flow/looks/**", answer)
    camera.show(looks.head("astronaut")["center"])
    to_the_selfie(company, phone, awake=False)
    phone.page.locator(".count", has_text="3").wait_for(timeout=20_000)
    assert phone.page.locator("#automatic").is_hidden()
    assert phone.page.locator("#timer").is_checked()
    taken(phone, 1)
    phone.page.locator("#timer").uncheck()
    assert phone.page.locator(".count").inner_text() == ""
    phone.tap("Take the photo")
    taken(phone, 2)


def test_a_line_that_saves_data_carries_no_looks(company: Company, phone: Phone, camera: Camera) -> None:
    phone.page.add_init_script(
        "Object.defineProperty(navigator, 'connection', { value: { saveData: true, effectiveType: '4g' } })"
    )
    camera.show(looks.head("astronaut")["center"])
    to_the_selfie(company, phone, awake=False)
    taken(phone, 1)
    assert not [url for url in phone.requests if "/flow/looks/" in url]
