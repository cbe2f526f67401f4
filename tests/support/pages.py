"""Pages of a company that embeds the flow, and a customer who visits one."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import FrameLocator, Page

RECORDER = """
window.calls = []; window.heard = [];
window.record = (name) => (...given) => { window.calls.push([name, ...given]); };
window.addEventListener("message", ({ origin, data }) => { if (data?.name) window.heard.push({ origin, ...data }); });
window.handlers = (before) => Object.fromEntries(
  ["onLoad", "onReady", "onStart", "onComplete", "onCancel", "onError", "onEvent"].map((name) => [name, (...given) => {
    window.record(name)(...given); before?.[name]?.(...given); }]));
"""
UMD = f"<!doctype html><title>Shop</title><script>{RECORDER}</script><script src=/npm/persona/dist/persona.js></script>"
MODULE = f"""<!doctype html><title>Shop</title><script>{RECORDER}</script><script type=module>
import {{ Client }} from "/npm/persona/dist/persona.mjs"; window.Persona = {{ Client }};</script>"""


@dataclass
class Visit:
    """A customer on the company's page. ``mistakes``: what scripts threw and what policies forbade."""

    page: Page
    host: str
    mistakes: list[str] = field(default_factory=list)

    @property
    def flow(self) -> FrameLocator:
        """The flow in its frame."""
        return self.page.frame_locator("iframe")

    def embed(self, **options: Any) -> None:
        """Make a client of the SDK that opens when it is ready."""
        self.page.wait_for_function("() => window.Persona")
        given = {"customHost": self.host} | options
        script = """options => { window.client = new Persona.Client({
            ...options, ...handlers({ onReady: () => client.open() }) }); }"""
        self.page.evaluate(script, given)

    def calls(self, *names: str) -> list[list[Any]]:
        """Callbacks so far, each with its arguments."""
        made = self.page.evaluate("() => calls")
        return [call for call in made if not names or call[0] in names]

    def wait(self, name: str, count: int = 1, seconds: float = 20) -> Any:
        """Wait for this many calls of a callback; returns the arguments of the last one, one alone as it is."""
        condition = "([name, count]) => calls.filter((call) => call[0] === name).length >= count"
        try:
            self.page.wait_for_function(condition, arg=[name, count], timeout=seconds * 1000)
        except Exception as error:
            raise AssertionError(f"no {name}; so far {self.calls()}; mistakes {self.mistakes}") from error
        given = self.calls(name)[count - 1][1:]
        return given[0] if len(given) == 1 else given

    def heard(self, name: str | None = None) -> list[dict[str, Any]]:
        """Messages of the frame as they arrived."""
        return [message for message in self.page.evaluate("() => heard") if name in (None, message["name"])]

    def see(self, text: str, *, seconds: float = 20) -> None:
        """Wait for a heading of the flow."""
        self.flow.locator("h1:visible", has_text=text).first.wait_for(timeout=seconds * 1000)

    def tap(self, text: str) -> None:
        """Press a button of the flow."""
        self.flow.get_by_role("button", name=text).locator("visible=true").first.click()

    def to_capture(self, kind: str = "Passport") -> None:
        """From the first screen to the first photo of a German document."""
        self.see("confirm it’s you")
        self.tap("Agree and start")
        self.see("Which document")
        self.flow.locator("#country").fill("germ")
        self.flow.locator("#country").press("Enter")
        self.tap(kind)
        self.see("Photograph")

    def upload(self, photo: Path) -> None:
        """Send a file as the photo that is asked for."""
        self.flow.locator("#upload").set_input_files(photo)
        self.see("Can you read")
        self.tap("Use this photo")


def js(value: Any) -> str:
    """``value`` as it may stand in a script."""
    return json.dumps(value).replace("<", "\\u003c")
