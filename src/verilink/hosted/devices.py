"""What the browser says it is; decides wording only, never what is allowed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

Browser = Literal["ios-safari", "ios-other", "android", "firefox", "safari", "desktop"]

_WEBVIEW: Final = re.compile(r"; wv\)|FBAN|FBAV|Instagram|Line/|MicroMessenger|DuckDuckGo/|GSA/|LinkedInApp|TikTok")
_IOS_OTHER: Final = re.compile(r"CriOS|FxiOS|EdgiOS|OPiOS")


@dataclass(frozen=True, slots=True)
class Device:
    """``webview``: the page is shown inside another app."""

    browser: Browser = "desktop"
    mobile: bool = False
    webview: bool = False


def device_of(user_agent: str | None, *, webview: bool = False) -> Device:
    """Read a ``User-Agent``; ``webview``: what the link's ``is-webview`` says."""
    agent = user_agent or ""
    mobile = any(part in agent for part in ("iPhone", "iPad", "iPod", "Android", "Mobile"))
    return Device(_browser(agent), mobile, webview or bool(_WEBVIEW.search(agent)))


def _browser(agent: str) -> Browser:
    if any(part in agent for part in ("iPhone", "iPad", "iPod")):
        return "ios-other" if _IOS_OTHER.search(agent) else "ios-safari"
    if "Firefox/" in agent:
        return "firefox"
    if "Android" in agent:
        return "android"
    if "Safari/" in agent and "Chrome/" not in agent and "Chromium/" not in agent:
        return "safari"
    return "desktop"
