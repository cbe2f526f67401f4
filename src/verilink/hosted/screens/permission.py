"""How a blocked camera is allowed again, step by step, in the words of the browser at hand."""

from __future__ import annotations

from typing import Final

from verilink.hosted.devices import Browser, Device
from verilink.kit.i18n import Translator
from verilink.locale.messages import N_

_ALLOW: Final = N_("Set Camera to Allow.")
_SWITCH: Final = N_("Switch Camera on.")
_AGAIN: Final = N_("Come back here and try the camera again.")
_SYSTEM: Final = N_("If it is allowed there, look in your phone’s Settings, under this browser’s name.")
_HELP: Final[dict[Browser, tuple[str, ...]]] = {
    "ios-safari": (N_("Tap the page menu beside the address, then Website Settings."), _ALLOW, _AGAIN, _SYSTEM),
    "ios-other": (N_("Open your phone’s Settings and find this browser."), _SWITCH, _AGAIN),
    "android": (N_("Tap the sign left of the address, then Permissions."), _SWITCH, _AGAIN, _SYSTEM),
    "samsung": (N_("Tap the lock left of the address, then Permissions."), _SWITCH, _AGAIN, _SYSTEM),
    "firefox-android": (
        N_("Tap the lock left of the address."),
        N_("Tap Camera, so that it is allowed."),
        _AGAIN,
        _SYSTEM,
    ),
    "firefox": (N_("Click the crossed-out camera left of the address."), N_("Remove the block."), _AGAIN),
    "safari": (N_("In the menu choose Safari, then Settings for this website."), _ALLOW, _AGAIN),
    "desktop": (N_("Click the sign left of the address."), _SWITCH, _AGAIN),
    "in-app": (
        N_("Look for the menu of the app that shows this page."),
        N_("Choose “Open in browser”, or copy the link and open it there."),
        N_("If that is not possible, go on below."),
    ),
}


def permission_help(language: Translator, device: Device) -> tuple[str, ...]:
    """What to do, one step after the other."""
    return tuple(language(step) for step in _HELP[device.browser])


def tablet_help(language: Translator, device: Device) -> tuple[str, ...]:
    """The same for a tablet that says it is a Mac, which only the page can find out; empty for every other device."""
    return tuple(language(step) for step in _HELP["ios-safari"]) if device.browser == "safari" else ()
