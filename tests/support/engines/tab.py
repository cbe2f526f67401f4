"""A tab of a browser that is driven from outside, whichever engine it has."""

from __future__ import annotations

import base64
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.engines.wires import Refused, Wire

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
KEYS = {"Enter": "\ue007", "Tab": "\ue004", "Escape": "\ue00c", "Down": "\ue015", "Up": "\ue013", "Space": " "}
_SEEN = """const seen = (e) => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== "hidden";
const words = (e) => (e.ariaLabel || e.innerText || "").replace(/\\s+/g, " ").trim();"""
_HEADINGS = f"{_SEEN} return [...document.querySelectorAll('h1')].filter(seen).map(words);"
_BUTTON = f"""{_SEEN} const open = document.querySelector("dialog[open]") ?? document;
const all = [...open.querySelectorAll("button, a[href], summary")];
return all.find((e) => seen(e) && words(e).includes(arguments[0]));"""
# Firefox keeps every error of every page; they are read where the browser's own scripts run.
_ERRORS = """const wrong = (m) => !(m.flags & 1) || /Security-Policy/.test(m.errorMessage);
return Services.console.getMessageArray()
  .filter((m) => m instanceof Ci.nsIScriptError && m.sourceName.startsWith("http") && wrong(m))
  .map((m) => m.errorMessage);"""
_STOP_SHARING = """const page = gBrowser.selectedBrowser.browsingContext.currentWindowGlobal;
page.getActor("WebRTC").sendAsyncMessage("webrtc:StopSharing", String(page.innerWindowId));"""
_NARROW = """const [width, height] = arguments;
const style = { width: width + "px", height: height + "px", "min-width": "0", flex: "none" };
for (const name in style) gBrowser.selectedBrowser.style.setProperty(name, style[name]);"""


@dataclass
class Tab:
    """``folder``: where the browser's own output is."""

    engine: str
    wire: Wire
    folder: Path

    def open(self, url: str) -> None:
        """Go to an address and wait until it has loaded."""
        self.wire.send("WebDriver:Navigate", url=url)

    def do(self, script: str, *arguments: Any) -> Any:
        """Run the body of a function in the page and give what it returns."""
        given = {"sandbox": None} if self.engine == "firefox" else {}  # else the page's own objects are out of reach
        return self.wire.send("WebDriver:ExecuteScript", script=script, args=list(arguments), **given)

    def ask(self, script: str) -> Any:
        """Run the body of a function whose last argument takes the answer."""
        given = {"sandbox": None} if self.engine == "firefox" else {}
        return self.wire.send("WebDriver:ExecuteAsyncScript", script=script, args=[], **given)

    def wait_for(self, script: str, *arguments: Any, seconds: float = 30) -> Any:
        """Run ``script`` until what it returns is true; gives that."""
        end = time.monotonic() + seconds
        while True:
            try:
                found = self.do(script, *arguments)
            except Refused as refused:  # the page is being left
                found = None
                if time.monotonic() > end:
                    raise AssertionError(script) from refused
            if found:
                return found
            if time.monotonic() > end:
                said = self.do("return document.body.innerText")
                raise AssertionError(f"waited for {script!r} {arguments}, but the page says {said!r}")
            time.sleep(0.05)

    def find(self, selector: str) -> str:
        """The first element of this selector that can be seen."""
        script = f"{_SEEN} return [...document.querySelectorAll(arguments[0])].find(seen)"
        return str(self.wait_for(script, selector)[ELEMENT])

    def see(self, text: str) -> None:
        """Wait for a heading with this text."""
        self.wait_for(f"{_HEADINGS[:-1]}.some((said) => said.includes(arguments[0]));", text)

    def heading(self) -> str:
        """The heading that can be seen."""
        return str(self.do(_HEADINGS)[0])

    def said(self) -> str:
        """What the page says."""
        return str(self.do("return document.body.innerText"))

    def tap(self, text: str) -> None:
        """Press the button or link with this name."""
        self._click(str(self.wait_for(_BUTTON, text)[ELEMENT]))

    def press(self, selector: str) -> None:
        """Press the first element of this selector that can be seen."""
        self._click(self.find(selector))

    def _click(self, element: str) -> None:
        self.wire.send("WebDriver:ElementClick", id=element)

    def type(self, selector: str, text: str) -> None:
        """Put the focus into an input and type."""
        self.wire.send("WebDriver:ElementSendKeys", id=self.find(selector), text=text)

    def choose_file(self, selector: str, path: Path) -> None:
        """Choose a file in an input, which may be out of sight."""
        element = self.wait_for("return document.querySelector(arguments[0])", selector)[ELEMENT]
        self.wire.send("WebDriver:ElementSendKeys", id=element, text=str(path))

    def keys(self, *names: str) -> None:
        """Press keys one after the other: names of ``KEYS``, or characters."""
        pressed = [KEYS.get(name, name) for name in names]
        steps = [{"type": kind, "value": key} for key in pressed for kind in ("keyDown", "keyUp")]
        self.wire.send("WebDriver:PerformActions", actions=[{"type": "key", "id": "keys", "actions": steps}])

    def enter(self, selector: str | None) -> None:
        """Go on in a frame of the page; ``None``: in the page itself."""
        frame = self.wait_for("return document.querySelector(arguments[0])", selector) if selector else None
        given = {"element": frame[ELEMENT]} if self.engine == "firefox" and frame else {"id": frame}
        self.wire.send("WebDriver:SwitchToFrame", **given)

    def back(self) -> None:
        """The browser's own way back."""
        self.wire.send("WebDriver:Back")

    def reload(self) -> None:
        """Load the page again."""
        self.wire.send("WebDriver:Refresh")

    def resize(self, width: int, height: int) -> None:
        """Make the page this large, in CSS pixels."""
        if self.engine == "firefox":  # its window cannot be narrower than its own buttons
            self.inside(_NARROW, width, height)
        else:
            self.wire.send("WebDriver:SetWindowRect", width=width, height=height)
        self.wait_for("return innerWidth === arguments[0]", width)

    def picture(self, path: Path) -> Path:
        """Write what can be seen as PNG, once everything that moves in has arrived."""
        self.wait_for("return document.getAnimations().every((one) => one.playState !== 'running')")
        path.write_bytes(base64.b64decode(self.wire.send("WebDriver:TakeScreenshot", full=False)))
        return path

    def inside(self, script: str, *arguments: Any) -> Any:
        """Run a script among Firefox's own, which may set preferences and read errors."""
        self.wire.send("Marionette:SetContext", value="chrome")
        try:
            return self.wire.send("WebDriver:ExecuteScript", script=script, args=list(arguments))
        finally:
            self.wire.send("Marionette:SetContext", value="content")

    def lose_camera(self) -> None:
        """In Firefox as its own button "stop sharing" does it; in WebKit only the news of it."""
        if self.engine == "firefox":
            self.inside(_STOP_SHARING)
        else:
            self.do("document.querySelector('video').srcObject.getTracks()[0].dispatchEvent(new Event('ended'))")

    def mistakes(self) -> list[str]:
        """What scripts threw and what policies forbade, since the browser was started."""
        if self.engine == "firefox":
            return list(self.inside(_ERRORS))
        said = (self.folder / "said").read_text(errors="replace").splitlines()
        return [line for line in said if "CONSOLE" in line and "ERROR" in line]
