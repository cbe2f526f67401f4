"""Handing one mail to the mail server."""

from __future__ import annotations

import msgspec

from verilink.errors import BadRequest
from verilink.kit import clock
from verilink.kit.mail import Mail, MailFailed, SmtpSettings, compose, send
from verilink.mailbox.model import WAITS, Status, StoredMail
from verilink.settings import Settings


async def attempt(settings: Settings, mail: StoredMail) -> StoredMail:
    """Send it once; the mail as it is afterwards. Never raises for what the mail server does."""
    if not settings.smtp_url:
        return msgspec.structs.replace(mail, status=Status.HELD, next_attempt_at=None)
    try:
        message = compose(
            Mail(to=[mail.recipient], subject=mail.subject, text=mail.text_body, html=mail.html_body),
            settings.mail_from,
        )
        # The same on every attempt, so that a mail server can see a repetition after a crash.
        message.replace_header("Message-ID", f"<{mail.id}@{settings.mail_from.rpartition('@')[2].rstrip('>')}>")
        await send(message, SmtpSettings.parse(settings.smtp_url))
    except MailFailed as failure:
        return _failed(mail, failure.details or failure.title, permanent=failure.permanent)
    except BadRequest as refused:
        return _failed(mail, refused.details or refused.title, permanent=True)
    return msgspec.structs.replace(
        mail, status=Status.SENT, attempts=mail.attempts + 1, last_error=None, next_attempt_at=None, sent_at=clock.now()
    )


def _failed(mail: StoredMail, why: str, *, permanent: bool) -> StoredMail:
    made = mail.attempts + 1
    if permanent or made > len(WAITS):
        return msgspec.structs.replace(mail, status=Status.FAILED, attempts=made, last_error=why, next_attempt_at=None)
    due = clock.in_seconds(WAITS[made - 1])
    return msgspec.structs.replace(mail, attempts=made, last_error=why, next_attempt_at=due)
