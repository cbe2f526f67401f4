"""Changing the language keeps everything else; every language fits on a small phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from support import gallery
from support.phone import Company, Phone, to_capture
from verilink.flow.document import Consent, EndStep, FieldSchema, Form, Input, ScreenStep, Template
from verilink.hosted import choices, presenting, starting
from verilink.inquiries import actions
from verilink.kit.i18n import Translator
from verilink.kit.locales import LOCALES
from verilink.templates import actions as templates

PICKER = "[data-change=language]"
# The most letters, the longest words, words without spaces, and two of those from right to left.
WIDEST = ("de", "ta", "fi", "th", "ar-EG", "ur")
FORM = Form(title="About you", inputs=(Input(field="city"), Input(field="use"), Input(field="often")))
FIELDS = {
    "city": FieldSchema(label="City"),
    "use": FieldSchema(type="choices", label="What for?", options=("Savings", "Salary")),
    "often": FieldSchema(type="choices", label="How often?", options=tuple("abcdefgh")),
}
OWN = {"About you": "Über Sie", "Savings": "Sparen"}


@pytest.fixture(autouse=True)
def _offered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three languages, whatever is complete: what is not translated stays English."""
    for module in (presenting, choices, starting):
        monkeypatch.setattr(module, "available", lambda: ("ar-EG", "de", "en-US", "sv"))


def test_the_step_what_was_typed_and_the_focus_stay(company: Company, phone: Phone) -> None:
    document = Template(
        name="Form",
        fields=FIELDS,
        texts={"de": dict(OWN)},
        steps={
            "start": ScreenStep(screen=Consent(), next="form"),
            "form": ScreenStep(screen=FORM, next="done"),
            "done": EndStep(status="completed", title="Thanks"),
        },
    )
    organization = company.server.made.organization_id
    template = company.do(templates.create, organization, document)
    company.do(templates.publish, organization, template.id)
    environment = company.server.environment("sandbox")
    page = phone.page
    page.goto(f"{company.server.url}/verify?inquiry-template-id={template.id}&environment-id={environment}")
    phone.tap("Agree and start")
    phone.see("About you")
    page.fill("[name=city]", "Zürich")
    page.check("[value=Savings]")
    page.select_option("[name=often]", "c")
    page.select_option(PICKER, "de")
    phone.see("Über Sie")
    assert page.input_value("[name=city]") == "Zürich"
    assert page.is_checked("[value=Savings]")
    assert page.input_value("[name=often]") == "c"
    assert page.get_by_text("Sparen").is_visible()
    assert page.evaluate(f"document.activeElement.matches('{PICKER}')")
    page.select_option(PICKER, "ar-EG")
    page.wait_for_function("() => document.documentElement.dir === 'rtl' && document.documentElement.lang === 'ar-EG'")
    assert page.input_value("[name=city]") == "Zürich"


def test_countries_are_named_and_sorted_as_in_the_language(company: Company, phone: Phone) -> None:
    page = phone.page
    page.goto(company.generic("Government ID", more="&language=sv"))
    page.locator("footer button").first.click()
    page.locator("#countries li").first.wait_for(state="attached")
    page.fill("#country", "germ")
    page.keyboard.press("Enter")
    names = [each.strip() for each in page.locator("#countries [role=option]").all_text_contents()]
    assert names.index("Österrike") > names.index("Zimbabwe") > names.index("Tyskland")
    page.select_option(PICKER, "de")
    page.wait_for_function("() => document.querySelector('#country')?.value === 'Deutschland'")
    assert page.input_value("[name=country]") == "DE"
    names = [each.strip() for each in page.locator("#countries [role=option]").all_text_contents()]
    assert names.index("Oman") < names.index("Österreich") < names.index("Pakistan")


