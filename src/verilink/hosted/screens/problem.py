"""Pages that end in no step of the flow: each says what happened and what can be done next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from verilink.hosted.screens.model import Screen, WayBack, way_back
from verilink.kit.i18n import Translator
from verilink.locale.messages import N_

Tone = Literal["ok", "warn", "bad"]


@dataclass(frozen=True, slots=True)
class Wording:
    """Message ids, with ``%(org)s`` for the company. ``action``: what the button does, of those in ``main.js``."""

    icon: str
    title: str
    body: str
    next: str = ""
    action: str = ""
    action_label: str = ""
    tone: Tone = "warn"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemScreen(Screen):
    """``detail``: the technical sentence for whoever made the link, when the link itself is wrong."""

    name: ClassVar[str] = "problem"
    template: ClassVar[str] = "problem.html"
    code: str
    icon: str
    tone: Tone
    body: str
    next: str
    detail: str
    action: str
    action_label: str
    redirect: WayBack | None
    offers_new_link: bool


_ASK: Final = N_("Ask %(org)s for a new link and name the reference below.")
_ASK_NEW: Final = N_("Ask %(org)s for a new link.")
_RETRY: Final = N_("Try again")

WORDINGS: Final[dict[str, Wording]] = {
    "expired": Wording(
        "clock", N_("This link has expired"), N_("Links work for a limited time, to protect you."), _ASK
    ),
    "session_expired": Wording(
        "clock",
        N_("Your session has ended"),
        N_("You started on this link before, in another tab or on another device. Only that one can go on."),
        N_("If that tab is closed, ask %(org)s for a new link and name the reference below. What you did is kept."),
    ),
    "finished": Wording(
        "check",
        N_("This is already done"),
        N_("Everything was handed in. There is nothing more to do here."),
        N_("If you expect an answer, ask %(org)s and name the reference below."),
        tone="ok",
    ),
    "failed": Wording(
        "alert",
        N_("This link can no longer be used"),
        N_("It ended without a confirmation."),
        N_("Ask %(org)s for a new link, or how else you can prove who you are."),
    ),
    "redacted": Wording(
        "check", N_("The data of this link was erased"), N_("Nothing is kept here any more."), _ASK_NEW, tone="ok"
    ),
    "too_many_sessions": Wording(
        "alert", N_("This link was opened too often"), N_("To protect you, it does not open again."), _ASK
    ),
    "inactive_template": Wording(
        "link", N_("This link is not in use"), N_("%(org)s has not switched it on, or has switched it off."), _ASK_NEW
    ),
    "client_creation_blocked": Wording(
        "link",
        N_("You need a link of your own"),
        N_("%(org)s sends each person a personal link. This general one is switched off."),
        N_("Ask %(org)s for your personal link."),
    ),
    "unknown": Wording(
        "link",
        N_("We cannot find what this link points to"),
        N_("It may be incomplete. Long links sometimes break in an email."),
        N_("Open it again from the message you got, or ask for a new one."),
    ),
    "invalid_config": Wording(
        "link",
        N_("This link was not put together correctly"),
        N_("It is nothing you did. Whoever made the link has to correct it."),
        N_("Send them the line below; it says what is wrong."),
        tone="bad",
    ),
    "link_used": Wording(
        "link",
        N_("This link was already used"),
        N_("It works once, to protect you."),
        N_("If you came from another device, go back there and choose to go on here again. Or ask for a new link."),
    ),
    "nobody_here": Wording(
        "link",
        N_("There is nothing at this address"),
        N_("Its name may be misspelled, or it is not in use any more."),
        N_("Open the link again from the message you got, or ask whoever sent it."),
    ),
    "rate_limited": Wording(
        "clock",
        N_("Too many tries at once"),
        N_("Wait a minute, then try again. Nothing is lost."),
        action="reload",
        action_label=_RETRY,
    ),
    "unavailable": Wording(
        "alert",
        N_("Something went wrong on our side"),
        N_("Nothing you did is lost. Try again in a moment."),
        action="reload",
        action_label=_RETRY,
    ),
    "link_sent": Wording(
        "mail",
        N_("Look at your email"),
        N_("If there is an email address for this link, a new one is on its way there. That can take a few minutes."),
        N_("If nothing comes, look in the folder for unwanted mail, or ask %(org)s for a new link."),
        tone="ok",
    ),
    "left": Wording(
        "check",
        N_("You left for now"),
        N_("What you did so far is kept. You can close this tab, or go on here."),
        N_("When the tab is closed, ask %(org)s for a new link to go on."),
        action="show",
        action_label=N_("Go on"),
        tone="ok",
    ),
}
WORDINGS["link_expired"] = WORDINGS["expired"]
WORDINGS["link_unknown"] = WORDINGS["unknown"]


def problem(
    language: Translator,
    code: str,
    *,
    organization: str = "",
    detail: str = "",
    redirect: str | None = None,
    offers_new_link: bool = False,
) -> ProblemScreen:
    """The page for ``code``; without a known company the person is told to ask whoever sent the link."""
    wording = WORDINGS[code]
    _ = language
    who = organization or _("the company that sent it")

    def text(message: str) -> str:
        return _(message, org=who) if message else ""

    body = text(wording.body)
    return ProblemScreen(
        title=text(wording.title),
        code=code,
        icon=wording.icon,
        tone=wording.tone,
        body=body[:1].upper() + body[1:],
        next=text(wording.next),
        detail=detail,
        action=wording.action,
        action_label=text(wording.action_label),
        redirect=way_back(language, who, redirect),
        offers_new_link=offers_new_link,
    )
