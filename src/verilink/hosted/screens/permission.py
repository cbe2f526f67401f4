"""How a blocked camera is allowed again, in the words of the browser at hand."""

from __future__ import annotations

from typing import Final

from verilink.hosted.devices import Browser, Device
from verilink.kit.i18n import Translator
from verilink.locale.messages import N_

_HELP: Final[dict[Browser, str]] = {
    "ios-safari": N_("Tap the page menu beside the address, then Website Settings. Set Camera to Allow and try again."),
    "ios-other": N_("Open your phone’s Settings, find this browser and switch Camera on. Then try again."),
    "android": N_("Tap the sign left of the address, then Permissions. Switch Camera on and try again."),
    "firefox": N_("Tap or click the camera sign beside the address, remove the block and try again."),
    "safari": N_("In the menu choose Safari, Settings for this website. Set Camera to Allow and try again."),
    "desktop": N_("Click the sign left of the address, allow the camera and try again."),
}


def permission_help(language: Translator, device: Device) -> str:
    """What to do, in one or two sentences."""
    return language(_HELP[device.browser])
