"""Keeping queues in step with inquiries: who enters, who leaves, and the mails about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from verilink.database import Connection
from verilink.kit import clock
from verilink.kit.mail import Mail
from verilink.mailbox import actions as mailbox
from verilink.queues import queries
from verilink.queues.model import Queue, Subject, matches
from verilink.settings import Settings

Key = tuple[str, str]
_STATUS_NAMES: Final = {"needs_review": "needs review"}


class Moves(msgspec.Struct, frozen=True):
    """How many inquiries entered a queue, and how many mails that made."""

    entered: int = 0
    mails: int = 0


async def follow(conn: Connection, settings: Settings, changed: Mapping[Key, str]) -> Moves:
    """Bring the queues up to date for inquiries that changed: ``(environment, inquiry) -> event id``."""
    queues = await queries.active(conn, sorted({environment for environment, _ in changed})) if changed else []
    if not queues:
        return Moves()
    keys = sorted(changed)
    subjects = await queries.subjects(conn, [key[0] for key in keys], [key[1] for key in keys])
    pairs = [
        (queue, subject) for subject in subjects for queue in queues if queue.environment_id == subject.environment_id
    ]
    await _leave(conn, [pair for pair in pairs if not matches(pair[0].filter, pair[1])])
    return await _enter(conn, settings, changed, [pair for pair in pairs if matches(pair[0].filter, pair[1])])


async def _leave(conn: Connection, pairs: list[tuple[Queue, Subject]]) -> None:
    if pairs:
        rows = [(queue.environment_id, queue.id, subject.id) for queue, subject in pairs]
        await queries.leave(conn, rows, clock.now())


async def _enter(
    conn: Connection, settings: Settings, changed: Mapping[Key, str], pairs: list[tuple[Queue, Subject]]
) -> Moves:
    if not pairs:
        return Moves()
    by_key = {(queue.environment_id, queue.id, subject.id): (queue, subject) for queue, subject in pairs}
    rows = [(*key, changed[key[0], key[2]]) for key in sorted(by_key)]
    entered = await queries.enter(conn, rows, clock.now())
    mails = 0
    for key in entered:
        queue, subject = by_key[key]
        if queue.notify:
            mail = entry_mail(settings, queue, subject)
            mails += len(await mailbox.write(conn, settings, queue.environment_id, [mail], subject.id))
    return Moves(len(entered), mails)


def entry_mail(settings: Settings, queue: Queue, subject: Subject) -> Mail:
    """What the people of a queue are told. No personal data: mail is readable on its way."""
    status = _STATUS_NAMES.get(subject.status, subject.status)
    lines = [
        f"An inquiry is now in the queue “{queue.name}”.",
        "",
        f"Inquiry: {subject.id}",
        f"Template: {subject.template_name}",
        f"Status: {status}",
    ]
    if subject.failed_checks:
        lines.append(f"Failed checks: {', '.join(sorted(subject.failed_checks))}")
    lines += [
        "",
        f"Open it: {settings.public_url}/dashboard/inquiries/{subject.id}",
        "",
        "You get this mail because your address is on the list of this queue.",
    ]
    return Mail(to=queue.notify, subject=f"New in {queue.name}: inquiry {status}", text="\n".join(lines))
