"""Mails and text messages with a link, in the language of the page. Nothing in them is of the person's own words."""

from __future__ import annotations

from dataclasses import dataclass

from verilink.hosted.wording import left_until
from verilink.kit.i18n import Translator
from verilink.kit.mail import Mail
from verilink.sessions.model import Link


@dataclass(frozen=True, slots=True)
class Words:
    """Who writes, in which language, with which link."""

    language: Translator
    organization: str
    link: Link


def handoff_mail(words: Words, to: str) -> Mail:
    """The link for another device."""
    _ = words.language
    lines = [
        _("Open this link on the device you want to go on with:"),
        words.link.short_url,
        _("It works once, within %(time)s. Give it to nobody else.", time=left_until(_, words.link.expires_at)),
        _(
            "You get this mail because somebody who confirms their identity for %(org)s asked for it on their screen. "
            "If that was not you, you need not do anything.",
            org=words.organization,
        ),
    ]
    return Mail(to=[to], subject=_("Go on with confirming your identity"), text="\n\n".join(lines))


def new_link_mail(words: Words, to: str) -> Mail:
    """A fresh link for whoever asked for one on a page that goes no further."""
    _ = words.language
    lines = [
        _("Here is your new link to confirm your identity for %(org)s:", org=words.organization),
        words.link.url,
        _("It works once, within %(time)s. Give it to nobody else.", time=left_until(_, words.link.expires_at)),
        _(
            "Somebody asked for it on the page of an earlier link that was meant for you. "
            "If that was not you, you need not do anything."
        ),
    ]
    return Mail(to=[to], subject=_("Your new link for %(org)s", org=words.organization), text="\n\n".join(lines))


def proof_mail(language: Translator, organization: str, to: str, code: str) -> Mail:
    """The code by which somebody goes on with what they began."""
    _ = language
    lines = [
        _("Your code: %(code)s", code=code),
        _("Type it on the page of %(org)s to go on where you stopped. It works for 10 minutes.", org=organization),
        _("Give it to nobody else. If you did not ask for it, you need not do anything."),
    ]
    return Mail(to=[to], subject=_("Your code for %(org)s", org=organization), text="\n\n".join(lines))


@dataclass(frozen=True, slots=True)
class CodeLetter:
    """Who sends a code, in which language; it works for so many minutes."""

    language: Translator
    organization: str
    code: str
    minutes: int

    @property
    def lasts(self) -> str:
        """How long it works."""
        return self.language.ngettext("It works for %(count)s minute.", "It works for %(count)s minutes.", self.minutes)


def code_mail(letter: CodeLetter, to: str) -> Mail:
    """The code that confirms an email address."""
    _ = letter.language
    asked = _("Somebody gave this address to confirm it for %(org)s.", org=letter.organization)
    lines = [
        _("Your code: %(code)s", code=letter.code),
        f"{asked} {letter.lasts}",
        _("Give it to nobody else. If you did not ask for it, you need not do anything."),
    ]
    return Mail(to=[to], subject=_("Your code for %(org)s", org=letter.organization), text="\n\n".join(lines))


def code_text(letter: CodeLetter, host: str) -> str:
    """The code that confirms a phone number. The last line lets the phone offer it on the page of ``host`` (WebOTP)."""
    _ = letter.language
    said = _("%(org)s: your code is %(code)s. Give it to nobody else.", org=letter.organization, code=letter.code)
    return f"{said}\n\n@{host} #{letter.code}"


def handoff_text(words: Words) -> str:
    """The same for a phone, short enough for one message in most alphabets."""
    _ = words.language
    return _(
        "%(org)s: go on here with confirming your identity: %(link)s", org=words.organization, link=words.link.short_url
    )
