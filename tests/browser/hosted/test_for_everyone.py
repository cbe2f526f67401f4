"""Every screen for everyone: no finding of axe, 320 pixels wide, by keyboard alone, with one announcement."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FileChooser, Page, expect

from support import gallery
from support.accessibility import violations
from support.phone import Company, Phone
from support.visitor import picture


@pytest.fixture(scope="module")
def screens(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every screen as a file."""
    folder = tmp_path_factory.mktemp("screens")
    gallery.write(folder)
    (folder / "picture.jpg").write_bytes(picture(size=(1200, 850)))
    return folder


@pytest.fixture
def small_page(browser: Browser) -> Iterator[Page]:
    """A page 320 CSS pixels wide: a phone of 2016, or 400 % zoom on a desktop."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def each_screen(page: Page, screens: Path, look: str) -> Iterator[str]:
    """Show every screen in this look, all in one window, and tell its name."""
    paths = sorted(screens.glob(f"*.{look}.html"))
    assert len(paths) > 50
    page.goto(paths[0].as_uri())
    for path in paths:
        page.set_content(path.read_text(encoding="utf-8"))
        yield path.name


@pytest.mark.parametrize(("variant", "direction"), gallery.LOOKS)
def test_axe_finds_nothing_on_any_screen(small_page: Page, screens: Path, variant: str, direction: str) -> None:
    shown = each_screen(small_page, screens, f"{variant}.{direction}")
    findings = {name: violations(small_page) for name in shown}
    assert {name: found for name, found in findings.items() if found} == {}


@pytest.mark.parametrize("look", ["light.ltr", "light.rtl", "brand-light.ltr"])
def test_no_screen_scrolls_sideways_and_every_target_is_large(small_page: Page, screens: Path, look: str) -> None:
    measure = """() => ({
        wide: document.documentElement.scrollWidth > innerWidth,
        small: [...document.querySelectorAll('button, a[href], select, summary, .option, .switch, .input')]
            .filter(e => e.offsetParent && e.getBoundingClientRect().height < 32).map(e => e.outerHTML.slice(0, 80)),
        headings: [...document.querySelectorAll('h1')].filter(e => e.offsetParent).length,
    })"""
    for name in each_screen(small_page, screens, look):
        found = small_page.evaluate(measure)
        assert found == {"wide": False, "small": [], "headings": 1}, name


@pytest.mark.parametrize("look", ["light.ltr", "brand-light.ltr"])
def test_hints_and_errors_stand_in_their_fields(small_page: Page, screens: Path, look: str) -> None:
    """Nothing that belongs to a field is somewhere else, where it would lie upon others."""
    measure = """() => [...document.querySelectorAll('.field')].flatMap(field => {
        const around = field.getBoundingClientRect();
        return [...field.querySelectorAll('p')].filter(e => e.offsetParent).filter(e => {
            const box = e.getBoundingClientRect();
            return box.top < around.top - 1 || box.bottom > around.bottom + 1;
        }).map(e => e.textContent);
    })"""
    for name in each_screen(small_page, screens, look):
        assert small_page.evaluate(measure) == [], name


@pytest.mark.parametrize("name", ["page-typing", "page-choosing", "code-email", "address-phone", "consent-other-way"])
def test_the_foot_never_covers_what_has_the_focus(browser: Browser, screens: Path, name: str) -> None:
    """WCAG 2.2, 2.4.11: walking forward with Tab, every control can be seen whole above the button at the bottom."""
    context = browser.new_context(viewport={"width": 390, "height": 560}, reduced_motion="reduce")
    page, hidden = context.new_page(), []
    page.goto((screens / f"{name}.light.ltr.html").as_uri())
    measure = """() => {
        const one = document.activeElement, foot = document.querySelector('.foot');
        if (one === document.body) return null;
        const covered = !foot.contains(one) && getComputedStyle(foot).position === 'sticky'
            && one.getBoundingClientRect().bottom > foot.getBoundingClientRect().top + 1;
        return {name: one.outerHTML.slice(0, 80), covered};
    }"""
    for _ in range(60):
        page.keyboard.press("Tab")
        found = page.evaluate(measure)
        if found is None:
            break
        if found["covered"]:
            hidden.append(found["name"])
    context.close()
    assert hidden == []


def test_text_twice_as_large_and_forced_colours_lose_nothing(browser: Browser, screens: Path) -> None:
    context = browser.new_context(viewport={"width": 640, "height": 512}, forced_colors="active")
    page, lost = context.new_page(), {}
    measure = """() => {
        document.documentElement.style.fontSize = '32px';
        const buttons = [...document.querySelectorAll('.btn, .row, .input')].filter(e => e.offsetParent);
        return {
            wide: document.documentElement.scrollWidth > innerWidth,
            cut: buttons.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.outerHTML.slice(0, 80)),
            bare: buttons.filter(e => e.matches('.btn') && getComputedStyle(e).borderStyle === 'none').length,
        };
    }"""
    for name in each_screen(page, screens, "brand-light.ltr"):
        found = page.evaluate(measure)
        if found != {"wide": False, "cut": [], "bare": 0}:
            lost[name] = found
    context.close()
    assert lost == {}


def test_forced_colours_tell_what_is_chosen_without_a_fill(browser: Browser, screens: Path) -> None:
    """Windows' contrast themes paint every ground alike: what only a ground told needs an edge as well."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, forced_colors="active")
    page = context.new_page()
    edges = """selector => [...document.querySelectorAll(selector)].map(e => {
        const { outlineStyle, borderTopStyle } = getComputedStyle(e);
        return [outlineStyle, borderTopStyle].some(style => style !== 'none');
    })"""
    wanted = {
        "choose-id": "#countries li[aria-selected=true]",
        "selfie-live": ".poses li",
        "capture-card-back-live": ".tools [aria-pressed=true]",
    }
    for screen, selector in wanted.items():
        page.goto((screens / f"{screen}.light.ltr.html").as_uri())
        page.evaluate("""() => {
            document.querySelector("#countries li")?.setAttribute("aria-selected", "true");
            document.querySelector(".tools .icon-btn")?.setAttribute("aria-pressed", "true");
        }""")
        found = page.evaluate(edges, selector)
        assert found, screen
        assert all(found), screen
    context.close()


