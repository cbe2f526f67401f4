"""From the printed link to an inquiry's own link, as a person does it."""

from __future__ import annotations

import re

import msgspec
from playwright.sync_api import Page, expect

from browser.conftest import Server
from verilink.database import transaction
from verilink.flow.document import FieldSchema
from verilink.flow.shipped import shipped_templates
from verilink.templates import actions as templates


def test_sign_up_create_an_inquiry_and_copy_its_link(owner: Page, web_server: Server) -> None:
    owner.context.grant_permissions(["clipboard-read", "clipboard-write"])
    owner.get_by_role("link", name="Create Inquiry").first.click()
    dialog = owner.get_by_role("dialog")
    dialog.get_by_label("Reference ID").fill("usr_ABC123")
    dialog.get_by_role("tab", name="Fields").click()
    dialog.get_by_label("First name").fill("Anna")
    dialog.get_by_role("button", name="Create Inquiry").click()
    expect(dialog.get_by_role("heading", name="View new Inquiry")).to_be_visible()
    link = dialog.get_by_label("Unique link").input_value()
    assert re.fullmatch(re.escape(web_server.url) + r"/verify\?inquiry-id=inq_\w{28}", link)
    dialog.get_by_role("button", name="Copy").click()
    expect(dialog.get_by_role("button", name="Copied")).to_be_visible()
    assert owner.evaluate("navigator.clipboard.readText()") == link
    dialog.get_by_role("link", name="View Inquiry").click()
    expect(owner.get_by_role("heading", name="Anna", level=1)).to_be_visible()
    expect(owner.get_by_text("usr_ABC123")).to_be_visible()
    assert owner.get_by_label("Unique link").input_value() == link


def test_another_template_brings_its_own_fields(owner: Page, web_server: Server) -> None:
    async def publish() -> None:
        member = {"member-number": FieldSchema(label="Member number")}
        document = msgspec.structs.replace(shipped_templates()["Selfie"], name="Members", fields=member)
        async with transaction(web_server.services.pool) as conn:
            template = await templates.create(conn, web_server.made.organization_id, document)
            await templates.publish(conn, web_server.made.organization_id, template.id)

    web_server.run(publish())
    owner.keyboard.press("c")
    dialog = owner.get_by_role("dialog")
    dialog.get_by_label("Inquiry template").select_option(label="Members")
    dialog.get_by_role("tab", name="Fields").click()
    expect(dialog.get_by_label("Member number")).to_be_visible()
    expect(dialog.get_by_label("Date of birth")).to_have_count(0)


def test_a_value_that_does_not_fit_stays_in_the_dialog_with_what_to_do(owner: Page) -> None:
    owner.keyboard.press("c")
    dialog = owner.get_by_role("dialog")
    dialog.get_by_label("Reference ID").fill("usr_1")
    dialog.get_by_role("tab", name="Fields").click()
    dialog.get_by_label("Email address").fill("nobody@x")
    dialog.get_by_role("button", name="Create Inquiry").click()
    expect(dialog.get_by_text("Enter an email address")).to_be_visible()
    expect(dialog.get_by_label("Email address")).to_have_attribute("aria-invalid", "true")
    dialog.get_by_role("tab", name="Inquiry").click()
    expect(dialog.get_by_label("Reference ID")).to_have_value("usr_1")


def test_without_scripts_an_inquiry_can_be_made_all_the_same(owner: Page, web_server: Server) -> None:
    browser = owner.context.browser
    assert browser is not None
    plain = browser.new_context(java_script_enabled=False, storage_state=owner.context.storage_state())
    page = plain.new_page()
    page.goto(f"{web_server.url}/dashboard/inquiries/new")
    page.get_by_label("Reference ID").fill("usr_2")
    page.get_by_role("button", name="Create Inquiry").click()
    assert page.get_by_label("Unique link").input_value().startswith(web_server.url)
    plain.close()


def test_the_generic_link_follows_template_and_environment(owner: Page, web_server: Server) -> None:
    owner.get_by_role("link", name="Hosted flow links").click()
    assert web_server.environment("sandbox") in owner.get_by_label("Generic link").input_value()
    owner.get_by_label("Inquiry template").select_option(label="Selfie")
    expect(owner.get_by_label("Generic link")).to_have_value(re.compile(web_server.made.templates["Selfie"]))
    owner.get_by_label("Contact field").fill("crm.id")
    owner.get_by_label("Contact field").press("Tab")
    expect(owner.get_by_label("Link with Double braces")).to_have_value(re.compile(r"reference-id=\{\{crm\.id\}\}$"))
    owner.get_by_role("button", name="Production").click()
    owner.get_by_role("link", name="Hosted flow links").click()
    assert web_server.environment("production") in owner.get_by_label("Generic link").input_value()
    expect(owner.get_by_text("people here are simulated")).to_have_count(0)
