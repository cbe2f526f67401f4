"""What a person does in the flow, with a browser that is driven from outside."""

from __future__ import annotations

from pathlib import Path

from support.engines.tab import Tab


def to_capture(tab: Tab, link: str, kind: str = "Passport") -> None:
    """From the link to the first photo of a German document."""
    tab.open(link)
    tab.see("confirm it’s you")
    tab.tap("Agree and start")
    tab.see("Which document")
    tab.type("#country", "germ")
    tab.keys("Enter")
    tab.tap(kind)
    tab.see("Photograph")


def photograph(tab: Tab, *, opened: bool = False) -> None:
    """Take and use one photo with the live camera, which stays open from one page to the next."""
    if not opened:
        tab.tap("Open the camera")
    tab.press(".shutter:not([disabled])")
    tab.see("Can you read")
    tab.tap("Use this photo")


def upload(tab: Tab, photo: Path, selector: str = "#upload") -> None:
    """Choose a file where a photo is asked for, and use it."""
    tab.choose_file(selector, photo)
    tab.see("Can you read")
    tab.tap("Use this photo")
