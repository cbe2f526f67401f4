"""A proof of address on a phone: several files chosen at once, one taken back, and the sandbox's verdict."""

from __future__ import annotations

from pathlib import Path

from support.paper import bill
from support.phone import Company, Phone

HOME = {
    "First name": "Zoë",
    "Last name": "Müller",
    "Street address": "12 Sample Road",
    "City": "Berlin",
    "Postal code": "10115",
}


def test_two_files_are_sent_one_after_the_other(company: Company, phone: Phone, tmp_path: Path) -> None:
    page = phone.page
    page.goto(company.generic("Proof of address"))
    phone.see("confirm your address")
    phone.tap("Agree and start")
    phone.see("Where do you live?")
    for label, value in HOME.items():
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_label("Country", exact=True).select_option("DE")
    phone.tap("Continue")
    phone.see("Send a letter or bill")
    chosen = []
    for name, kind in (("bill.pdf", "PDF"), ("back.jpg", "JPEG")):
        chosen.append(tmp_path / name)
        chosen[-1].write_bytes(bill(kind))
    page.locator("#upload").set_input_files(chosen)
    page.get_by_text("File 2").wait_for()
    phone.tap("Take back the last file")
    page.get_by_text("File 2").wait_for(state="detached")
    bad = tmp_path / "notes.pdf"
    bad.write_bytes(b"no pdf" * 4000)
    page.locator("#upload").set_input_files(bad)
    page.get_by_text("This kind of file cannot be read").wait_for()
    phone.tap("That is all")
    phone.see("You are done", seconds=60)
    kept = company.inquiries()[0]
    assert kept.fields["document-type"]["value"] == "standard_utility_bill"
