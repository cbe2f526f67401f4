"""Which country issued the document, and what kind it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from verilink.flow import document
from verilink.flow.outcomes import Show
from verilink.flow.pages import id_pages
from verilink.hosted.countries import Country, countries, country_name
from verilink.hosted.documents import kind_of
from verilink.hosted.screens.model import Case, Screen


@dataclass(frozen=True, slots=True)
class Choice:
    """One kind of document."""

    code: str
    icon: str
    title: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseIdScreen(Screen):
    """``country``: the one preselected, ``""`` for none."""

    name: ClassVar[str] = "choose-id"
    template: ClassVar[str] = "choose_id.html"
    country: str
    country_name: str
    countries: tuple[Country, ...]
    kinds: tuple[Choice, ...]
    other: str
    error: str


def build(case: Case, show: Show, screen: document.ChooseId) -> ChooseIdScreen:
    """Countries by name in the person's language; the kinds in the template's order."""
    model = show.model
    allowed = model.get("countries")
    country = str(case.answers.get("country") or model.get("country") or case.country or "")
    known = countries(case.language, None if allowed is None else tuple(allowed))
    if country not in {each.code for each in known}:
        country = ""
    return ChooseIdScreen(
        title=case.text(screen.title),
        country=country,
        country_name=country_name(country, case.language) if country else "",
        countries=known,
        kinds=tuple(_choice(case, each) for each in model.get("id-classes", ())),
        other=_other(case),
        error=case.error(),
    )


def _choice(case: Case, id_class: str) -> Choice:
    _ = case.language
    kind = kind_of(id_class)
    if id_class == "pp":
        detail = _("Photo page")
    else:
        detail = _("Front and back") if len(id_pages(id_class)) > 1 else _("One page")
    return Choice(id_class, kind.icon, _(kind.name), detail)


def _other(case: Case) -> str:
    _ = case.language
    contact = case.template.privacy.contact
    return _(
        "Only these kinds are accepted here. If you have none of them, ask %(who)s what else you can use.",
        who=contact or case.organization,
    )
