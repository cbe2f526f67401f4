"""Pages that the browser kept or loads again: after a reload, after the way back, in the middle of waiting."""

from __future__ import annotations

from pathlib import Path

from support.engines.steps import photograph, to_capture
from support.engines.tab import Tab
from support.phone import Company
from support.relay import Relay
from verilink.inquiries import actions


def leave_and_come_back(tab: Tab, company: Company) -> bool:
    """To another page and back; whether the browser had kept the page instead of loading it again."""
    tab.do("window.kept = true")
    tab.open(f"{company.server.url}/verify")
    tab.see("not put together correctly")
    tab.back()
    tab.wait_for("return document.querySelector('.flow[data-step] h1')")
    return bool(tab.do("return window.kept === true"))


def test_a_reload_shows_the_photo_that_was_sent_but_not_decided_on(tab: Tab, company: Company, photo: Path) -> None:
    to_capture(tab, company.unique(company.create("Government ID").id))
    tab.choose_file("#upload", photo)
    tab.see("Can you read")
    tab.wait_for(
        "return performance.getEntriesByType('resource').some((r) => r.name.includes('/uploads/') && r.responseEnd)"
    )
    tab.reload()
    tab.see("Can you read")
    assert tab.do("return document.getElementById('picture').src").startswith("blob:")
    tab.tap("Use this photo")
    tab.see("You are done")


def test_a_photo_whose_line_broke_outlives_a_reload_and_arrives(tab: Tab, company: Company, photo: Path) -> None:
    with Relay(int(company.server.url.rpartition(":")[2])) as line:
        link = company.unique(company.create("Government ID").id).replace(company.server.url, line.url)
        to_capture(tab, link)
        line.limit = 30_000
        tab.choose_file("#upload", photo)
        tab.see("Can you read")
        tab.wait_for("return document.getElementById('offline').hidden === false")
        line.limit = None
        tab.reload()
        tab.see("Can you read")
        tab.tap("Use this photo")
        tab.see("You are done")


def test_a_page_that_is_come_back_to_goes_on(tab: Tab, company: Company) -> None:
    """By a generic link, which would begin anew if it were opened once more."""
    to_capture(tab, company.generic("Government ID"))
    # Firefox keeps no page that asked not to be stored; WebKit, as Safari, keeps it all the same.
    assert leave_and_come_back(tab, company) == (tab.engine == "webkit")
    photograph(tab)
    tab.see("You are done")


def test_a_camera_that_ran_when_the_page_was_left_can_be_used_again(tab: Tab, company: Company) -> None:
    to_capture(tab, company.unique(company.create("Government ID").id))
    tab.tap("Open the camera")
    tab.find(".shutter:not([disabled])")
    kept = leave_and_come_back(tab, company)
    photograph(tab, opened=kept)
    tab.see("You are done")


def test_waiting_for_another_device_goes_on_after_the_way_back(tab: Tab, company: Company) -> None:
    inquiry = company.create("Government ID")
    to_capture(tab, company.unique(inquiry.id))
    tab.do("document.querySelector('[data-action=handoff]').click()")
    tab.see("Go on with")
    tab.find(".qr")
    if not leave_and_come_back(tab, company):
        return
    company.do(actions.approve, company.server.environment("sandbox"), inquiry.id, None)
    tab.see("already done")
