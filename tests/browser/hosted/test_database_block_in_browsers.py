"""The block that asks for what records are searched by, on a phone: other inputs for another country."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from support.own_templates import publish
from support.phone import Company, Phone

TEXT = """\
name: Records
steps:
  start: {kind: screen, screen: {kind: consent}, next: person}
  person:
    kind: module
    module:
      kind: database
      fields: [name-first, name-last, birthdate, identification-number, social-security-number]
    next: success
    otherwise: failure
  success: {kind: module, module: {kind: standard-success}}
  failure: {kind: module, module: {kind: standard-failed}}
"""


@pytest.fixture
def asked(company: Company, phone: Phone) -> Phone:
    server: Any = company.server
    template = server.run(publish(server.services, server.made.organization_id, TEXT))
    phone.page.goto(
        f"{server.url}/verify?inquiry-template-id={template}&environment-id={server.environment('sandbox')}"
    )
    phone.see("confirm it’s you")
    phone.tap("Agree and start")
    phone.see("Confirm your identity")
    return phone


def test_the_country_changes_what_is_asked_and_the_number_is_looked_at(company: Company, asked: Phone) -> None:
    page = asked.page
    page.get_by_label("First name").fill("Ada")
    page.get_by_label("Country").focus()
    page.get_by_label("Country").select_option("US")
    page.get_by_label("Social Security number (SSN)").wait_for()
    page.get_by_label("Country").select_option("BR")
    page.get_by_label("CPF").wait_for()
    assert page.get_by_label("Social Security number (SSN)").count() == 0
    assert page.get_by_label("First name").input_value() == "Ada"
    assert page.evaluate("document.activeElement.name") == "selected-country-code"
    page.get_by_label("Last name").fill("Sample")
    for part, value in (("Day", "3"), ("Month", "2"), ("Year", "1990")):
        page.get_by_label(part).fill(value)
    page.get_by_label("CPF").fill("111.444.777-36")
    page.keyboard.press("Enter")
    page.get_by_text("Check the number. A digit or a letter is not right.").wait_for()
    assert page.evaluate("document.activeElement.name") == "identification-number"
    assert Axe().run(page).response["violations"] == []
    page.get_by_label("CPF").fill("111.444.777-35")
    page.keyboard.press("Enter")
    asked.see("You are done")
    kept = company.inquiries()[0].fields
    assert (kept["identification-number"]["value"], kept["selected-country-code"]["value"]) == ("11144477735", "BR")
    assert asked.mistakes == []
