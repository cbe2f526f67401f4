"""What Safari on a phone does not have or does not allow, taken away from Chromium."""

from __future__ import annotations

import os
from pathlib import Path

import pillow_heif
import pytest

from browser.hosted.test_flow_with_a_camera import take_selfie
from support.phone import Company, Phone, open_camera, photograph, to_capture

# Interfaces that Safari lacks, or lacked in a version that is still about; storage as in a frame that may keep nothing.
LACKING = """
for (const name of ["BarcodeDetector", "ImageCapture", "OffscreenCanvas", "OTPCredential"]) delete window[name];
for (const name of ["vibrate", "connection", "getBattery"]) delete Navigator.prototype[name];
for (const name of ["getCapabilities"]) delete MediaStreamTrack.prototype[name];
delete HTMLVideoElement.prototype.requestVideoFrameCallback;
for (const name of ["sessionStorage", "localStorage", "indexedDB"]) {
  Object.defineProperty(window, name, { get() { throw new DOMException("blocked", "SecurityError"); } });
}
const plain = window.FormData;
window.FormData = class extends plain { constructor(form) { super(form); } };  // before Safari 16.4
const bitmap = window.createImageBitmap;
window.createImageBitmap = (source, options) => options ? Promise.reject(new TypeError("no options")) : bitmap(source);
"""
HIDDEN = """hidden => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
TRACK = "document.querySelector('video').srcObject?.getTracks()[0].readyState ?? 'none'"


def test_without_what_safari_lacks_the_whole_flow_passes(company: Company, phone: Phone) -> None:
    phone.page.add_init_script(LACKING)
    to_capture(phone, company.generic(), "Identity card")
    photograph(phone)
    phone.see("back of your identity card")
    phone.page.locator(".shutter:not([disabled])").click()
    phone.see("Can you read")
    phone.tap("Use this photo")
    take_selfie(phone)
    phone.see("You are done")


def test_a_page_kept_for_the_way_back_gives_the_camera_up_and_takes_it_again(company: Company, phone: Phone) -> None:
    to_capture(phone, company.generic("Government ID"))
    open_camera(phone)
    phone.page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    assert phone.page.evaluate(TRACK) == "none"
    phone.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    phone.page.wait_for_function(f"() => ({TRACK}) === 'live'")
    photograph(phone, opened=True)
    phone.see("You are done")


def test_a_picture_that_a_call_took_away_is_noticed(company: Company, phone: Phone) -> None:
    to_capture(phone, company.generic("Government ID"))
    open_camera(phone)
    phone.page.evaluate("""() => {
        const [track] = document.querySelector("video").srcObject.getTracks();
        Object.defineProperty(track, "muted", { get: () => true });
        track.dispatchEvent(new Event("mute"));
    }""")
    phone.see("The camera stopped")
    phone.tap("Try the camera again")
    phone.page.locator(".shutter:not([disabled])").wait_for()


def test_a_page_out_of_sight_plays_on_when_it_is_seen_again(company: Company, phone: Phone) -> None:
    phone.page.goto(company.generic("Selfie"))
    phone.tap("Agree and start")
    phone.tap("Open the camera")
    phone.page.locator("[data-do=shoot]:enabled").wait_for()
    phone.page.evaluate(HIDDEN, True)
    phone.page.evaluate("document.querySelector('video').pause()")
    phone.page.locator("#timer").check(force=True)
    phone.page.wait_for_timeout(4500)
    assert phone.page.locator(".poses .done").count() == 0, "a picture was taken of what nobody saw"
    phone.page.evaluate(HIDDEN, False)
    phone.page.wait_for_function("() => !document.querySelector('video').paused")
    phone.page.locator(".poses .done").first.wait_for()


def test_sound_that_was_on_the_last_time_is_woken_by_the_tap(company: Company, phone: Phone) -> None:
    """Safari plays what a tap began, and asking for the camera takes until long after it."""
    phone.page.add_init_script("""
        localStorage.setItem("verilink:sound", "on");
        window.order = [];
        const plain = AudioContext;
        window.AudioContext = class extends plain { constructor() { super(); order.push("sound"); } };
        const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        navigator.mediaDevices.getUserMedia = (wish) => { order.push("camera"); return ask(wish); };
    """)
    phone.page.goto(company.generic("Selfie"))
    phone.tap("Agree and start")
    phone.tap("Open the camera")
    phone.page.locator("[data-do=shoot]:enabled").wait_for()
    assert phone.page.evaluate("order.slice(0, 2)") == ["sound", "camera"]


@pytest.mark.parametrize("selector", ["#native", "#upload"])
def test_a_heic_photo_of_the_library_is_taken(company: Company, phone: Phone, tmp_path: Path, selector: str) -> None:
    path = tmp_path / "IMG_0001.HEIC"
    pillow_heif.from_bytes("RGB", (1200, 850), os.urandom(1200 * 850 * 3)).save(path, quality=60)
    to_capture(phone, company.generic("Government ID"))
    phone.page.set_input_files(selector, path)
    phone.see("Can you read")
    assert "IMG_0001.HEIC" in phone.page.inner_text("main:visible")
    phone.tap("Use this photo")
    phone.see("You are done")


def test_the_way_back_to_a_generic_link_leads_to_what_was_begun(company: Company, phone: Phone) -> None:
    to_capture(phone, company.generic("Government ID"))
    phone.page.goto(f"{company.server.url}/verify")
    phone.see("not put together correctly")
    phone.page.go_back()
    phone.see("Photograph")
    assert len(company.inquiries()) == 1
    photograph(phone)
    phone.see("You are done")


def test_a_camera_in_the_page_plays_inline_and_needs_no_gesture_of_its_own(company: Company, phone: Phone) -> None:
    for template in ("Government ID", "Selfie"):
        phone.page.goto(company.generic(template))
        phone.tap("Agree and start")
        if template == "Government ID":
            phone.page.fill("#country", "germ")
            phone.page.keyboard.press("Enter")
            phone.tap("Passport")
        phone.page.locator("video").first.wait_for(state="attached")
        video = phone.page.locator("video").first.evaluate(
            "({ playsInline, muted, controls }) => ({ playsInline, muted, controls })"
        )
        assert video == {"playsInline": True, "muted": True, "controls": False}