def test_what_is_said_of_every_screen(small_page: Page, screens: Path) -> None:
    """Names and roles as the browser's accessibility tree has them: nothing without a name, no news twice."""
    unnamed, told = {}, {}
    for name in each_screen(small_page, screens, "light.ltr"):
        said = small_page.locator("body").aria_snapshot()
        without = [
            line for line in said.splitlines() if re.fullmatch(r"\s*- (button|link|textbox|combobox|checkbox):?", line)
        ]
        if without:
            unnamed[name] = without
        nested = (
            "[role=alert] [role=status], [role=alert] [role=alert], [role=status] [role=alert], [aria-live] [aria-live]"
        )
        if small_page.locator(nested).count():
            told[name] = nested
        assert len(re.findall(r"- heading .*\[level=1\]", said)) == 1, said
    assert (unnamed, told) == ({}, {})


def test_consent_says_what_it_is_in_order(small_page: Page, screens: Path) -> None:
    small_page.goto((screens / "consent-other-way.light.ltr.html").as_uri())
    expect(small_page.locator("main")).to_match_aria_snapshot("""
      - heading "Let’s confirm it’s you" [level=1]
      - paragraph: Northwind needs to know who you are. It takes about two minutes.
      - list:
        - listitem
        - listitem: A short look at your face You’ll turn your head left and right
      - group: What happens to my data
      - group:
        - text: Questions, or another way
        - button "End here and ask for a person"
    """)
    expect(small_page.get_by_role("contentinfo")).to_match_aria_snapshot('- button "Agree and start"')


