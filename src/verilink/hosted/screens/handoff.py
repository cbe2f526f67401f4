"""Going on with another device: the ways to do it, and the page of whoever looks on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from verilink.flow.outcomes import Wait
from verilink.hosted.qr import Picture, draw
from verilink.hosted.screens.model import Case, Screen
from verilink.hosted.screens.stages import Stage, stages_of
from verilink.hosted.wording import left_until
from verilink.kit.i18n import fill
from verilink.sessions.model import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferScreen(Screen):
    """``typed``: the short link as it is typed, up to its code and the code. ``problem``: why there is none."""

    name: ClassVar[str] = "handoff"
    template: ClassVar[str] = "handoff.html"
    body: str
    picture: Picture | None
    typed: tuple[str, str]
    lasts: str
    email: bool
    sms: bool
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ElsewhereScreen(Screen):
    """``now``: the heading on the other device. ``steps``: how far it is."""

    name: ClassVar[str] = "elsewhere"
    template: ClassVar[str] = "elsewhere.html"
    body: str
    now: str
    steps: tuple[Stage, ...]


def handoff_label(case: Case) -> str:
    """The name of the button; empty when there is no way."""
    if not case.handoff:
        return ""
    _ = case.language
    return _("Go on with another phone") if case.device.mobile else _("Go on with your phone")


def build_offer(case: Case, link: Link | None, problem: str) -> OfferScreen:
    """The code to photograph, the link to type, and forms to send it."""
    _ = case.language
    phone = _("Open the camera of the other phone, point it at this code and follow the link.")
    computer = _("Open the camera of your phone, point it at this code and follow the link.")
    lasts = _("The link works once, within %(time)s. Give it to nobody else.")
    return OfferScreen(
        title=handoff_label(case),
        body=(phone if case.device.mobile else computer) if link else "",
        picture=draw(link.short_url) if link else None,
        typed=_typed(link),
        lasts=fill(lasts, {"time": left_until(_, link.expires_at)}) if link else "",
        email="email" in case.handoff and not problem,
        sms="sms" in case.handoff and not problem,
        problem=problem,
    )


def _typed(link: Link | None) -> tuple[str, str]:
    host, slash, code = link.short_url.partition("://")[2].rpartition("/") if link else ("", "", "")
    return host + slash, code


def build_elsewhere(case: Case, heading: str) -> ElsewhereScreen:
    """What the device sees whose turn it is not. ``heading``: of the screen on the other one."""
    _ = case.language
    running = case.outcome.verification if isinstance(case.outcome, Wait) else None
    linked = Stage(_("Link opened on the other device"), "done", 1)
    return ElsewhereScreen(
        title=_("Go on with your other device"),
        body=_("This page follows along. Leave it open; it goes on by itself when you are done there."),
        now=heading,
        steps=tuple(stages_of(case, [linked], running)),
    )
