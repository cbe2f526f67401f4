"""The live camera before documents: what it says, and when it takes the picture itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import cv2
import numpy as np
import pytest
from playwright.sync_api import Browser

from specimens import licence
from specimens.drawing import photo_of
from specimens.faces import Pixels
from specimens.video import SIZE
from support import looks
from support.camera import Camera
from support.phone import Company, Phone, to_capture

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LENSES = """async ([devices, facing]) => {
  const base = document.querySelector("script[type=module]").src.replace(/[^/]+$/, "");
  const { sorted } = await import(base + "camera.js");
  return sorted(devices.map((label) => ({ label })), facing).map(({ label }) => label);
}"""


@pytest.fixture
def company(shared_server: Any) -> Company:
    """Any company."""
    return Company(shared_server)


@pytest.fixture
def phone(studio: Browser, make_phone: Callable[..., Phone]) -> Iterator[Phone]:
    """A phone before the camera."""
    return make_phone(studio, **PHONE)


def scaled(frames: Sequence[Pixels], by: float, *, right: float = 0) -> Sequence[Pixels]:
    """The same scene from farther away, or from the side."""
    width, height = SIZE
    move = np.array([[by, 0, width / 2 * (1 - by) + right], [0, by, height / 2 * (1 - by)]])
    return tuple(cv2.warpAffine(each, move, SIZE, borderMode=cv2.BORDER_REPLICATE) for each in frames)


def tip(phone: Phone, words: str) -> None:
    """Wait until the page says this."""
    phone.page.locator("#tip", has_text=words).wait_for(timeout=15_000)


def test_a_document_held_well_is_photographed_by_itself(company: Company, phone: Phone, camera: Camera) -> None:
    camera.show(looks.document())
    to_capture(phone, company.generic("Government ID"))
    phone.tap("Open the camera")
    with phone.page.expect_request("**/flow/uploads/**") as sending:
        phone.see("Can you read every word?")
    assert "capture-method=auto" in sending.value.url
    phone.tap("Take another")
    tip(phone, "Looks good. Hold still")
    phone.see("Can you read every word?")


def test_further_frames_of_the_document_follow_a_photo_that_was_taken_by_itself(
    company: Company, phone: Phone, camera: Camera
) -> None:
    answers: list[Any] = []
    phone.page.on("response", lambda answer: answers.append(answer) if "/frames/" in answer.url else None)
    camera.show(looks.document())
    to_capture(phone, company.generic("Government ID"))
    phone.tap("Open the camera")
    phone.see("Can you read every word?")
    for _ in range(60):
        if len(answers) == 2:
            break
        phone.page.wait_for_timeout(250)
    assert [answer.status for answer in answers] == [201, 201]
    sizes = [int(answer.request.all_headers()["content-length"]) for answer in answers]
    assert all(20_000 < size < 400_000 for size in sizes)
    phone.tap("Use this photo")
    phone.see("You are done")


def test_a_photo_by_hand_or_over_a_line_that_saves_data_has_no_further_frames(
    company: Company, phone: Phone, camera: Camera
) -> None:
    phone.page.add_init_script(
        "Object.defineProperty(navigator, 'connection', { value: { saveData: true, effectiveType: '4g' } })"
    )
    camera.show(looks.document())
    to_capture(phone, company.generic("Government ID"))
    phone.tap("Open the camera")
    with phone.page.expect_response("**/flow/uploads/**"):
        phone.see("Can you read every word?")
    phone.tap("Use this photo")
    phone.see("You are done")
    assert not [url for url in phone.requests if "/frames/" in url]


def test_switched_off_it_waits_for_the_person_and_remembers(company: Company, phone: Phone, camera: Camera) -> None:
    camera.show(scaled(looks.document(), 0.6))
    to_capture(phone, company.generic("Government ID"))
    phone.tap("Open the camera")
    automatic = phone.page.get_by_role("button", name="Automatic")
    assert automatic.get_attribute("aria-pressed") == "true"
    tip(phone, "Move closer")
    automatic.click()
    camera.show(looks.document(), phone.page)
    tip(phone, "Looks good. Take the photo")
    phone.page.wait_for_timeout(2_500)
    assert phone.page.locator(".shutter").is_visible()
    phone.tap("Close the camera")
    phone.tap("Open the camera")
    assert automatic.get_attribute("aria-pressed") == "false"
    phone.page.locator(".shutter:not([disabled])").click()
    phone.see("Can you read every word?")


def test_every_fault_is_named_until_it_is_gone(company: Company, phone: Phone, camera: Camera) -> None:
    good = looks.document()
    dark = tuple((each * 0.2).astype(np.uint8) for each in good)
    soft = tuple(cv2.GaussianBlur(each, (0, 0), 9) for each in good)
    bare = tuple(np.full_like(each, 120) for each in good)
    scenes = [(dark, "Too dark"), (bare, "Place the document in the frame"), (scaled(good, 0.65), "Move closer")]
    scenes += [(scaled(good, 1, right=300), "Show all four corners"), (soft, "Not sharp yet"), (good, "Looks good")]
    phone.by_hand()
    camera.show(dark)
    to_capture(phone, company.generic("Government ID"))
    phone.tap("Open the camera")
    for frames, words in scenes:
        camera.show(frames, phone.page)
        tip(phone, words)


def test_a_card_can_stand_upright_in_the_frame(company: Company, phone: Phone, camera: Camera) -> None:
    phone.by_hand()
    camera.show(looks.document())
    to_capture(phone, company.generic("Government ID"))
    phone.tap("Open the camera")
    frame = phone.page.locator(".frame")
    tip(phone, "Looks good")
    lying = frame.bounding_box()
    phone.tap("Upright frame")
    standing = frame.bounding_box()
    assert lying
    assert lying["width"] > lying["height"]
    assert standing
    assert standing["width"] < standing["height"]


@pytest.mark.parametrize(
    ("facing", "labels", "best"),
    [
        ("user", ["Integrated IR Camera", "Integrated Camera"], ["Integrated Camera"]),
        (
            "environment",
            ["Back Ultra Wide Camera", "Back Camera", "Front Camera"],
            ["Back Camera", "Back Ultra Wide Camera"],
        ),
        (
            "environment",
            ["camera2 2, facing back", "camera2 1, facing front", "camera2 0, facing back"],
            ["camera2 0, facing back", "camera2 2, facing back"],
        ),
        ("environment", ["Ultra-Weitwinkel-Rückkamera", "Rückkamera"], ["Rückkamera", "Ultra-Weitwinkel-Rückkamera"]),
        ("environment", ["USB camera", "FaceTime HD Camera"], ["USB camera"]),
    ],
)
def test_the_best_lens_comes_first(
    company: Company, phone: Phone, facing: str, labels: list[str], best: list[str]
) -> None:
    phone.page.goto(f"{company.server.url}/verify")
    assert phone.page.evaluate(LENSES, [labels, facing]) == best


def _to_the_back(company: Company, phone: Phone, camera: Camera) -> None:
    """A driving licence of the United States whose front is done."""
    camera.show(tuple(photo_of(licence.front(), size=SIZE, degrees=1.5, seed=seed) for seed in (3, 4)))
    phone.page.goto(company.generic("Government ID"))
    phone.see("confirm it’s you")
    phone.tap("Agree and start")
    phone.see("Which document")
    phone.page.fill("#country", "United States of")
    phone.page.keyboard.press("Enter")
    phone.tap("Driver’s license")
    phone.see("Photograph the front")
    phone.tap("Open the camera")
    phone.page.locator(".shutter:not([disabled])").click()
    phone.see("Can you read")


def test_the_barcode_is_read_before_the_photo_is_taken(company: Company, phone: Phone, camera: Camera) -> None:
    phone.by_hand()
    _to_the_back(company, phone, camera)
    assert not [url for url in phone.requests if "zxing" in url], "loaded where no barcode is"
    camera.show(tuple(photo_of(licence.back(), size=SIZE, degrees=1.5, seed=seed) for seed in (3, 4)))
    phone.tap("Use this photo")
    phone.see("Photograph the back")
    phone.page.get_by_text("Barcode read").wait_for(timeout=20_000)
    phone.page.locator(".shutter").click()
    phone.see("Can you read")
    phone.page.wait_for_timeout(1_500)
    assert phone.page.get_by_text("We could not read the barcode").is_hidden()
    fetched = [url for url in phone.requests if "zxing" in url]
    assert fetched
    assert all(url.startswith(company.server.url) for url in phone.requests if not url.startswith("blob:"))


def test_a_photo_without_a_readable_barcode_is_pointed_out_and_can_be_used(
    company: Company, phone: Phone, camera: Camera
) -> None:
    phone.by_hand()
    _to_the_back(company, phone, camera)
    camera.show(tuple(photo_of(licence.front(), size=SIZE, degrees=1.5, seed=seed) for seed in (5, 6)))
    phone.tap("Use this photo")
    phone.see("Photograph the back")
    tip(phone, "Hold it so that the barcode is sharp")
    phone.page.locator(".shutter").click()
    phone.page.get_by_text("We could not read the barcode").wait_for()
    phone.tap("Use this photo")
    phone.see("You are done")


def _to_the_selfie(company: Company, phone: Phone) -> None:
    phone.page.goto(company.generic("Selfie"))
    phone.tap("Agree and start")
    phone.see("Now a short look")
    phone.tap("Open the camera")
    phone.page.locator("[data-do=shoot]:enabled").wait_for()


def test_a_selfie_in_the_dark_is_pointed_out_and_the_countdown_waits_for_light(
    company: Company, phone: Phone, camera: Camera
) -> None:
    bright = looks.head("astronaut")["center"]
    camera.show(tuple((each * 0.15).astype(np.uint8) for each in bright))
    _to_the_selfie(company, phone)
    tip(phone, "Too dark")
    phone.page.locator("#timer").check()
    phone.page.wait_for_timeout(4_000)
    assert phone.page.locator(".poses .done").count() == 0
    camera.show(bright, phone.page)
    phone.page.locator(".poses .done").first.wait_for()


def test_tones_and_vibration_tell_the_poses_once_switched_on(company: Company, phone: Phone, camera: Camera) -> None:
    camera.show(looks.head("astronaut")["center"])
    phone.page.add_init_script(
        "window.told = []; navigator.vibrate = (shake) => told.push('shake');"
        "OscillatorNode.prototype.start = new Proxy(OscillatorNode.prototype.start, {"
        " apply: (work, node, given) => { told.push(node.frequency.value); return work.apply(node, given); } });"
    )
    phone.by_hand()
    _to_the_selfie(company, phone)
    sound = phone.page.get_by_role("switch", name="Sound and vibration")
    assert not sound.is_checked()
    assert phone.page.evaluate("told") == []
    sound.check()
    assert phone.page.evaluate("told") == ["shake", 660]
    phone.tap("Take the photo")
    phone.page.wait_for_function("() => told.length === 6")
    assert phone.page.evaluate("told.slice(2)") == ["shake", 990, "shake", 660]
