from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from support.mailserver import MailServer, mail_server
from verilink.database import transaction
from verilink.errors import BadRequest, Conflict, NotFound
from verilink.kit import clock
from verilink.kit.mail import Mail
from verilink.kit.pagination import Page
from verilink.mailbox import actions, queries
from verilink.mailbox.model import WAITS, StoredMail
from verilink.services import Services
from verilink.worker.mails import send_due


def with_smtp(services: Services, url: str | None) -> Services:
    return replace(services, settings=msgspec.structs.replace(services.settings, smtp_url=url))


@pytest.fixture
async def smtp(services: Services) -> AsyncIterator[tuple[Services, MailServer]]:
    """Services with a mail server on loopback."""
    with mail_server() as (url, server):
        yield with_smtp(services, url), server


async def write(services: Services, environment_id: str, *to: str, subject: str = "New in To review") -> list[str]:
    mail = Mail(to=to, subject=subject, text="An inquiry waits.\nZoë")
    async with transaction(services.pool) as conn:
        return await actions.write(conn, services.settings, environment_id, [mail], "inq_1")


async def all_mails(services: Services, environment_id: str) -> list[StoredMail]:
    async with services.pool.acquire() as conn:
        return await queries.list_mails(conn, environment_id, Page())


async def test_a_mail_is_sent_to_each_recipient_separately(smtp: Any, installation: Any) -> None:
    services, server = smtp
    environment = installation.sandbox.id
    await write(services, environment, "a@example.com", "b@example.com")
    assert await send_due(services) == 2
    assert sorted(str(message["To"]) for message in server.taken) == ["a@example.com", "b@example.com"]
    assert server.taken[0].get_content().strip().replace("\r\n", "\n") == "An inquiry waits.\nZoë"
    assert {(mail.status, mail.attempts) for mail in await all_mails(services, environment)} == {("sent", 1)}
    assert await send_due(services) == 0


async def test_without_a_mail_server_mails_are_held_and_can_be_sent_later(smtp: Any, installation: Any) -> None:
    services, server = smtp
    environment = installation.sandbox.id
    without = with_smtp(services, None)
    (mail_id,) = await write(without, environment, "a@example.com")
    assert await send_due(without) == 0
    assert [mail.status for mail in await all_mails(services, environment)] == ["held"]
    with pytest.raises(Conflict):
        async with transaction(services.pool) as conn:
            await actions.send_again(conn, without.settings, environment, mail_id)
    async with transaction(services.pool) as conn:
        await actions.send_again(conn, services.settings, environment, mail_id)
    assert await send_due(services) == 1
    assert len(server.taken) == 1


async def test_a_mail_server_that_is_away_is_tried_again_with_growing_waits(smtp: Any, installation: Any) -> None:
    services, server = smtp
    environment = installation.sandbox.id
    server.refusal = "451 Come back later"
    with clock.frozen(clock.now()) as advance:
        await write(services, environment, "a@example.com")
        for number, wait in enumerate(WAITS, 1):
            assert await send_due(services) == 1
            (mail,) = await all_mails(services, environment)
            assert (mail.status, mail.attempts) == ("queued", number)
            assert mail.next_attempt_at == clock.in_seconds(wait)
            assert "451" in (mail.last_error or "")
            assert await send_due(services) == 0
            advance(timedelta(seconds=wait))
        await send_due(services)
        (mail,) = await all_mails(services, environment)
        assert (mail.status, mail.next_attempt_at) == ("failed", None)


async def test_a_refusal_for_good_is_not_tried_again(smtp: Any, installation: Any) -> None:
    services, server = smtp
    server.refusal = "550 No such user"
    await write(services, installation.sandbox.id, "a@example.com")
    await send_due(services)
    (mail,) = await all_mails(services, installation.sandbox.id)
    assert (mail.status, mail.attempts) == ("failed", 1)


async def test_a_repeated_mail_has_the_same_message_id(smtp: Any, installation: Any) -> None:
    services, server = smtp
    (mail_id,) = await write(services, installation.sandbox.id, "a@example.com")
    await send_due(services)
    async with transaction(services.pool) as conn:
        await actions.send_again(conn, services.settings, installation.sandbox.id, mail_id)
    await send_due(services)
    first, second = (str(message["Message-ID"]) for message in server.taken)
    assert first == second
    assert mail_id in first


async def test_what_cannot_be_a_mail_is_refused_when_it_is_written(services: Services, installation: Any) -> None:
    for to, subject in (("nobody", "x"), ("a@example.com", "x\nBcc: b@example.com")):
        with pytest.raises(BadRequest):
            await write(services, installation.sandbox.id, to, subject=subject)
    assert await all_mails(services, installation.sandbox.id) == []


async def test_another_environments_mail_is_not_found(smtp: Any, installation: Any) -> None:
    services, _ = smtp
    (mail_id,) = await write(services, installation.sandbox.id, "a@example.com")
    with pytest.raises(NotFound):
        async with transaction(services.pool) as conn:
            await actions.send_again(conn, services.settings, installation.production.id, mail_id)
