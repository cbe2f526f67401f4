"""What the browser says it is; decides wording only, never what is allowed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

Browser = Literal[
    "ios-safari", "ios-other", "android", "samsung", "firefox-android", "firefox", "safari", "desktop", "in-app"
]

_WEBVIEW: Final = re.compile(
    r"; wv\)|FBAN|FBAV|FB_IAB|Instagram|Line/|MicroMessenger|KAKAOTALK|DuckDuckGo/|GSA/|LinkedInApp|TikTok|musical_ly"
    r"|Snapchat|Pinterest|Twitter"
)
_IOS: Final = re.compile(r"iPhone|iPad|iPod")
_IOS_OTHER: Final = re.compile(r"CriOS|FxiOS|EdgiOS|OPiOS|OPT/|DuckDuckGo/|Brave/")


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
    inside = webview or _is_inside_an_app(agent)
    return Device("in-app" if inside else _browser(agent), mobile, inside)


def _is_inside_an_app(agent: str) -> bool:
    """Apps on iOS leave the name of the browser out, which every browser there has."""
    unnamed = bool(_IOS.search(agent)) and "Safari/" not in agent and "FxiOS" not in agent
    return unnamed or bool(_WEBVIEW.search(agent))


def _browser(agent: str) -> Browser:
    if _IOS.search(agent):
        return "ios-other" if _IOS_OTHER.search(agent) else "ios-safari"
    if "Firefox/" in agent:
        return "firefox-android" if "Android" in agent else "firefox"
    if "Android" in agent:
        return "samsung" if "SamsungBrowser/" in agent else "android"
    if "Safari/" in agent and "Chrome/" not in agent and "Chromium/" not in agent:
        return "safari"
    return "desktop"