def test_the_code_for_another_device_stays_in_another_language(
    company: Company, browser: Browser, make_phone: Callable[..., Phone]
) -> None:
    agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0.0.0 Safari/537.36"
    size = {"width": 1280, "height": 860}
    computer = make_phone(browser, viewport=size, has_touch=False, is_mobile=False, user_agent=agent)
    to_capture(computer, company.generic("Government ID"))
    computer.tap("Open the camera")
    computer.tap("Go on with your phone")
    computer.page.locator(".qr").wait_for()
    computer.page.select_option(PICKER, "ar-EG")
    computer.page.wait_for_function("() => document.documentElement.dir === 'rtl'")
    computer.page.locator(".qr").wait_for()
    assert computer.page.locator("[data-screen=handoff]").count() == 1


def test_a_page_that_leads_nowhere_can_be_read_in_another_language(company: Company, phone: Phone) -> None:
    page = phone.page
    page.goto(f"{company.server.url}/verify?code=nobody")
    phone.see("We cannot find")
    page.select_option(PICKER, "ar-EG")
    page.wait_for_function("() => document.documentElement.dir === 'rtl'")
    phone.see("لا نجد ما يشير إليه")


def test_who_left_or_asked_for_a_link_reads_that_in_another_language_too(company: Company, phone: Phone) -> None:
    inquiry = company.create()
    page = phone.page
    page.goto(company.unique(inquiry.id))
    phone.see("confirm it’s you")
    page.get_by_role("button", name="Leave").first.click()
    page.locator("#leave [data-action=exit]").click()
    phone.see("You left for now")
    page.select_option(PICKER, "de")
    page.wait_for_function("() => document.documentElement.lang === 'de'")
    assert page.locator("[data-problem=left]").count() == 1
    page.locator("[data-action=show]").click()
    page.wait_for_function("() => document.querySelector('[data-screen=consent]')")
    assert page.evaluate("document.documentElement.lang") == "de"


def test_an_inquiry_that_ended_meanwhile_says_so_in_the_language_of_the_page(company: Company, phone: Phone) -> None:
    inquiry = company.create()
    page = phone.page
    page.goto(company.unique(inquiry.id))
    phone.see("confirm it’s you")
    page.select_option(PICKER, "ar-EG")
    page.wait_for_function("() => document.documentElement.dir === 'rtl'")
    company.do(actions.expire, company.server.environment("sandbox"), inquiry.id)
    page.locator("footer button").first.click()
    phone.see("انتهت صلاحية هذا الرابط")
    assert page.evaluate("document.documentElement.lang") == "ar-EG"
    page.select_option(PICKER, "de")
    page.wait_for_function("() => document.documentElement.lang === 'de'")
    phone.see("Dieser Link ist abgelaufen")


@pytest.mark.parametrize("code", [*WIDEST, "longer"])
def test_no_screen_is_wider_than_a_small_phone(browser: Browser, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gallery, "available", lambda: tuple(LOCALES))
    if code == "longer":
        _stretch(monkeypatch)
    context = browser.new_context(viewport={"width": 320, "height": 640}, reduced_motion="reduce")
    page = context.new_page()
    wide = [name for name, fault in _faults(page, "en-US" if code == "longer" else code) if fault]
    context.close()
    assert wide == []


def _stretch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts 40 % longer with longer words, as in the longest languages there are."""
    spoken = Translator.pattern

    def longer(self: Translator, text: str) -> str:
        said = spoken(self, text)
        return " ".join(word if "%" in word else word + "en" * (len(word) // 4) for word in said.split(" "))

    monkeypatch.setattr(Translator, "pattern", longer)


def _faults(page: Page, code: str) -> list[tuple[str, bool]]:
    found = []
    direction = LOCALES[code].direction
    for name, body in gallery.pages(code):
        page.set_content(
            gallery.page_of(body, "light", direction, code=code).replace('href="flow.css"', 'href="about:blank"')
        )
        page.add_style_tag(content=gallery.assets().files["flow.css"].content.decode())
        found.append((name, page.evaluate("document.documentElement.scrollWidth > innerWidth")))
    return found
