"""Writing mails, in the transaction of the change they tell of, and trying one again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from verilink.database import Connection
from verilink.errors import Conflict
from verilink.kit import clock, ids
from verilink.kit.mail import Mail, compose
from verilink.mailbox import queries
from verilink.mailbox.model import FORGOTTEN, Status, StoredMail
from verilink.settings import Settings


async def write(
    conn: Connection,
    settings: Settings,
    environment_id: str,
    mails: Sequence[Mail],
    object_id: str | None = None,
    *,
    secret: bool = False,
) -> list[str]:
    """Queue one mail for each recipient of each message; returns their ids. ``secret``: forget the text once sent.

    Without a mail server they are ``held`` for the dashboard. Raises ``BadRequest`` for what could not be sent.
    """
    rows = [row for mail in mails for row in _rows(settings, environment_id, mail, object_id, secret)]
    if rows:
        await queries.insert(conn, rows)
    return [row[1] for row in rows]


def _rows(
    settings: Settings, environment_id: str, mail: Mail, object_id: str | None, secret: bool
) -> list[tuple[Any, ...]]:
    compose(mail, settings.mail_from)
    now = clock.now()
    status, due = (Status.QUEUED, now) if settings.smtp_url else (Status.HELD, None)
    content = (mail.subject, mail.text, mail.html, object_id, status, now, due, secret)
    return [(environment_id, ids.new("mail"), recipient, *content) for recipient in mail.to]


async def send_again(conn: Connection, settings: Settings, environment_id: str, mail_id: str) -> StoredMail:
    """Queue a mail that was held, failed or sent. Raises ``NotFound``, or ``Conflict`` when no mail server is set."""
    if not settings.smtp_url:
        raise Conflict("No mail server is set (VERILINK_SMTP_URL), so nothing can be sent")
    mail = await queries.get(conn, environment_id, mail_id)
    if mail.text_body == FORGOTTEN:
        raise Conflict("The mail held a code, which was not kept")
    changed = msgspec.structs.replace(mail, status=Status.QUEUED, attempts=0, next_attempt_at=clock.now())
    await queries.settle(conn, changed)
    return changed
