"""What people see when a link leads no further, and what links may say about looks and language."""

from __future__ import annotations

import pytest

from support.phone import Company, Phone
from verilink.inquiries import actions, redaction


@pytest.mark.parametrize(
    ("query", "heading"),
    [
        ("inquiry-id=inq_1111111111111111111111111111", "We cannot find what this link points to"),
        ("inquiryTemplateId=itmpl_1111111111111111111111111111", "We cannot find what this link points to"),
        ("code=nobody", "We cannot find what this link points to"),
        ("", "This link was not put together correctly"),
        ("inquiry-id=inq_1&inquiry-template-id=itmpl_1", "This link was not put together correctly"),
    ],
)
def test_a_link_that_leads_nowhere_says_what_to_do(company: Company, phone: Phone, query: str, heading: str) -> None:
    phone.page.goto(f"{company.server.url}/verify?{query}")
    phone.see(heading)
    assert phone.page.evaluate("document.activeElement.tagName") == "H1"


def test_what_is_wrong_with_a_link_is_told_to_whoever_made_it(company: Company, phone: Phone) -> None:
    phone.page.goto(company.generic(more="&account-id=act_1&reference_id=a"))
    phone.see("This link was not put together correctly")
    assert "account-id cannot be combined with reference-id" in phone.page.inner_text("main")


def test_an_expired_a_finished_and_an_erased_link_say_so_with_their_reference(company: Company, phone: Phone) -> None:
    environment = company.server.environment("sandbox")
    endings = (
        (actions.expire, (), "This link has expired"),
        (actions.approve, (None,), "This is already done"),
        (redaction.redact, (), "The data of this link was erased"),
    )
    for action, more, heading in endings:
        inquiry = company.create()
        company.do(action, environment, inquiry.id, *more)
        phone.page.goto(company.unique(inquiry.id))
        phone.see(heading)
        assert inquiry.id in phone.page.inner_text("main")


def test_too_many_sessions_end_calmly(company: Company, phone: Phone) -> None:
    inquiry = company.create()
    for _ in range(25):
        phone.context.request.post(f"{company.server.url}/flow/start", data={"query": f"inquiry-id={inquiry.id}"})
    phone.page.goto(company.unique(inquiry.id))
    phone.see("This link was opened too often")


@pytest.mark.parametrize(("variant", "colour"), [("dark", "rgb(16, 19, 21)"), ("light", "rgb(251, 250, 248)")])
def test_a_link_can_ask_for_light_or_dark(company: Company, phone: Phone, variant: str, colour: str) -> None:
    phone.page.goto(company.generic(more=f"&style-variant={variant}"))
    phone.see("confirm it’s you")
    assert phone.page.evaluate("getComputedStyle(document.body).backgroundColor") == colour


def test_a_theme_set_colours_the_flow(company: Company, phone: Phone) -> None:
    from verilink.themes import queries

    themes = company.do(queries.list_theme_sets, company.server.made.organization_id)
    dark = next(theme for theme in themes if theme.name == "Dark")
    phone.page.goto(company.generic(more=f"&theme-set-id={dark.id}"))
    phone.see("confirm it’s you")
    button = "getComputedStyle(document.querySelector('.btn--primary')).backgroundColor"
    phone.page.wait_for_function(f"() => {button} === 'rgb(92, 200, 176)'")
    assert phone.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 19, 21)"


def test_fields_of_the_link_are_kept_in_any_spelling(company: Company, phone: Phone) -> None:
    more = "&fields%5Bname-first%5D=Zo%C3%AB&fields%5BphoneNumber%5D=%2B4912&fields%5Bunknown%5D=x"
    phone.page.goto(company.generic(more=more))
    phone.see("confirm it’s you")
    [inquiry] = company.inquiries()
    assert inquiry.values()["name-first"] == "Zoë"
    assert inquiry.values()["phone-number"] == "+4912"
    assert "unknown" not in inquiry.fields


def test_a_link_inside_an_app_warns_of_its_camera(company: Company, phone: Phone) -> None:
    from support.phone import to_capture

    phone.page.add_init_script(
        "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'))"
    )
    to_capture(phone, company.generic(more="&is-webview=true"))
    phone.tap("Open the camera")
    phone.see("The camera is not allowed yet")
    assert "inside another app" in phone.page.inner_text("main:visible")
