"""Consent: what is collected, why, what is done with it, who sees it, how long it is kept and who to ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlsplit

from verilink.flow import document
from verilink.flow.outcomes import Show
from verilink.flow.verifications import Database, GovernmentId, Selfie
from verilink.hosted.documents import kind_of
from verilink.hosted.screens.model import Case, Item, Screen
from verilink.hosted.wording import all_of, any_of

_PICTURED = frozenset({"government-id", "selfie", "document"})
_OWN_ITEMS = frozenset({"government-id", "selfie", "document", "email-address", "phone-number"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentScreen(Screen):
    """Each text is a whole sentence."""

    name: ClassVar[str] = "consent"
    template: ClassVar[str] = "consent.html"
    body: str
    items: tuple[Item, ...]
    collected: str
    purpose: str
    comparison: str
    audience: str
    retention: str
    contact: str
    policy_url: str | None
    summary: str
    other_way: str


def build(case: Case, show: Show, screen: document.Consent) -> ConsentScreen:
    """The first screen, from the template alone."""
    _ = case.language
    model: dict[str, Any] = show.model
    collects = [str(kind) for kind in model.get("collects", ())]
    pictured = not _PICTURED.isdisjoint(collects)
    retention = _retention(case, model.get("retention-days"), pictured)
    audience = _audience(case, pictured)
    default = _("%(org)s needs to know who you are. It takes about two minutes.", org=case.organization)
    purpose = _("So that %(org)s can be sure that it is you, and nobody in your name.", org=case.organization)
    return ConsentScreen(
        title=case.text(screen.title),
        body=case.text(screen.body, default),
        items=tuple(_items(case, collects)),
        collected=_collected(case, collects),
        purpose=case.text(screen.purpose, purpose),
        comparison=_comparison(case, collects),
        audience=audience,
        retention=retention,
        contact=_contact(case, model.get("contact")),
        policy_url=_web_address(model.get("policy-url")),
        summary=f"{audience} {retention}",
        other_way=case.other_way(),
    )


def _items(case: Case, collects: list[str]) -> list[Item]:
    _ = case.language
    items = []
    if "government-id" in collects:
        items.append(Item("card", _documents(case), _("Have the original at hand, not a copy")))
    if "selfie" in collects:
        turns = any(one.poses == "center-left-right" for one in _selfies(case))
        detail = _("You’ll turn your head left and right") if turns else _("One photo of your face")
        items.append(Item("face", _("A short look at your face"), detail))
    if "document" in collects:
        items.append(Item("sheet", _("A letter or bill"), _("A PDF, or photos of every page")))
    if "email-address" in collects:
        items.append(Item("mail", _("Your email address"), _("We’ll send you a code")))
    if "phone-number" in collects:
        items.append(Item("phone", _("Your phone number"), _("We’ll send you a code by text message")))
    typed = [kind for kind in collects if kind not in _OWN_ITEMS]
    if typed:
        items.append(Item("pen", _("A few details"), all_of(case.language, [_(label) for label in typed])))
    return items


def _selfies(case: Case) -> list[Selfie]:
    return [one for one in case.template.verifications.values() if isinstance(one, Selfie)]


def _documents(case: Case) -> str:
    _ = case.language
    every = case.template.verifications.values()
    classes = [one.id_classes for one in every if isinstance(one, GovernmentId)]
    names = [_(kind_of(each).inline) for each in dict.fromkeys(sum(classes, ()))]
    if len(names) > 4:
        return _("An official document with your photo")
    listed = any_of(case.language, names)
    return listed[:1].upper() + listed[1:]


def _collected(case: Case, collects: list[str]) -> str:
    _ = case.language
    names = {
        "government-id": _("photos of your document and what is printed on it"),
        "selfie": _("photos of your face"),
        "document": _("pages of a letter or bill and what is printed on them"),
        "email-address": _("your email address"),
        "phone-number": _("your phone number"),
    }
    listed = all_of(case.language, [names.get(kind) or _(kind) for kind in collects])
    device = _("Also your internet address and the kind of browser you use.")
    return f"{listed[:1].upper()}{listed[1:]}. {device}" if collects else device


def _comparison(case: Case, collects: list[str]) -> str:
    _ = case.language
    sentences = []
    if "government-id" in collects or "document" in collects:
        sentences.append(_("A program reads your document and checks it."))
    if "selfie" in collects and any(one.compare_with for one in _selfies(case)):
        sentences.append(_("It measures your face and compares it with the photo on the document."))
    if any(isinstance(one, Database) for one in case.template.verifications.values()):
        sentences.append(_("A program looks up what you enter in records that %(org)s uses.", org=case.organization))
    return " ".join(sentences)


def _audience(case: Case, pictured: bool) -> str:
    """Codes go by mail or a provider of text messages, so that nothing leaves is said of photos alone."""
    _ = case.language
    if pictured:
        return _("%(org)s runs this check itself. Photos are not sent to anyone else.", org=case.organization)
    return _("%(org)s runs this check itself.", org=case.organization)


def _retention(case: Case, days: int | None, pictured: bool) -> str:
    """How long photos are kept; in a flow without any, what was entered, which no number of days erases."""
    _ = case.language
    if not pictured:
        return _("%(org)s keeps what you enter until it erases it.", org=case.organization)
    if days is None:
        return _("%(org)s keeps your photos until it erases them.", org=case.organization)
    return _.ngettext(
        "Your photos are erased after %(count)s day.", "Your photos are erased after %(count)s days.", days
    )


def _contact(case: Case, contact: str | None) -> str:
    _ = case.language
    if contact:
        return _("Questions, or you cannot do it this way? Ask %(contact)s.", contact=contact)
    return _(
        "Questions, or you cannot do it this way? Ask the person at %(org)s who sent you here.", org=case.organization
    )


def _web_address(value: str | None) -> str | None:
    return value if value and urlsplit(value).scheme in ("http", "https") else None
