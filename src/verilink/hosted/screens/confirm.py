"""An email address or a phone number, then the code that was sent to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Final

from verilink.flow import document
from verilink.flow.outcomes import Show
from verilink.hosted.screens.model import Case, Screen, Standing
from verilink.hosted.screens.options import Option, dialled_countries
from verilink.kit.phone import country_of, written
from verilink.locale.messages import N_

UNDELIVERED: Final = N_("Our message could not be delivered. Check it, or use another one.")
SENT_AGAIN: Final = N_("A code was sent a moment ago. Wait a little before you ask for another.")
LOCKED: Final = N_("This can no longer be changed.")
NO_TEXTS: Final = N_("Text messages cannot be sent at the moment. Please try again later.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressScreen(Screen):
    """Where to send a code. ``countries``: whose calling code may be chosen; none for an email address.

    ``warning``: why no code can be sent to any address; the way on is then ``skip``.
    """

    name: ClassVar[str] = "confirm-address"
    template: ClassVar[str] = "confirm_address.html"
    body: str
    label: str
    value: str
    by_text: bool
    locked: bool
    countries: tuple[Option, ...]
    error: str
    warning: str
    hint: str
    skip: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeScreen(Screen):
    """The code. ``sent``: which code this is, so that a double tap asks for one. ``wait``: seconds to another.

    ``lost``: the message did not arrive, so the other ways on are unfolded. ``change`` is empty for a given address.
    """

    name: ClassVar[str] = "confirm-code"
    template: ClassVar[str] = "confirm_code.html"
    body: str
    sent: int
    wait: int
    error: str
    notice: str
    lasts: str
    lost: bool
    by_text: bool
    change: str
    skip: str


def build(case: Case, show: Show, screen: document.ConfirmContact) -> AddressScreen | CodeScreen:
    """The part that is asked for now."""
    standing = case.standing or Standing()
    if show.model["phase"] == "code":
        return _code(case, show.model, standing)
    return _address(case, show.model, screen, standing)


def _address(case: Case, model: dict[str, Any], screen: document.ConfirmContact, standing: Standing) -> AddressScreen:
    _ = case.language
    by_text = model["type"] == "phone-number"
    title = _("What is your phone number?") if by_text else _("What is your email address?")
    body = _("We’ll send a code to it by text message.") if by_text else _("We’ll send a code to it.")
    typed, known = case.answers.get("contact"), str(model.get("contact") or "")
    value = str(typed or (written(known, country_of(known)) if by_text else known))
    return AddressScreen(
        title=case.text(screen.title, title),
        body=case.text(screen.body, body),
        label=case.text(model.get("label")),
        value=value,
        by_text=by_text,
        locked=bool(model.get("locked")),
        countries=_countries(case, model, str(typed or known)) if by_text else (),
        error=case.told(case.errors.get("contact")) if standing.available else "",
        warning="" if standing.available else _(NO_TEXTS),
        hint=_(LOCKED) if model.get("locked") else "",
        skip="" if standing.available else _("Go on without a code"),
    )


def _countries(case: Case, model: dict[str, Any], value: str) -> tuple[Option, ...]:
    """Countries with their calling codes, that of the number chosen, else the likely one."""
    allowed = model.get("countries")
    guesses = (case.answers.get("country"), country_of(value), model.get("country"), case.country)
    return dialled_countries(case, guesses, tuple(allowed) if allowed else None)


def _code(case: Case, model: dict[str, Any], standing: Standing) -> CodeScreen:
    _ = case.language
    by_text = model["type"] == "phone-number"
    contact = str(model.get("contact") or "")
    shown = f"\u2066{written(contact, case.country)}\u2069" if by_text else f"\u2068{contact}\u2069"
    minutes = int(model["minutes"])
    problem = _(UNDELIVERED) if standing.failed else case.text(model.get("problem"))
    return CodeScreen(
        title=_("Enter the code"),
        body=_("We sent 6 digits to %(to)s.", to=shown),
        sent=int(model["sent"]),
        wait=standing.wait,
        error=case.told(case.errors.get("code")) or problem,
        notice=_notice(case, standing, int(model["sent"])),
        lasts=_.ngettext("It works for %(count)s minute.", "It works for %(count)s minutes.", minutes),
        lost=standing.failed,
        by_text=by_text,
        change="" if model.get("locked") else _("Use another number") if by_text else _("Use another address"),
        skip=_("I do not get a code"),
    )


def _notice(case: Case, standing: Standing, sent: int) -> str:
    """What just happened: without it, a page after another code looks as if nothing had."""
    _ = case.language
    if standing.simulated:
        return _("Sandbox: nothing was sent. Any 6 digits will do.")
    return _(SENT_AGAIN) if sent > 1 and standing.wait and not standing.failed else ""
