"""A table of people in the dashboard: progress, what could not be used, and the file of links."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from playwright.sync_api import Page


def test_a_table_becomes_inquiries_and_a_file_of_links(web_server: Any, owner: Page, tmp_path: Path) -> None:
    owner.goto(f"{web_server.url}/dashboard/inquiries/import")
    table = tmp_path / "people.csv"
    lines = [f'u{number},"Zoë, {number}"' for number in range(60)]
    table.write_text("\n".join(["reference-id,name-first", *lines, ",nobody"]), encoding="utf-8")
    owner.set_input_files("#f-table", table)
    owner.get_by_role("button", name="Make inquiries").click()
    owner.get_by_text("61 of 61 rows, 1 could not be used").wait_for()
    assert "Row 62: The reference ID is missing." in owner.inner_text("[data-import-errors]")
    with owner.expect_download() as downloading:
        owner.get_by_role("link", name="Download the links").click()
    with Path(downloading.value.path()).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["outcome"] for row in rows] == ["created"] * 60 + ["error"]
    assert all("/verify?code=" in row["link"] for row in rows[:60])
    owner.screenshot(path=str(tmp_path / "import.png"), full_page=True)
