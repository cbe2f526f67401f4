"""What every screen has, and what it is made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlsplit

from verilink.flow.document import Template
from verilink.flow.outcomes import Outcome, Result
from verilink.flow.sentences import Sentence
from verilink.hosted.devices import Device
from verilink.kit.i18n import Translator


@dataclass(frozen=True, slots=True)
class Chrome:
    """What frames every screen. ``progress``: percent, ``None`` for no bar. ``simulate``: the sandbox switch.

    ``handed``: another device began, and can go on again. ``here``: the page's own address, up to the language that is
    chosen, where no script can ask for another; the languages are then links.
    """

    locale: str
    brand: str = ""
    languages: tuple[tuple[str, str], ...] = ()
    here: str = ""
    sandbox: bool = False
    simulate: str | None = None
    can_go_back: bool = False
    can_leave: bool = False
    handed: bool = False
    progress: int | None = None
    step: str = ""
    revision: int = 0
    reference: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """One page; subclasses name their template."""

    name: ClassVar[str]
    template: ClassVar[str]
    title: str


@dataclass(frozen=True, slots=True)
class Item:
    """One row: an icon, a line and a smaller one."""

    icon: str
    title: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Tip:
    """One piece of advice."""

    icon: str
    text: str


@dataclass(frozen=True, slots=True)
class WayBack:
    """The button that returns to the company."""

    href: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How it stands with sending codes.

    ``available``: whether anything can be sent. ``wait``: seconds until another may be. ``failed``: the last message
    could not be delivered. ``simulated``: nothing is sent and any code will do.
    """

    available: bool = True
    wait: int = 0
    failed: bool = False
    simulated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One moment of one person's flow. ``answers`` and ``errors``: what was just sent and refused, and why.

    ``handoff``: ways to go on with another device. ``handed``: this is the other device. ``standing``: of a code.
    ``guides``: whether the camera's picture is looked at while it runs.
    """

    language: Translator
    organization: str
    template: Template
    outcome: Outcome
    device: Device = field(default_factory=Device)
    results: Mapping[str, Sequence[Result]] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    redirect: str | None = None
    unconfirmed: str | None = None
    country: str | None = None
    handoff: tuple[str, ...] = ()
    handed: bool = False
    standing: Standing | None = None
    guides: bool = True

    def text(self, text: str | None, fallback: str = "") -> str:
        """A text of the template, translated when it is one of ours."""
        return self.language(text) if text else fallback

    def told(self, sentence: str | None) -> str:
        """A refusal of the flow in the person's language, with its places filled."""
        if isinstance(sentence, Sentence):
            values = dict(sentence.values)
            if "day" in values:
                values["day"] = self.language.date(date.fromisoformat(str(values["day"])))
            if "country" in values:
                values["country"] = self.language.country(str(values["country"]))
            return self.language(sentence.msgid, **values)
        return self.text(sentence)

    def other_way(self) -> str:
        """What the way without a face is; empty when the template has none."""
        if not self.template.privacy.manual_review:
            return ""
        _ = self.language
        return _(
            "You can end here, and a person at %(org)s checks who you are instead. That takes longer.",
            org=self.organization,
        )

    def error(self) -> str:
        """The first refusal, for screens with a single place for it."""
        return next((self.told(text) for text in self.errors.values()), "")


def way_back(language: Translator, organization: str, uri: str | None) -> WayBack | None:
    """The button for a redirect URI: it names the host, or the company where an app takes it and there is none."""
    if not uri:
        return None
    parts = urlsplit(uri)
    host = parts.hostname or ""
    named = parts.scheme in ("http", "https") and ("." in host or host == "localhost")
    _ = language
    return WayBack(uri, _("Back to %(place)s", place=host if named else organization))
