"""The real engine behind the flow, in production: the right person passes, another one does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import pytest
from playwright.sync_api import Browser

from specimens import faces, passport, video
from specimens.drawing import photo_of
from support.phone import Company, Phone, to_capture

SECONDS = 90
ANGLES = {"center": 0.0, "left": video.TURN, "right": -video.TURN}


@pytest.fixture
def phone(browser: Browser, make_phone: Callable[..., Phone]) -> Phone:
    """A phone without a camera: everything is uploaded."""
    return make_phone(browser)


def _choose(phone: Phone, button: str, path: Path) -> None:
    with phone.page.expect_file_chooser() as choosing:
        phone.tap(button)
    choosing.value.set_files(path)


def _send_passport(phone: Phone, folder: Path, *, expired: bool = False) -> None:
    path = folder / "passport.jpg"
    cv2.imwrite(str(path), photo_of(passport.passport(expired=expired)))
    _choose(phone, "Upload a photo or PDF", path)
    phone.see("Can you read")
    phone.tap("Use this photo")


def _send_selfie(phone: Phone, folder: Path, face: faces.Pixels) -> None:
    phone.see("Now a short look", seconds=SECONDS)
    for pose in str(phone.page.locator(".flow").get_attribute("data-poses")).split():
        path = folder / f"{pose}.png"
        cv2.imwrite(str(path), video.poses(face, [ANGLES[pose]])[0])
        _choose(phone, "Use photos instead", path)
        phone.page.wait_for_timeout(500)  # nobody takes three photos within less than a second


@pytest.mark.slow
def test_a_passport_and_the_same_face_are_confirmed(company: Company, phone: Phone, tmp_path: Path) -> None:
    to_capture(phone, company.generic(kind="production"))
    _send_passport(phone, tmp_path)
    _send_selfie(phone, tmp_path, faces.astronaut())
    phone.see("You are done", seconds=SECONDS)
    [inquiry] = company.inquiries("production")
    assert inquiry.status == "completed"
    assert inquiry.values()["name-last"] == "SAMPLE"


@pytest.mark.slow
def test_another_face_is_told_to_try_again(company: Company, phone: Phone, tmp_path: Path) -> None:
    to_capture(phone, company.generic(kind="production"))
    _send_passport(phone, tmp_path)
    _send_selfie(phone, tmp_path, faces.hopper())
    phone.see("We could not confirm your selfie", seconds=SECONDS)
    assert "did not match the portrait" in phone.page.inner_text("main")


@pytest.mark.slow
def test_an_expired_passport_is_explained(company: Company, phone: Phone, tmp_path: Path) -> None:
    to_capture(phone, company.generic(kind="production"))
    _send_passport(phone, tmp_path, expired=True)
    phone.see("We could not confirm your document", seconds=SECONDS)
    assert "This document has expired." in phone.page.inner_text("main")
