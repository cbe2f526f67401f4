"""From where the flow is to what the browser gets: one JSON object with the rendered screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from starlette.requests import Request

from verilink.flow.document import Template
from verilink.flow.outcomes import Finish, Seen, Show, Wait
from verilink.hosted.devices import Device, device_of
from verilink.hosted.refusals import WIRE, Refused
from verilink.hosted.rendering import render_screen
from verilink.hosted.screens.building import build
from verilink.hosted.screens.handoff import build_elsewhere, build_offer
from verilink.hosted.screens.model import Case, Chrome, Screen, Standing
from verilink.hosted.screens.problem import problem
from verilink.hosted.screens.proof import build_proof
from verilink.hosted.themes import Look
from verilink.inquiries import extension
from verilink.inquiries.model import Inquiry
from verilink.inquiries.progress import View
from verilink.inquiries.redirects import finished_redirect
from verilink.kit import clock
from verilink.kit.i18n import Translator, available, translator
from verilink.kit.locales import LOCALES, accepted, find, negotiate
from verilink.messaging.actions import is_available
from verilink.organizations.model import Environment
from verilink.services import services_of
from verilink.sessions.model import Link, Session
from verilink.settings import Settings


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks: what the browser says about itself and prefers. ``channels``: what can carry a link elsewhere.

    ``asked``: the language a link names. ``shown``: the one the page is in, for answers that know of no inquiry.
    ``guides``: whether this installation looks at small pictures while a camera runs. ``in_app``: the link said that an
    app shows the page; ``device`` may tell so by itself.
    """

    device: Device = field(default_factory=Device)
    accept_language: str = ""
    asked: str | None = None
    channels: frozenset[str] = frozenset({"qr"})
    shown: str = ""
    guides: bool = True
    in_app: bool = False

    def language(self, inquiry: Inquiry | None = None, template: Template | None = None) -> Translator:
        """What was asked for or chosen, else what the browser prefers, of what there is."""
        chosen = self.asked or (inquiry.locale if inquiry else None)
        wishes = f"{self.shown},{self.accept_language}" if self.shown else self.accept_language
        code = negotiate(chosen, wishes, languages_of(template))
        return translator(code).knowing(template.texts.get(code, {}) if template is not None else {})

    @property
    def seen(self) -> Seen:
        """The device, and the language before anyone chose one, as rules of the flow see them."""
        device: Literal["phone", "desktop"] = "phone" if self.device.mobile else "desktop"
        return Seen(device=device, webview=self.device.webview, language=self.language().code)

    @property
    def country(self) -> str | None:
        """The region of the browser's first language that has one (``de-AT``: Austria): a guess to preselect."""
        for tag in accepted(self.accept_language):
            region = tag.replace("_", "-").rpartition("-")[2].upper()
            if len(region) == 2 and "-" in tag.replace("_", "-"):
                return region
        return None


def languages_of(template: Template | None) -> tuple[str, ...]:
    """The languages there are, or those of them that the template limits itself to, in its order."""
    limits = template.locales if template is not None else ()
    return tuple(dict.fromkeys(code for code in limits if code in available())) or available()


def named_languages(template: Template | None = None) -> tuple[tuple[str, str], ...]:
    """Code and own name of each, for the list on the page."""
    return tuple((code, LOCALES[code].name) for code in languages_of(template))


def reader_of(request: Request, *, asked: str | None = None, webview: bool = False) -> Reader:
    """The reader of a request; ``Is-Webview`` is what the page knows from its link."""
    agent = request.headers.get("user-agent")
    webview = webview or request.headers.get("is-webview") == "true"
    settings = services_of(request).settings
    channels = channels_of(settings)
    shown = find(request.headers.get("page-language", "")) or ""
    accepts = request.headers.get("accept-language", "")
    device = device_of(agent, webview=webview)
    return Reader(device, accepts, asked, channels, shown, settings.selfie_guidance, webview)


def channels_of(settings: Settings) -> frozenset[str]:
    """Ways to bring a link to another device: the screen always, mail and text messages where they are set up."""
    mail, texts = settings.smtp_url is not None, is_available(settings)
    return frozenset(name for name, ready in (("qr", True), ("email", mail), ("sms", texts)) if ready)


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was sent and not taken: the values as they came, and a sentence for each input."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Extras:
    """``look``: sent on opening and reload. ``unconfirmed``: id of a photo sent but not decided on before a reload.

    ``session``: whose page it is. ``elsewhere``: another device has the turn. ``standing``: of a code that is sent.
    """

    look: Look | None = None
    refusal: Refusal | None = None
    unconfirmed: str | None = None
    session: Session | None = None
    elsewhere: bool = False
    standing: Standing | None = None


def present(reader: Reader, environment: Environment, view: View, extras: Extras | None = None) -> dict[str, Any]:
    """The answer to every call that shows where the person is."""
    more = extras or Extras()
    case = case_of(reader, environment, view, more)
    handed = more.session is not None and more.session.handed_from is not None
    if more.elsewhere and not isinstance(view.outcome, Finish):
        payload = _payload(
            build_elsewhere(case, build(case).title), _chrome(reader, environment, view, looks_on=True), case.language
        )
    else:
        payload = _payload(build(case), _chrome(reader, environment, view, handed=handed), case.language)
    if more.session is not None and not isinstance(view.outcome, Finish):
        payload["ends"] = present_end(view, more.session)
    if more.look is not None:
        payload["theme"] = {"href": more.look.href, "variant": more.look.variant}
    return payload


