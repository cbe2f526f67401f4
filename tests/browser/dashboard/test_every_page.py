"""Every page: accessible in light and dark, whole at 320 pixels, and without a mistake in the console."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from browser.conftest import Server
from browser.dashboard.conftest import Seed
from support.accessibility import violations
from verilink.database import transaction
from verilink.themes import queries as themes

PAGES = [
    "",
    "/inquiries",
    "/inquiries?q=nothing",
    "/inquiries?status=created",
    "/inquiries/new",
    "/hosted-flow",
    "/queues",
    "/queues/new",
    "/templates",
    "/templates/import",
    "/templates/import?from=Email%20and%20phone",
    "/themes",
    "/themes/new",
    "/api-keys",
    "/api-keys/new",
    "/webhooks",
    "/webhooks/new",
    "/mail",
    "/settings",
    "/people",
    "/people/invite",
    "/audit",
    "/inquiries/inq_unknown",
]


def all_pages(server: Server, seed: Seed) -> list[str]:
    """Paths of every page, with something to see on them."""
    inquiry = seed("usr_1", "start_inquiry", "create_failed_verification", "mark_for_review_inquiry", name_first="Jon")
    created = seed("usr_2")
    paper = seed("usr_3", "start_inquiry", "create_failed_verification", template="Proof of address")
    contact = seed("usr_4", "start_inquiry", "create_failed_verification", template="Email and phone")
    template = server.made.templates["Government ID and selfie"]
    theme = server.run(_theme(server))
    ones = [
        f"/inquiries/{inquiry}",
        f"/inquiries/{created}",
        f"/inquiries/{paper}",
        f"/inquiries/{contact}",
        f"/inquiries/{inquiry}/approve",
        f"/templates/{template}",
        f"/themes/{theme}",
    ]
    return [*PAGES, *ones]


async def _theme(server: Server) -> str:
    async with transaction(server.services.pool) as conn:
        return (await themes.list_theme_sets(conn, server.made.organization_id))[0].id


def test_every_page_is_accessible_in_light_and_dark(owner: Page, web_server: Server, seed: Seed) -> None:
    found = {}
    for path in all_pages(web_server, seed):
        owner.emulate_media(color_scheme="light")
        owner.goto(f"{web_server.url}/dashboard{path}")
        found[f"{path} light"] = violations(owner)
        owner.emulate_media(color_scheme="dark")
        found[f"{path} dark"] = violations(owner)
    assert {page: mistakes for page, mistakes in found.items() if mistakes} == {}


def test_every_page_is_whole_on_a_narrow_phone(owner: Page, web_server: Server, seed: Seed) -> None:
    owner.set_viewport_size({"width": 320, "height": 640})
    wide = []
    for path in all_pages(web_server, seed):
        owner.goto(f"{web_server.url}/dashboard{path}")
        if owner.evaluate("document.documentElement.scrollWidth") > 320:
            wide.append(path)
    assert wide == []


def test_the_navigation_unfolds_on_a_phone(owner: Page) -> None:
    owner.set_viewport_size({"width": 390, "height": 844})
    link = owner.get_by_role("link", name="Webhooks", exact=True).first
    expect(owner.locator(".nav")).to_be_hidden()
    owner.get_by_role("button", name="Menu").click()
    expect(owner.locator(".nav")).to_be_visible()
    expect(owner.get_by_role("button", name="Menu")).to_have_attribute("aria-expanded", "true")
    link.click()
    owner.wait_for_url("**/dashboard/webhooks")


def test_dialogs_are_accessible(owner: Page) -> None:
    for path, opener in (
        ("/inquiries", "Create Inquiry"),
        ("/queues", "New queue"),
        ("/api-keys", "New API key"),
        ("/webhooks", "New webhook"),
        ("/people", "Invite a person"),
    ):
        owner.goto(owner.url.partition("/dashboard")[0] + "/dashboard" + path)
        owner.get_by_role("link", name=opener).first.click()
        expect(owner.get_by_role("dialog")).to_be_visible()
        assert violations(owner) == [], path


def test_the_doors_are_accessible(page: Page, web_server: Server) -> None:
    for path in (f"/signup?token={web_server.made.signup_token}", "/sign-in", "/signup?token=unknown"):
        page.goto(web_server.url + path)
        assert violations(page) == [], path


def test_pages_come_from_this_server_alone(owner: Page, web_server: Server) -> None:
    foreign: list[str] = []
    owner.on("request", lambda each: foreign.append(each.url) if not each.url.startswith(web_server.url) else None)
    for path in ("", "/inquiries", "/hosted-flow"):
        owner.goto(f"{web_server.url}/dashboard{path}")
    assert foreign == []