def test_a_wrong_answer_is_tied_to_its_field(small_page: Page, screens: Path) -> None:
    small_page.goto((screens / "form-errors.light.ltr.html").as_uri())
    field = small_page.get_by_role("textbox", name="First name")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description("Fill this in to go on.")


def test_the_flow_is_walked_by_keyboard_alone(
    company: Company, browser: Browser, make_phone: Callable[..., Phone], tmp_path: Path
) -> None:
    photo = tmp_path / "passport.jpg"
    photo.write_bytes(picture(size=(1200, 850)))
    phone = make_phone(browser, viewport={"width": 1280, "height": 800}, has_touch=False, is_mobile=False)
    page = phone.page
    choosers: list[FileChooser] = []
    # Listening from the start: a chooser that opens right after one begins to listen may not be heard.
    page.on("filechooser", lambda chooser: choosers.append(chooser))
    page.goto(company.generic("Government ID"))
    phone.see("confirm it’s you")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    _tab_to(page, "Agree and start")
    page.keyboard.press("Enter")
    phone.see("Which document")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    _tab_to(page, "Issued by")
    page.keyboard.type("austral")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert page.input_value("#country") == "Australia"
    _tab_to(page, "Passport Photo page")
    page.keyboard.press("Enter")
    phone.see("photo page of your passport")
    _tab_to(page, "Upload a photo or PDF")
    page.keyboard.press("Enter")
    _until(page, lambda: bool(choosers))
    choosers[0].set_files(photo)
    phone.see("Can you read")
    assert page.evaluate("document.activeElement.innerText") == "Can you read every word?"
    _tab_to(page, "Use this photo")
    page.keyboard.press("Enter")
    phone.see("You are done")


def _until(page: Page, is_so: Callable[[], bool], seconds: float = 20) -> None:
    """Let the browser work until something is so."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not come to be so in time"
        page.wait_for_timeout(50)


def _tab_to(page: Page, name: str) -> None:
    """Press Tab until the element with this accessible name has the focus, which must be seen."""
    active = "(document.activeElement.labels?.[0] ?? document.activeElement)"
    for _ in range(25):
        page.keyboard.press("Tab")
        label = " ".join(str(page.evaluate(f"{active}.innerText || {active}.ariaLabel || ''")).split())
        if label == name:
            shadow = page.evaluate("getComputedStyle(document.activeElement).boxShadow")
            assert shadow != "none", f"the focus on {name} cannot be seen"
            return
    raise AssertionError(f"{name} cannot be reached with the Tab key")


def test_escape_closes_the_list_of_countries_and_keeps_what_was_chosen(company: Company, phone: Phone) -> None:
    phone.page.goto(company.generic("Government ID"))
    phone.tap("Agree and start")
    phone.see("Which document")
    phone.page.fill("#country", "cote")
    assert phone.page.locator("#countries li:visible").count() == 1
    phone.page.keyboard.press("Enter")
    chosen = phone.page.input_value("#country")
    assert "Ivoire" in chosen
    phone.page.fill("#country", "zzz")
    phone.page.get_by_text("No country has this name").wait_for()
    phone.page.keyboard.press("Escape")
    assert phone.page.input_value("#country") == chosen
    assert phone.page.locator("#countries").is_hidden()


def test_choosing_no_country_is_explained(company: Company, browser: Browser, make_phone: Callable[..., Phone]) -> None:
    phone = make_phone(browser, locale="en")
    phone.page.goto(company.generic("Government ID"))
    phone.tap("Agree and start")
    phone.see("Which document")
    phone.tap("Passport")
    phone.page.get_by_role("alert").filter(has_text="Choose the country").wait_for()


def test_with_reduced_motion_nothing_moves(company: Company, phone: Phone) -> None:
    phone.page.emulate_media(reduced_motion="reduce")
    phone.page.goto(company.generic())
    phone.see("confirm it’s you")
    longest = phone.page.evaluate(
        "Math.max(...document.getAnimations().map(a => a.effect.getComputedTiming().activeDuration), 0)"
    )
    assert longest < 50
