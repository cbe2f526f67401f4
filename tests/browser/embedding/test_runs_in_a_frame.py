"""Whole runs inside the frame of the published SDK, and a camera that is not there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Browser

from support.phone import Company
from support.visitor import picture
from verilink.flow.document import Template

Arrive = Callable[..., Any]
Options = dict[str, Any]


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo on the customer's machine."""
    path = tmp_path / "passport.jpg"
    path.write_bytes(picture(size=(1200, 850)))
    return path


def test_a_whole_run_with_the_camera_ends_in_on_complete(
    arrive: Arrive, company: Company, shared_server: Any, sandbox: Options
) -> None:
    visit = arrive()
    both = sandbox | {"templateId": shared_server.made.templates["Government ID and selfie"]}
    visit.embed(**both, referenceId="whole-run", eventsAllowlist="all")
    visit.to_capture()
    visit.tap("Open the camera")
    visit.flow.locator(".shutter:not([disabled])").click()
    visit.see("Can you read")
    visit.tap("Use this photo")
    visit.see("Now a short look")
    visit.tap("Open the camera")
    visit.flow.locator("#automatic").uncheck()
    for number in range(3):
        if number:
            visit.flow.locator(".poses .done").nth(number - 1).wait_for(state="attached")
        visit.flow.locator("[data-do=shoot]:enabled:not([aria-disabled=true])").click()
    visit.see("You are done", seconds=40)
    assert visit.calls("onComplete") == []
    visit.tap("Done")
    told = visit.wait("onComplete")
    [inquiry] = [found for found in company.inquiries() if found.reference_id == "whole-run"]
    assert (told["inquiryId"], told["status"]) == (inquiry.id, "completed")
    assert told["fields"] == msgspec.to_builtins(inquiry.fields)
    assert told["fields"]["name-first"]["type"] == "string"
    assert told["fields"]["name-first"]["value"]
    assert visit.page.locator(".persona-widget__overlay").is_hidden()
    _check_events(visit)


def _check_events(visit: Any) -> None:
    events = [call[1:] for call in visit.calls("onEvent")]
    told = {name: metadata for name, *metadata in events}
    passport = {"idClass": "pp", "files": [{"side": "front", "captureMethod": "manual"}]}
    assert told["document-camera-select"] == [{"stepData": passport}]
    assert told["document-camera-capture"] == [{"stepData": passport}]
    assert told["country-select"] == [{"countryCode": "DE"}]
    poses = [each["stepData"]["files"][0]["pose"] for name, *(each, *_) in events if name == "selfie-camera-capture"]
    assert sorted(poses) == ["center", "left", "right"]
    assert told["selfie-camera-select"] == [{"stepData": {"files": [{"pose": poses[0], "captureMethod": "manual"}]}}]
    names = [name for name, *_ in events]
    assert names.index("step-transitioning") < names.index("country-select") < names.index("complete")
    pages = [metadata["name"] for name, *(metadata, *_) in events if name == "page-change"]
    expected = ["consent", "choose-id", "capture-id", "capture-id-live", "capture-id-review", "capture-selfie"]
    assert [page for page in pages if page in expected][: len(expected)] == expected
    assert pages[-1] == "finish"


def _one_try(template: Template) -> Template:
    kinds = {name: msgspec.structs.replace(each, attempts=1) for name, each in template.verifications.items()}
    return msgspec.structs.replace(template, verifications=kinds)


def test_a_failing_run_ends_in_on_complete_with_the_status_failed(
    arrive: Arrive, make_template: Callable[..., str], sandbox: Options, photo: Path
) -> None:
    visit = arrive()
    visit.embed(**sandbox | {"templateId": make_template(change=_one_try)})
    visit.to_capture()
    visit.flow.get_by_role("switch", name="Pass verifications").uncheck()
    visit.upload(photo)
    assert visit.heard("document-upload")[0]["metadata"]["stepData"]["files"][0]["captureMethod"] == "upload"
    visit.flow.get_by_role("button", name="Done").wait_for(timeout=40_000)
    visit.tap("Done")
    told = visit.wait("onComplete")
    assert told["status"] == "failed"
    assert visit.heard("fail") != []
    assert visit.heard("complete") == []


def test_going_on_with_a_phone_is_told(arrive: Arrive, sandbox: Options) -> None:
    visit = arrive()
    visit.embed(**sandbox)
    visit.to_capture()
    visit.tap("Go on with your phone")
    typed = visit.flow.locator(".typed code").inner_text()
    phone = visit.page.context.new_page()
    phone.goto(f"http://{typed}")
    phone.locator("h1:visible", has_text="Photograph").wait_for()
    visit.see("Go on with your other device")
    visit.tap("Go on here instead")
    visit.see("Photograph")
    names = [call[1] for call in visit.calls("onEvent") if call[1].startswith("one-time-link")]
    assert names == ["one-time-link-start", "one-time-link-exit"]


def test_a_camera_that_is_denied_is_told_and_checked_again(
    arrive: Arrive, launch: Callable[..., Browser], sandbox: Options
) -> None:
    denying = launch("--use-fake-device-for-media-stream", "--deny-permission-prompts")
    visit = arrive(browser=denying, permissions=[])
    visit.embed(**sandbox)
    visit.to_capture()
    visit.tap("Open the camera")
    visit.see("The camera is not allowed yet")
    assert visit.heard("load-camera-failed")[0]["metadata"] == {"reason": "denied"}
    assert visit.heard("camera-permissions-check-result") == []
    visit.tap("Try the camera again")
    visit.page.wait_for_function("() => heard.some(({ name }) => name === 'camera-permissions-check-result')")
    checked = {"hasCameraPermission": False, "hasMicrophonePermission": False, "requestedMicrophone": False}
    assert visit.heard("camera-permissions-check-result")[0]["metadata"] == checked
