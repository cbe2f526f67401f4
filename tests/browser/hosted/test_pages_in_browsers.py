"""Pages of a company's own on a phone: by keyboard, with news said where they happen, and a file on its way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from support.own_templates import ABOUT, publish
from support.phone import Company, Phone

PDF = b"%PDF-1.4\n" + b"1 0 obj<</Type/Page>>endobj\n" * 600 + b"%%EOF\n"


@pytest.fixture
def asked(company: Company, phone: Phone) -> Phone:
    """At the page."""
    server: Any = company.server
    organization = server.made.organization_id
    template = server.run(publish(server.services, organization, ABOUT))
    phone.page.goto(
        f"{server.url}/verify?inquiry-template-id={template}&environment-id={server.environment('sandbox')}"
    )
    phone.see("confirm it’s you")
    phone.tap("Agree and start")
    phone.see("About you")
    return phone


def test_a_choice_shows_what_else_is_asked_and_keeps_focus_and_text(asked: Phone) -> None:
    page = asked.page
    page.get_by_label("Tax number").press_sequentially("12")
    assert page.get_by_label("Company").count() == 0
    page.get_by_label("Large").focus()
    page.keyboard.press("Space")
    page.get_by_label("Company").wait_for()
    assert page.evaluate("document.activeElement.value") == "l"
    assert page.get_by_label("Tax number").input_value() == "12"
    page.keyboard.press("ArrowUp")
    page.get_by_label("Company").wait_for(state="detached")


def test_a_mask_is_written_while_typing_and_errors_take_the_focus(asked: Phone) -> None:
    page = asked.page
    page.get_by_label("Tax number").press_sequentially("123456")
    assert page.get_by_label("Tax number").input_value() == "12-3456"
    page.keyboard.press("Enter")
    page.get_by_text("Fill this in to go on.").wait_for()
    assert page.evaluate("document.activeElement.name") == "plan"
    assert page.get_by_label("Tax number").input_value() == "12-3456"


def test_a_file_is_sent_at_once_and_survives_a_page_that_is_drawn_anew(
    company: Company, asked: Phone, tmp_path: Path
) -> None:
    page = asked.page
    paper = tmp_path / "contract.pdf"
    paper.write_bytes(b"hello" * 300)
    page.get_by_label("Contract").set_input_files(paper)
    page.get_by_text("Files of this kind are not taken here").wait_for()
    paper.write_bytes(PDF)
    page.get_by_label("Contract").set_input_files(paper)
    page.get_by_text("Received: contract.pdf").wait_for()
    page.get_by_label("Tax number").fill("12-3456")
    page.get_by_label("Large").check()
    page.get_by_label("Company").fill("Northwind")
    page.get_by_text("Your file was received.").wait_for()
    asked.tap("Send")
    asked.see("Thank you")
    kept = company.inquiries()[0].fields
    assert kept["contract"]["value"]["filename"] == "contract.pdf"
    assert (kept["company"]["value"], kept["customer-tier"]["value"]) == ("Northwind", "gold")
