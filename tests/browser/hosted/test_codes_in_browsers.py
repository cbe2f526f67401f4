"""Addresses confirmed in a real browser: the code is the one that the mail or the text message really carried."""

from __future__ import annotations

import io
import re
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from support.mailserver import MailServer, mail_server
from support.phone import Company, Phone
from verilink.hosted import confirming
from verilink.kit.phone import written

TEMPLATE, WAIT_SECONDS = "Email and phone", 6
EMAIL, NUMBER = "What is your email address?", "What is your phone number?"


@pytest.fixture
def mails() -> Iterator[tuple[str, MailServer]]:
    """(URL, server)."""
    with mail_server() as running:
        yield running


@pytest.fixture
def console(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What the program prints for its operator."""
    printed = io.StringIO()
    monkeypatch.setattr(sys, "stderr", printed)
    return printed


@pytest.fixture
def firm(
    mails: tuple[str, MailServer],
    console: io.StringIO,
    start_server: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> Company:
    """A company that can send mail and text messages, and another code soon."""
    monkeypatch.setattr(confirming, "RESEND_SECONDS", WAIT_SECONDS)
    return Company(start_server(smtp_url=mails[0], sms_provider="console"))


@pytest.fixture
def person(browser: Browser, make_phone: Callable[..., Phone]) -> Phone:
    """A phone without a camera."""
    return make_phone(browser, locale="en")


def _begin(person: Phone, firm: Company, kind: str = "production") -> None:
    person.page.goto(firm.generic(TEMPLATE, kind))
    person.see("confirm how to reach you")
    person.tap("Agree and start")
    person.see(EMAIL)


def _send(person: Phone, contact: str) -> None:
    person.page.fill("[name=contact]", contact)
    person.tap("Send the code")


def _type(person: Phone, code: str) -> None:
    person.page.fill("#code", code)
    person.tap("Confirm")


def _texted(console: io.StringIO, to: str, seconds: float = 20) -> str:
    """The code that the console printed for this number."""
    end = time.monotonic() + seconds
    while not (found := re.search(rf"to {re.escape(to)}: .*?(\d{{6}})", console.getvalue())):
        assert time.monotonic() < end, f"no message was printed: {console.getvalue()!r}"
        time.sleep(0.05)
    return found[1]


def test_an_address_and_a_number_are_confirmed_with_what_was_really_sent(
    firm: Company, person: Phone, mails: tuple[str, MailServer], console: io.StringIO
) -> None:
    server = mails[1]
    _begin(person, firm)
    _send(person, "ada@")
    person.page.get_by_text("Enter an email address, like name@example.com.").wait_for()
    assert person.page.evaluate("document.activeElement.id") == "confirm-contact"
    _send(person, "ada@wrong.example")
    person.see("Enter the code")
    person.page.get_by_text("I do not get a code").click()
    person.tap("Use another address")
    person.see(EMAIL)
    assert person.page.input_value("[name=contact]") == "ada@wrong.example"
    person.page.wait_for_timeout(WAIT_SECONDS * 1000)
    _send(person, "ada@right.example")
    person.see("Enter the code")
    wrong, old = server.code(1)
    to, code = server.code(2)
    assert (wrong, to) == ("ada@wrong.example", "ada@right.example")
    if old != code:
        _type(person, old)  # it went to another address
        person.page.get_by_text("This is not the code we sent").wait_for()
        assert person.page.evaluate("document.activeElement.id") == "code"
    _type(person, f"Your code: {code[:3]} {code[3:]}.")
    person.see(NUMBER)
    person.page.select_option("[name=country]", "DE")
    _send(person, "0151 2345678")
    person.see("Enter the code")
    assert written("+491512345678") in person.page.inner_text("main")
    _type(person, _texted(console, "+491512345678"))
    person.see("You are done")
    [inquiry] = firm.inquiries("production")
    assert inquiry.status == "completed"
    values = inquiry.values()
    assert {key: values[key] for key in ("email-address", "phone-number")} == {
        "email-address": "ada@right.example",
        "phone-number": "+491512345678",
    }


def test_another_code_can_be_had_after_a_wait_that_is_counted_down(
    firm: Company, person: Phone, mails: tuple[str, MailServer]
) -> None:
    _begin(person, firm)
    _send(person, "ada@example.com")
    person.see("Enter the code")
    person.page.get_by_text("I do not get a code").click()
    again = person.page.get_by_role("button", name="Send a new code")
    expect(again).to_be_disabled()
    expect(person.page.locator("[data-wait]")).to_have_text(re.compile(r"new code in \d seconds"))
    expect(again).to_be_enabled(timeout=WAIT_SECONDS * 1000 + 3000)
    expect(person.page.locator("[data-wait]")).to_be_hidden()
    again.click()
    person.page.locator("[data-live]", has_text="A code was sent a moment ago").wait_for()
    expect(person.page.locator("#status")).to_have_text(re.compile("A code was sent a moment ago"))
    _type(person, mails[1].code(2)[1])
    person.see(NUMBER)


def test_wrong_codes_end_an_attempt_and_attempts_end_the_inquiry(
    firm: Company, person: Phone, mails: tuple[str, MailServer]
) -> None:
    _begin(person, firm)
    _send(person, "ada@example.com")
    person.see("Enter the code")
    wrong = "000000" if mails[1].code(1)[1] != "000000" else "111111"
    for _ in range(4):
        _type(person, wrong)
        person.page.get_by_text("This is not the code we sent").wait_for()
        expect(person.page.locator("#code")).to_have_value("")
    _type(person, wrong)
    person.see("We could not confirm your email address")
    person.page.get_by_text("The codes you typed were not the one we sent").wait_for()
    for _ in range(2):
        person.tap("Try again")
        person.see(EMAIL)
        _send(person, "ada@example.com")
        person.see("Enter the code")
        person.page.get_by_text("I do not get a code").click()
        person.tap("Go on without a code")
        person.see("We could not confirm")
    person.see("We could not confirm how to reach you")
    assert firm.inquiries("production")[0].status == "failed"


def test_a_mail_that_is_refused_is_told_while_the_person_waits(
    firm: Company, person: Phone, mails: tuple[str, MailServer]
) -> None:
    mails[1].refusal = "550 No such mailbox"
    _begin(person, firm)
    _send(person, "nobody@example.com")
    person.page.get_by_text("Our message could not be delivered").wait_for()
    mails[1].refusal = None
    person.tap("Use another address")  # unfolded, for it is the way on
    person.see(EMAIL)
    _send(person, "ada@example.com")
    _type(person, mails[1].code(1)[1])
    person.see(NUMBER)


def test_without_a_provider_of_texts_the_way_on_is_the_first_button(
    mails: tuple[str, MailServer], start_server: Callable[..., Any], person: Phone
) -> None:
    firm = Company(start_server(smtp_url=mails[0]))
    _begin(person, firm)
    _send(person, "ada@example.com")
    person.see("Enter the code")
    _type(person, mails[1].code(1)[1])
    person.see(NUMBER)
    person.page.get_by_text("Text messages cannot be sent at the moment").wait_for()
    assert person.page.locator(".foot button").first.inner_text() == "Go on without a code"
    person.tap("Go on without a code")
    person.see("We could not confirm your phone number")


def test_the_shipped_template_is_walked_by_keyboard_alone_in_the_sandbox(
    company: Company, browser: Browser, make_phone: Callable[..., Phone]
) -> None:
    phone = make_phone(browser, viewport={"width": 1280, "height": 800}, has_touch=False, is_mobile=False, locale="en")
    page = phone.page
    page.goto(company.generic(TEMPLATE))
    phone.see("confirm how to reach you")
    page.get_by_role("button", name="Agree and start").press("Enter")
    for question, contact in ((EMAIL, "ada@example.com"), (NUMBER, "+49 151 2345678")):
        phone.see(question)
        assert page.evaluate("document.activeElement.tagName") == "H1"
        _tab_to(phone, "confirm-contact")
        page.keyboard.type(contact)
        page.keyboard.press("Enter")
        phone.see("Enter the code")
        page.locator("main").get_by_text("Sandbox: nothing was sent").wait_for()
        _tab_to(phone, "code")
        page.keyboard.type("123456")
        page.keyboard.press("Enter")
    phone.see("You are done")
    assert company.inquiries()[0].status == "completed"


def _tab_to(phone: Phone, element: str) -> None:
    for _ in range(12):
        phone.page.keyboard.press("Tab")
        if phone.page.evaluate("document.activeElement.id") == element:
            return
    raise AssertionError(f"{element} cannot be reached with the Tab key")
