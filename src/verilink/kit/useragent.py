"""What a ``User-Agent`` header says about the device, in the words of the published wire contract."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import msgspec
import ua_parser

MAX_LENGTH: Final = 512
_OS_NAMES: Final = {"Mac OS X": "Mac", "Chrome OS": "Chrome OS"}
_DESKTOP: Final = frozenset({"Mac", "Windows", "Linux", "Ubuntu", "Debian", "Fedora", "FreeBSD", "Chrome OS"})
_BROWSER_NAMES: Final = {
    "Mobile Safari": "Safari",
    "Chrome Mobile": "Chrome",
    "Chrome Mobile iOS": "Chrome",
    "Firefox Mobile": "Firefox",
    "Firefox iOS": "Firefox",
    "Edge Mobile": "Edge",
    "Opera Mobile": "Opera",
}


class UserAgent(msgspec.Struct, frozen=True):
    """Session attributes of the same names; ``None`` where the header says nothing."""

    os_name: str | None = None
    os_full_version: str | None = None
    device_type: str | None = None  # smartphone | tablet | desktop | bot
    device_name: str | None = None
    browser_name: str | None = None
    browser_full_version: str | None = None


def parse(header: str | None) -> UserAgent:
    """The device behind a ``User-Agent`` header; only its first 512 characters are looked at."""
    return _parse(header[:MAX_LENGTH]) if header else UserAgent()


@lru_cache(maxsize=2_048)
def _parse(header: str) -> UserAgent:
    found = ua_parser.parse(header)
    os_name = _OS_NAMES.get(found.os.family, found.os.family) if found.os else None
    kind = _device_type(header, os_name, found.device)
    browser = found.user_agent
    return UserAgent(
        os_name=os_name,
        os_full_version=_version(found.os),
        device_type=kind,
        device_name=_device_name(found.device) if kind in {"smartphone", "tablet"} else None,
        browser_name=_BROWSER_NAMES.get(browser.family, browser.family) if browser else None,
        browser_full_version=_version(browser),
    )


def _version(part: ua_parser.OS | ua_parser.UserAgent | None) -> str | None:
    if part is None:
        return None
    numbers = [number for number in (part.major, part.minor, part.patch, part.patch_minor) if number]
    return ".".join(numbers) or None


def _device_type(header: str, os_name: str | None, device: ua_parser.Device | None) -> str | None:
    if device is not None and device.family == "Spider":
        return "bot"
    if device is not None and "iPad" in device.family:
        return "tablet"
    if os_name == "iOS":
        return "smartphone"
    if os_name == "Android":
        # Browsers on Android phones say "Mobile", those on tablets leave it out.
        return "smartphone" if "Mobile" in header else "tablet"
    return "desktop" if os_name in _DESKTOP else None


def _device_name(device: ua_parser.Device | None) -> str | None:
    if device is None or not device.model:
        return None
    brand = "" if not device.brand or device.brand.startswith("Generic") else device.brand
    return f"{brand} {device.model}".strip()