def present_end(view: View, session: Session) -> dict[str, Any]:
    """When the page ends: whole seconds from now, and whether the person may ask for more time."""
    ends = extension.end_of(view.inquiry, session)
    seconds = max(0, int((ends - clock.now()).total_seconds()))
    return {"seconds": seconds, "extends": extension.is_possible(view.template, view.inquiry, session)}


def present_handoff(
    reader: Reader, environment: Environment, view: View, link: Link | None, problem: str = ""
) -> dict[str, Any]:
    """The page with the ways to go on with another device; ``problem``: why there is no link."""
    case = case_of(reader, environment, view, Extras())
    return _payload(build_offer(case, link, problem), _chrome(reader, environment, view, looks_on=True), case.language)


def case_of(reader: Reader, environment: Environment, view: View, more: Extras) -> Case:
    """Everything a screen may depend on."""
    refused = more.refusal or Refusal()
    return Case(
        guides=reader.guides,
        language=reader.language(view.inquiry, view.template),
        organization=environment.organization_name,
        template=view.template,
        outcome=view.outcome,
        device=reader.device,
        country=reader.country,
        results=view.state.results,
        answers=refused.answers,
        errors=refused.errors,
        unconfirmed=more.unconfirmed,
        redirect=_way_back(reader, view),
        handoff=tuple(way for way in view.template.handoff.methods if way in reader.channels),
        handed=more.session is not None and more.session.handed_from is not None,
        standing=more.standing,
    )


def _way_back(reader: Reader, view: View) -> str | None:
    over = isinstance(view.outcome, Finish)
    return finished_redirect(view.inquiry, view.template, in_app=reader.in_app) if over else None


def _chrome(
    reader: Reader, environment: Environment, view: View, *, looks_on: bool = False, handed: bool = False
) -> Chrome:
    """``looks_on``: the page stands beside the flow. ``handed``: another device began it."""
    outcome = view.outcome
    language = reader.language(view.inquiry, view.template)
    over = isinstance(outcome, Finish)
    return Chrome(
        locale=language.code,
        brand=environment.organization_name,
        languages=named_languages(view.template),
        sandbox=environment.sandbox,
        simulate=view.inquiry.simulate if environment.simulates and not over else None,
        can_go_back=isinstance(outcome, Show) and outcome.can_go_back and not looks_on,
        can_leave=not over and not looks_on,
        handed=handed,
        progress=None if isinstance(outcome, Finish) else _percent(outcome),
        step=outcome.step,
        revision=view.inquiry.revision,
        reference=view.inquiry.id,
    )


def _percent(outcome: Show | Wait) -> int:
    return max(2, min(98, round(100 * outcome.progress)))


def present_refusal(reader: Reader, refused: Refused) -> dict[str, Any]:
    """The answer that ends on a page of its own."""
    environment = refused.environment
    language = reader.language()
    organization = environment.organization_name if environment else ""
    detail = str(refused) if refused.code == "invalid_config" else ""
    screen = problem(
        language,
        refused.code,
        organization=organization,
        detail=detail,
        redirect=refused.redirect,
        offers_new_link=refused.offers_new_link,
    )
    chrome = Chrome(
        locale=language.code,
        languages=named_languages(),
        brand=organization,
        sandbox=bool(environment and environment.sandbox),
        reference=refused.inquiry_id,
    )
    errors = [{"title": screen.title, "details": refused.details or screen.body}]
    code = {"code": WIRE.get(refused.code, "unknown"), "reason": refused.code, "errors": errors}
    return _payload(screen, chrome, language) | code


def present_link_sent(reader: Reader, organization: str, inquiry_id: str | None) -> dict[str, Any]:
    """The page after asking for a new link: the same whether one was sent or not."""
    language = reader.language()
    screen = problem(language, "link_sent", organization=organization)
    chrome = Chrome(locale=language.code, languages=named_languages(), brand=organization, reference=inquiry_id)
    return _payload(screen, chrome, language)


@dataclass(frozen=True, slots=True)
class Beside:
    """An inquiry for a page that stands beside its flow."""

    environment: Environment
    inquiry: Inquiry
    template: Template


def present_proof(reader: Reader, beside: Beside, proof_id: str | None) -> dict[str, Any]:
    """The page that asks for the code of a mail; without a proof only for patience."""
    language = reader.language(beside.inquiry, beside.template)
    return _payload(build_proof(language, proof_id), _chrome_beside(language, beside), language)


def present_left(reader: Reader, beside: Beside) -> dict[str, Any]:
    """The page of somebody who left and may come back."""
    language = reader.language(beside.inquiry, beside.template)
    screen = problem(language, "left", organization=beside.environment.organization_name)
    chrome = replace(_chrome_beside(language, beside), reference=beside.inquiry.id)
    return _payload(screen, chrome, language)


def _chrome_beside(language: Translator, beside: Beside) -> Chrome:
    return Chrome(
        locale=language.code,
        languages=named_languages(beside.template),
        brand=beside.environment.organization_name,
        sandbox=beside.environment.sandbox,
    )


def _payload(screen: Screen, chrome: Chrome, language: Translator) -> dict[str, Any]:
    shown = {
        "html": render_screen(screen, chrome, language),
        "name": screen.name,
        "title": f"{screen.title} · {chrome.brand}" if chrome.brand else screen.title,
        "revision": chrome.revision,
    }
    return {"locale": language.code, "dir": language.locale.direction, "screen": shown}
