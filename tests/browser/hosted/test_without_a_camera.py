"""Every way in which a camera can be missing leads on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from support.phone import Company, Phone, open_camera, to_capture
from support.visitor import picture


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo on the phone."""
    path = tmp_path / "my passport.jpg"
    path.write_bytes(picture(size=(1200, 850)))
    return path


def _upload(phone: Phone, name: str, photo: Path) -> None:
    with phone.page.expect_file_chooser() as choosing:
        phone.tap(name)
    choosing.value.set_files(photo)
    phone.see("Can you read")
    phone.tap("Use this photo")


def test_a_photo_can_be_uploaded_without_opening_the_camera(
    company: Company, browser: Browser, make_phone: Callable[..., Phone], photo: Path
) -> None:
    phone = make_phone(browser)
    to_capture(phone, company.generic("Government ID"))
    _upload(phone, "Upload a photo or PDF", photo)
    phone.see("You are done")


def test_a_denied_camera_is_explained_and_the_photo_comes_another_way(
    company: Company, launch: Callable[..., Browser], make_phone: Callable[..., Phone], photo: Path
) -> None:
    phone = make_phone(launch("--use-fake-device-for-media-stream", "--deny-permission-prompts"))
    to_capture(phone, company.generic("Government ID"))
    phone.tap("Open the camera")
    phone.see("The camera is not allowed yet")
    steps = phone.page.locator(".how:visible li")
    assert [steps.first.inner_text(), steps.count()] == ["Tap the sign left of the address, then Permissions.", 4]
    phone.tap("Try the camera again")
    phone.see("The camera is not allowed yet")
    _upload(phone, "Use the phone’s camera app", photo)
    phone.see("You are done")


def test_a_device_without_a_camera_is_told_so(
    company: Company, browser: Browser, make_phone: Callable[..., Phone], photo: Path
) -> None:
    phone = make_phone(browser, permissions=["camera"])
    to_capture(phone, company.generic("Government ID"))
    phone.tap("Open the camera")
    phone.see("No camera was found here")
    _upload(phone, "Upload a photo", photo)
    phone.see("You are done")


def test_a_camera_that_is_busy_is_named(company: Company, phone: Phone) -> None:
    phone.page.add_init_script(
        "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotReadableError'))"
    )
    to_capture(phone, company.generic("Government ID"))
    phone.tap("Open the camera")
    phone.see("The camera did not start")


def test_a_camera_that_is_lost_while_it_runs_can_be_opened_again(company: Company, phone: Phone) -> None:
    to_capture(phone, company.generic("Government ID"))
    open_camera(phone)
    phone.page.evaluate("document.querySelector('video').srcObject.getTracks()[0].dispatchEvent(new Event('ended'))")
    phone.see("The camera stopped")
    phone.tap("Try the camera again")
    phone.page.locator(".shutter:not([disabled])").wait_for()


def test_a_browser_that_has_no_camera_interface_opens_the_camera_app(
    company: Company, phone: Phone, photo: Path
) -> None:
    phone.page.add_init_script("Object.defineProperty(navigator, 'mediaDevices', { value: undefined })")
    to_capture(phone, company.generic("Government ID"))
    _upload(phone, "Open the camera", photo)
    phone.see("You are done")


def test_a_selfie_can_be_made_of_photos(
    company: Company, browser: Browser, make_phone: Callable[..., Phone], tmp_path: Path
) -> None:
    phone = make_phone(browser)
    phone.page.goto(company.generic("Selfie"))
    phone.tap("Agree and start")
    phone.see("Now a short look")
    for number in range(3):
        path = tmp_path / f"{number}.jpg"
        path.write_bytes(picture(size=(800, 800)))
        with phone.page.expect_file_chooser() as choosing:
            phone.tap("Use photos instead")
        choosing.value.set_files(path)
    phone.see("You are done")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("tiny.jpg", picture(size=(60, 60)), "too small to read"),
        ("notes.txt", b"nothing to see here" * 2000, "This kind of file cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_is_explained_and_another_can_be_taken(
    company: Company,
    browser: Browser,
    make_phone: Callable[..., Phone],
    tmp_path: Path,
    photo: Path,
    name: str,
    content: bytes,
    words: str,
) -> None:
    phone = make_phone(browser)
    path = tmp_path / name
    path.write_bytes(content)
    to_capture(phone, company.generic("Government ID"))
    with phone.page.expect_file_chooser() as choosing:
        phone.tap("Upload a photo or PDF")
    choosing.value.set_files(path)
    phone.page.locator("[role=alert]:visible", has_text=words).wait_for()
    _upload(phone, "Upload a photo or PDF", photo)
    phone.see("You are done")


def test_a_file_the_browser_cannot_show_is_taken_all_the_same(
    company: Company, browser: Browser, make_phone: Callable[..., Phone], tmp_path: Path
) -> None:
    phone = make_phone(browser)
    path = tmp_path / "scan.pdf"
    path.write_bytes(picture("PDF", (1200, 850)))
    to_capture(phone, company.generic("Government ID"))
    with phone.page.expect_file_chooser() as choosing:
        phone.tap("Upload a photo or PDF")
    choosing.value.set_files(path)
    phone.see("Can you read")
    assert "scan.pdf" in phone.page.inner_text("main:visible")
    phone.tap("Use this photo")
    phone.see("You are done")


def test_inside_another_app_the_way_out_is_told(
    company: Company, launch: Callable[..., Browser], make_phone: Callable[..., Phone]
) -> None:
    phone = make_phone(launch("--use-fake-device-for-media-stream", "--deny-permission-prompts"))
    to_capture(phone, company.generic("Government ID", more="&is-webview=true"))
    phone.tap("Open the camera")
    phone.see("The camera is not allowed yet")
    said = phone.page.inner_text("main:visible")
    assert "inside another app" in said
    assert "Open in browser" in said
    assert phone.page.locator("[data-action=handoff]:visible").count() == 1


def test_a_denied_camera_at_the_selfie_leads_to_photos(
    company: Company, launch: Callable[..., Browser], make_phone: Callable[..., Phone], photo: Path
) -> None:
    phone = make_phone(launch("--use-fake-device-for-media-stream", "--deny-permission-prompts"))
    phone.page.goto(company.generic("Selfie"))
    phone.tap("Agree and start")
    phone.tap("Open the camera")
    phone.see("The camera is not allowed yet")
    for _ in range(3):
        with phone.page.expect_file_chooser() as choosing:
            phone.tap("Use the phone’s camera app")
        choosing.value.set_files(photo)
    phone.see("You are done")
