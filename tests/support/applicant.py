"""A person with a phone, a passport and a face, who does what the flow asks before a camera that a test directs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from support.camera import Camera
from support.looks import Frames, Looks
from support.phone import Phone

ANALYSIS_SECONDS = 60
# With a tap's mark gone the shutter takes the next pose.
_READY = "[data-do=shoot]:enabled:not([aria-disabled=true])"
_DONE = "n => document.querySelectorAll('.poses .done').length === n"


@dataclass
class Applicant:
    """Whoever opened the link. Every step waits for what the page says, never for a time."""

    phone: Phone
    camera: Camera

    def start(self, link: str) -> None:
        """Open the link and agree."""
        self.phone.page.goto(link)
        self.phone.see("confirm it’s you")
        self.phone.tap("Agree and start")

    def choose_passport(self) -> None:
        """Say which document it is."""
        self.phone.see("Which document")
        self.phone.page.fill("#country", "germ")
        self.phone.page.keyboard.press("Enter")
        self.phone.tap("Passport")
        self.phone.see("photo page of your passport")

    def photograph(self, document: Frames, *, opened: bool = False, hint: str = "Looks good") -> None:
        """Hold the document before the camera, wait until its guidance gives ``hint``, and use the photo."""
        page = self.phone.page
        if not opened:
            self.camera.show(document)
            self.phone.tap("Open the camera")
        shutter = page.locator(".shutter:not([disabled])")
        shutter.wait_for()
        self.camera.show(document, page)
        page.locator("#tip", has_text=hint).wait_for()
        shutter.click()
        self.use_photo()

    def upload(self, photo: Path) -> None:
        """Send a file instead."""
        with self.phone.page.expect_file_chooser() as choosing:
            self.phone.tap("Upload a photo or PDF")
        choosing.value.set_files(photo)
        self.use_photo()

    def use_photo(self) -> None:
        """Look at the photo and keep it."""
        self.phone.see("Can you read every word?")
        self.phone.tap("Use this photo")

    def take_selfie(self, looks: Looks) -> list[str]:
        """Look where the page asks for; returns the poses in the order they were asked for."""
        page = self.phone.page
        self.phone.see("Now a short look", seconds=ANALYSIS_SECONDS)
        self.camera.show(looks["center"])
        self.phone.tap("Open the camera")
        page.locator("#automatic").uncheck()
        asked = []
        for number in range(len(looks)):
            page.wait_for_function(_DONE, arg=number)
            page.locator(_READY).wait_for()
            asked.append(self._pose())
            self.camera.show(looks[asked[-1]], page)
            self.phone.tap("Take the photo")
        return asked

    def _pose(self) -> str:
        wanted = self.phone.heading()
        return next((pose for pose in ("left", "right") if f"to your {pose}" in wanted), "center")

    def hear(self, verdict: str) -> str:
        """Wait for the verdict's heading; returns everything the page says."""
        self.phone.see(verdict, seconds=ANALYSIS_SECONDS)
        return self.phone.page.inner_text("main:visible")
