"""A module put into a template while it is edited, by keyboard and on a phone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def test_a_module_is_seen_before_it_is_added_and_saved(web_server: Any, owner: Page, tmp_path: Path) -> None:
    owner.goto(f"{web_server.url}/dashboard/templates/import?from=Selfie")
    owner.get_by_text("Add a module or an action").press("Enter")
    owner.get_by_label("What", exact=True).select_option("government-id")
    owner.get_by_label("After the step").select_option("start")
    owner.get_by_label("Tries (optional)", exact=True).fill("5")
    owner.keyboard.press("Enter")
    owner.locator("text.sub", has_text="retry_verification_government_id").wait_for()
    assert Axe().run(owner).response["violations"] == []
    owner.screenshot(path=str(tmp_path / "desk.png"), full_page=True)
    owner.set_viewport_size({"width": 390, "height": 844})
    assert owner.evaluate("document.documentElement.scrollWidth") <= 390
    owner.screenshot(path=str(tmp_path / "phone.png"), full_page=True)
    owner.get_by_role("button", name="Add to the document").click()
    owner.get_by_text("It is in the document now").wait_for()
    assert "next: government_id" in owner.get_by_label("Document (YAML)").input_value()
    owner.get_by_role("button", name="Save as draft").click()
    owner.get_by_role("heading", name="Way through").wait_for()
    assert "attempts: 5" in owner.inner_text("pre.yaml")
