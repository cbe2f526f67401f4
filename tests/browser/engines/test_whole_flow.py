"""The whole flow in Firefox and in WebKit, as it is in Chromium."""

from __future__ import annotations

import os
from pathlib import Path

import pillow_heif
import pytest

from support.engines.steps import photograph, to_capture, upload
from support.engines.tab import Tab
from support.phone import Company
from support.visitor import picture
from verilink.inquiries import actions

SPEAK = """const select = document.querySelector("[data-change=language]");
select.value = [...select.options].find((option) => option.value.startsWith(arguments[0])).value;
select.dispatchEvent(new Event("change", { bubbles: true }));"""


def test_a_person_is_verified_with_the_camera(tab: Tab, company: Company) -> None:
    inquiry = company.create()
    to_capture(tab, company.unique(inquiry.id), "Identity card")
    photograph(tab)
    tab.see("back of your identity card")
    photograph(tab, opened=True)
    tab.see("Now a short look")
    tab.tap("Open the camera")
    asked = []
    for number in range(3):
        tab.wait_for("return document.querySelectorAll('.poses .done').length === arguments[0]", number)
        tab.find("[data-do=shoot]:enabled:not([aria-disabled=true])")
        asked.append(tab.heading())
        tab.tap("Take the photo")
    assert sorted(asked) == [
        "Look straight at the camera",
        "Turn your head to your left",
        "Turn your head to your right",
    ]
    tab.see("You are done")
    [found] = [one for one in company.inquiries() if one.id == inquiry.id]
    assert found.status == "completed"


@pytest.mark.parametrize(("name", "kind"), [("passport.jpg", "JPEG"), ("passport.heic", "HEIF"), ("scan.pdf", "PDF")])
def test_files_of_every_kind_are_taken(tab: Tab, company: Company, tmp_path: Path, name: str, kind: str) -> None:
    path = tmp_path / name
    if kind == "HEIF":
        pillow_heif.from_bytes("RGB", (1200, 850), os.urandom(1200 * 850 * 3)).save(path, quality=60)
    else:
        path.write_bytes(picture(kind, (1200, 850)))
    to_capture(tab, company.unique(company.create("Government ID").id))
    upload(tab, path)
    tab.see("You are done")


def test_what_is_no_picture_is_refused_and_another_is_taken(
    tab: Tab, company: Company, photo: Path, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_bytes(b"nothing to see here" * 2000)
    to_capture(tab, company.unique(company.create("Government ID").id))
    tab.choose_file("#upload", tmp_path / "notes.txt")
    tab.find("[role=alert]")
    assert "This kind of file cannot be read" in tab.said()
    upload(tab, photo)
    tab.see("You are done")


def test_a_camera_that_is_lost_can_be_opened_again(tab: Tab, company: Company) -> None:
    to_capture(tab, company.unique(company.create("Government ID").id))
    tab.tap("Open the camera")
    tab.find(".shutter:not([disabled])")
    tab.lose_camera()
    tab.see("The camera stopped")
    tab.tap("Try the camera again")
    photograph(tab, opened=True)
    tab.see("You are done")


def test_a_form_says_what_is_missing_and_takes_it_then(tab: Tab, company: Company) -> None:
    tab.open(company.unique(company.create("Email and phone").id))
    tab.tap("Agree and start")
    tab.find("input.input")
    tab.press(".foot button[type=submit], .foot .btn--primary")
    tab.find("[aria-invalid=true]")
    assert tab.do("return document.activeElement.getAttribute('aria-invalid')") == "true"
    tab.type("input.input", "anna@example.com")
    tab.keys("Enter")
    tab.wait_for("return document.querySelector('#code')")


def test_a_link_that_has_expired_says_so(tab: Tab, company: Company) -> None:
    inquiry = company.create()
    company.do(actions.expire, company.server.environment("sandbox"), inquiry.id)
    tab.open(company.unique(inquiry.id))
    tab.see("This link has expired")
    assert inquiry.id in tab.said()


def test_another_language_and_direction_keep_the_place(tab: Tab, company: Company) -> None:
    tab.open(company.unique(company.create().id))
    tab.tap("Agree and start")
    tab.see("Which document")
    tab.do(SPEAK, "ar")
    tab.wait_for("return document.documentElement.dir === 'rtl'")
    assert tab.do("return document.querySelector('.flow').dataset.screen") == "choose-id"


def test_the_flow_is_walked_by_keyboard_alone(tab: Tab, company: Company, photo: Path) -> None:
    tab.open(company.unique(company.create("Government ID").id))
    tab.see("confirm it’s you")
    assert tab.do("return document.activeElement.tagName") == "H1"
    tab_to(tab, "Agree and start")
    tab.keys("Enter")
    tab.see("Which document")
    tab_to(tab, "Issued by")
    tab.keys(*"austral", "Down", "Up", "Enter")
    assert tab.do("return document.querySelector('#country').value") == "Australia"
    tab_to(tab, "Passport Photo page")
    tab.keys("Enter")
    tab.see("photo page of your passport")
    tab_to(tab, "Open the camera")
    tab.keys("Enter")
    tab.find(".shutter:not([disabled])")
    tab_to(tab, "Take the photo")
    tab.keys("Enter")
    tab.see("Can you read")
    tab_to(tab, "Use this photo")
    tab.keys("Enter")
    tab.see("You are done")


def tab_to(tab: Tab, name: str) -> None:
    """Press Tab until the element with this name has the focus, which must be seen."""
    script = """const one = document.activeElement, named = one.labels?.[0] ?? one;
        const label = (one.ariaLabel || named.innerText || "").replace(/\\s+/g, " ").trim();
        return [label, getComputedStyle(one).boxShadow];"""
    reached = []
    for _ in range(25):
        tab.keys("Tab")
        label, shadow = tab.do(script)
        reached.append(label)
        if label == name:
            assert shadow != "none", f"the focus on {name} cannot be seen"
            return
    raise AssertionError(f"{name} cannot be reached with the Tab key, but {reached}")
