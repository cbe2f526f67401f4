"""The theme editor: what is typed is seen before it is kept, what cannot be read is mended, files go along."""

from __future__ import annotations

import io
import re
from pathlib import Path

from PIL import Image
from playwright.sync_api import FrameLocator, Page, expect

from browser.conftest import Server
from support.accessibility import violations


def opened(owner: Page, server: Server, name: str = "Northwind") -> FrameLocator:
    """A new theme in the editor; its preview."""
    owner.goto(f"{server.url}/dashboard/themes/new")
    owner.get_by_label("Name").fill(name)
    owner.get_by_role("button", name="Create theme").click()
    expect(owner.get_by_role("heading", level=1)).to_have_text(name)
    preview = owner.frame_locator("iframe")
    preview.get_by_role("heading", level=1).wait_for()
    return preview


def test_a_colour_is_seen_at_once_and_by_people_once_it_is_kept(owner: Page, web_server: Server) -> None:
    preview = opened(owner, web_server)
    light = owner.get_by_role("tabpanel", name="Light")
    light.get_by_label("Main colour", exact=True).fill("#7a1fa2")
    expect(preview.locator(".btn--primary").first).to_have_css("background-color", "rgb(122, 31, 162)")
    owner.get_by_label("Screen").select_option("done")
    preview.get_by_role("heading", name="You are done").wait_for()
    expect(owner.get_by_label("Language")).to_have_value("en-US")
    owner.get_by_label("Variant", exact=True).select_option("dark")
    expect(owner.frame_locator("iframe").locator("html")).to_have_attribute("data-variant", "dark")
    owner.get_by_role("button", name="Save", exact=True).click()
    expect(owner.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    expect(light.get_by_label("Main colour", exact=True)).to_have_value("#7a1fa2")


def test_colours_that_cannot_be_read_are_mended_with_one_click(owner: Page, web_server: Server) -> None:
    opened(owner, web_server)
    light = owner.get_by_role("tabpanel", name="Light")
    light.get_by_label("Main colour", exact=True).fill("#ffcc00")
    light.locator("summary", has_text="Buttons").click()
    light.get_by_label("Text on the main button", exact=True).fill("#ffffff")
    alert = owner.get_by_role("alert").filter(has_text="cannot be read well")
    expect(alert).to_contain_text("Text on the main button: #ffffff on #ffcc00 has a contrast of 1.5")
    owner.get_by_role("button", name="Save", exact=True).click()
    expect(alert).to_be_visible()
    assert violations(owner) == []
    owner.get_by_role("button", name="Use the nearest colours and save").click()
    expect(owner.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    expect(owner.get_by_text("Every text and edge can be read")).to_be_visible()
    expect(light.get_by_label("Main colour", exact=True)).to_have_value("#ffcc00")


def test_a_logo_goes_along_and_stands_in_place_of_the_name(owner: Page, web_server: Server, tmp_path: Path) -> None:
    opened(owner, web_server)
    logo, drawing = tmp_path / "mark.png", tmp_path / "bad.svg"
    written = io.BytesIO()
    Image.new("RGB", (240, 80), "#7a1fa2").save(written, "PNG")
    logo.write_bytes(written.getvalue())
    drawing.write_text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    light = owner.get_by_role("tabpanel", name="Light")
    light.get_by_label("Logo", exact=True).set_input_files(drawing)
    expect(owner.locator("#file-light-logo")).not_to_have_value("")
    owner.get_by_role("button", name="Save", exact=True).click()
    expect(owner.get_by_role("alert").filter(has_text="script")).to_be_visible()
    light.get_by_label("Logo", exact=True).set_input_files(logo)
    expect(owner.locator("#name-file-light-logo")).to_have_value("mark.png")
    owner.get_by_role("button", name="Save", exact=True).click()
    expect(owner.get_by_text("Now: mark.png")).to_be_visible()
    brand = owner.frame_locator("iframe").locator(".brand")
    expect(brand).to_have_css("background-image", re.compile("/files/thast_"))
    expect(brand).to_have_text("Northwind")


def test_a_theme_is_given_to_a_template_by_keyboard(owner: Page, web_server: Server) -> None:
    opened(owner, web_server)
    owner.get_by_role("checkbox", name="Selfie", exact=True).focus()
    owner.keyboard.press("Space")
    owner.get_by_role("button", name="Save templates").focus()
    owner.keyboard.press("Enter")
    expect(owner.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    owner.goto(f"{web_server.url}/dashboard/themes")
    row = owner.get_by_role("row").filter(has_text="Northwind").filter(has_text="Selfie")
    expect(row).to_be_visible()
    row.get_by_role("link").click()
    owner.once("dialog", lambda dialog: dialog.accept())
    owner.get_by_role("button", name="Archive").click()
    expect(owner.get_by_role("status").filter(has_text="Archived.")).to_be_visible()
