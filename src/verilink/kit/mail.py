"""Mail: composing a message of text and HTML, and handing it to an SMTP server."""

from __future__ import annotations

import ssl
from collections.abc import Mapping, Sequence
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib
import msgspec

from verilink.errors import BadRequest, VerilinkError
from verilink.kit import clock

MAX_RECIPIENTS: Final = 50
TIMEOUT_SECONDS: Final = 20.0


class MailFailed(VerilinkError):
    """The server did not take the message; ``permanent`` says that trying again is of no use."""

    status = 502
    title = "Mail could not be sent"

    def __init__(self, details: str, *, permanent: bool) -> None:
        super().__init__(details)
        self.permanent = permanent


class SmtpSettings(msgspec.Struct, frozen=True):
    """How to reach a mail server. ``tls`` from the first byte, or ``starttls`` before signing in."""

    host: str
    port: int
    username: str | None = None
    password: str | None = None
    starttls: bool = False
    tls: bool = False

    def __repr__(self) -> str:
        return f"SmtpSettings({self.host}:{self.port})"

    @classmethod
    def parse(cls, url: str) -> SmtpSettings:
        """From ``smtp://user:password@host:587?starttls=1`` or ``smtps://…``. Raises ``ValueError``."""
        parts = urlsplit(url)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise ValueError("must be smtp://host:port or smtps://host:port")
        if parts.path.strip("/") or set(parse_qs(parts.query)) - {"starttls"}:
            raise ValueError("has a part that is not understood; only ?starttls=1 may follow the port")
        tls = parts.scheme == "smtps"
        starttls = not tls and parse_qs(parts.query).get("starttls", ["0"])[-1] in {"1", "true"}
        port = parts.port or (465 if tls else 587 if starttls else 25)
        return cls(parts.hostname, port, _unquoted(parts.username), _unquoted(parts.password), starttls, tls)


class Mail(msgspec.Struct, frozen=True, kw_only=True):
    """One message as people will see it; ``html`` may be left out."""

    to: Sequence[str]
    subject: str
    text: str
    html: str | None = None
    reply_to: str | None = None
    headers: Mapping[str, str] = {}


def _unquoted(text: str | None) -> str | None:
    return None if text is None else unquote(text)


def parse_address(text: str) -> Address:
    """One mail address, with or without a name before it. Raises ``BadRequest`` for anything else."""
    message = EmailMessage(policy=SMTP)
    if len(text) > 320 or not text.isprintable():
        raise BadRequest("A mail address has at most 320 printable characters")
    try:
        message["To"] = text
        found = message["To"].addresses
    except (ValueError, IndexError, MessageError):
        found = ()
    if len(found) != 1 or not _is_complete(found[0], message["To"].defects if found else ()):
        raise BadRequest(f"{text[:80]} is not a mail address")
    address: Address = found[0]
    return address


def _is_complete(address: Address, defects: Sequence[object]) -> bool:
    return bool(address.username and address.domain and not defects and not address.domain.startswith("."))


def is_address(text: str) -> bool:
    """Whether ``text`` is one mail address."""
    try:
        parse_address(text)
    except BadRequest:
        return False
    return True


def compose(mail: Mail, sender: str) -> EmailMessage:
    """The MIME message.

    Raises ``BadRequest`` for a bad address, no or too many recipients, or a line break in a header.
    """
    if not 1 <= len(mail.to) <= MAX_RECIPIENTS:
        raise BadRequest(f"A mail needs 1 to {MAX_RECIPIENTS} recipients")
    origin = parse_address(sender)
    message = EmailMessage(policy=SMTP)
    message["From"] = origin
    message["To"] = [parse_address(each) for each in mail.to]
    message["Subject"] = _one_line(mail.subject)
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = make_msgid(domain=origin.domain)
    if mail.reply_to is not None:
        message["Reply-To"] = parse_address(mail.reply_to)
    for name, value in mail.headers.items():
        message[_one_line(name)] = _one_line(value)
    message.set_content(mail.text)
    if mail.html is not None:
        message.add_alternative(mail.html, subtype="html")
    return message


def _one_line(text: str) -> str:
    # A line break would let the text begin a header of its own.
    if not text.isprintable():
        raise BadRequest("A mail header cannot contain line breaks or control characters")
    return text


async def send(message: EmailMessage, server: SmtpSettings, *, timeout: float = TIMEOUT_SECONDS) -> None:
    """Hand ``message`` to ``server``. Raises ``MailFailed``; a 5xx answer is permanent, everything else may pass."""
    try:
        await aiosmtplib.send(
            message,
            hostname=server.host,
            port=server.port,
            username=server.username,
            password=server.password,
            use_tls=server.tls,
            start_tls=server.starttls,
            tls_context=ssl.create_default_context() if server.tls or server.starttls else None,
            timeout=timeout,
        )
    except aiosmtplib.SMTPRecipientsRefused as refused:
        raise MailFailed(str(refused)[:300], permanent=all(each.code >= 500 for each in refused.recipients)) from None
    except aiosmtplib.SMTPResponseException as answer:
        raise MailFailed(f"{answer.code} {answer.message}"[:300], permanent=answer.code >= 500) from None
    except (aiosmtplib.SMTPException, OSError) as failure:
        raise MailFailed(str(failure)[:300] or type(failure).__name__, permanent=False) from None
