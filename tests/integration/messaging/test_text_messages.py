"""Text messages from the row to the phone's provider. ``PROVIDERS`` is the conformance test of the port: a provider of
one's own belongs into it."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from support.receiver import Receiver
from verilink.contacts import actions as contacts
from verilink.database import transaction
from verilink.errors import BadRequest, Unprocessable
from verilink.kit import clock, signing
from verilink.kit.guard import Guard
from verilink.kit.outbound import Client
from verilink.messaging import actions, queries
from verilink.messaging.deliver import attempt
from verilink.messaging.model import WAITS, Provider, Status, StoredText, TextFailed, TextMessage
from verilink.messaging.providers import Console, Webhook, provider_of
from verilink.services import Services
from verilink.worker import texts

SECRET = "a secret of the operator"
MESSAGE = TextMessage(id="txt_1", to="+491512345678", text="Grüße: öffne https://verify.example/v/k7qm-2xpd-9vhr")


@dataclass
class Line:
    """A provider and what came out at its other end."""

    provider: Provider
    arrived: Callable[[], list[tuple[str, str, str]]]


async def _console(_: Client) -> Line:
    stream = io.StringIO()

    def arrived() -> list[tuple[str, str, str]]:
        lines = [line.removeprefix("Text message ").split(" ", 3) for line in stream.getvalue().splitlines()]
        return [(identifier, to.rstrip(":"), text) for identifier, _, to, text in lines]

    return Line(Console(stream), arrived)


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with Client(Guard(("127.0.0.0/8",))) as opened:
        yield opened


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with Receiver() as listening:
        yield listening


@pytest.fixture
def webhook(receiver: Receiver) -> Callable[[Client], Awaitable[Line]]:
    async def make(client: Client) -> Line:
        def arrived() -> list[tuple[str, str, str]]:
            return [(one.document["id"], one.document["to"], one.document["text"]) for one in receiver.received]

        return Line(Webhook(client, receiver.url, SECRET), arrived)

    return make


@pytest.fixture(params=["console", "webhook"])
async def line(request: pytest.FixtureRequest, client: Client, webhook: Any) -> Line:
    return await (_console if request.param == "console" else webhook)(client)


async def test_a_provider_hands_on_number_text_and_id_as_they_are(line: Line) -> None:
    await line.provider.send(MESSAGE)
    assert line.arrived() == [(MESSAGE.id, MESSAGE.to, MESSAGE.text)]


async def test_a_provider_takes_many_at_once_and_loses_none(line: Line) -> None:
    many = [msgspec.structs.replace(MESSAGE, id=f"txt_{number}") for number in range(20)]
    await asyncio.gather(*(line.provider.send(message) for message in many))
    assert sorted(identifier for identifier, _, _ in line.arrived()) == sorted(message.id for message in many)


async def test_posts_are_signed_and_carry_a_key_that_shows_repetitions(client: Client, receiver: Receiver) -> None:
    provider = Webhook(client, receiver.url, SECRET)
    await provider.send(MESSAGE)
    [one] = receiver.received
    assert one.headers["Idempotency-Key"] == MESSAGE.id
    assert signing.verify(one.headers["Verilink-Signature"], one.body, [SECRET], now=clock.now().timestamp())
    assert not signing.verify(one.headers["Verilink-Signature"], one.body + b" ", [SECRET], now=clock.now().timestamp())


@pytest.mark.parametrize(("status", "permanent"), [(400, True), (302, True), (429, False), (408, False), (503, False)])
async def test_what_a_gateway_answers_decides_whether_it_is_tried_again(
    client: Client, receiver: Receiver, status: int, permanent: bool
) -> None:
    receiver.answer = lambda _: status
    with pytest.raises(TextFailed) as failure:
        await Webhook(client, receiver.url).send(MESSAGE)
    assert failure.value.permanent is permanent
    assert str(status) in str(failure.value)


async def test_a_gateway_inside_the_network_is_refused_unless_the_operator_allows_it(receiver: Receiver) -> None:
    async with Client(Guard(())) as guarded:
        with pytest.raises(TextFailed) as failure:
            await Webhook(guarded, receiver.url).send(MESSAGE)
    assert failure.value.permanent
    assert receiver.received == []


async def test_a_gateway_that_cannot_be_reached_is_tried_again(client: Client) -> None:
    with pytest.raises(TextFailed) as failure:
        await Webhook(client, "http://127.0.0.1:9/").send(MESSAGE)
    assert not failure.value.permanent


def _with(services: Services, **settings: Any) -> Services:
    return replace(services, settings=msgspec.structs.replace(services.settings, **settings))


async def _write(services: Services, **more: Any) -> StoredText:
    async with transaction(services.pool) as conn:
        return await actions.write(conn, services.settings, "env_1", **({"to": "+49 151 2345678", "body": "Hi"} | more))


async def _read(services: Services, message: StoredText) -> StoredText:
    async with services.pool.acquire() as conn:
        return await queries.get(conn, message.environment_id, message.id)


async def test_the_worker_sends_what_was_written_and_forgets_its_text(services: Services, client: Client) -> None:
    services = _with(services, sms_provider="console")
    message = await _write(services, object_id="inq_1")
    stream = io.StringIO()
    assert await texts.send_due(services, Console(stream)) == 1
    assert await texts.send_due(services, Console(stream)) == 0
    after = await _read(services, message)
    assert (after.status, after.body, after.attempts) == (Status.SENT, None, 1)
    assert stream.getvalue() == f"Text message {message.id} to +491512345678: Hi\n"
    async with services.pool.acquire() as conn:
        assert [each.id for each in await queries.of_object(conn, "env_1", "inq_1")] == [message.id]
        assert await queries.delete_older(conn, clock.now() + timedelta(seconds=1), 10) == 1


async def test_a_failing_provider_is_tried_again_later_and_given_up_in_the_end(services: Services) -> None:
    class Down:
        async def send(self, message: TextMessage) -> None:
            raise TextFailed("503 down", permanent=False)

    message = await _write(_with(services, sms_provider="console"))
    waits = []
    for _ in range(len(WAITS)):
        message = await attempt(Down(), message)
        assert message.next_attempt_at is not None
        waits.append(round((message.next_attempt_at - clock.now()).total_seconds()))
    assert waits == list(WAITS)
    message = await attempt(Down(), message)
    assert (message.status, message.body, message.last_error) == (Status.FAILED, None, "503 down")


async def test_nothing_is_written_without_a_provider_or_a_number(services: Services) -> None:
    with pytest.raises(Unprocessable):
        await _write(services)
    with pytest.raises(Unprocessable):
        await _write(_with(services, sms_provider="webhook"))
    with pytest.raises(BadRequest):
        await _write(_with(services, sms_provider="console"), to="0151 2345678")


async def test_settings_choose_the_provider(services: Services, client: Client) -> None:
    assert provider_of(services.settings, client) is None
    assert isinstance(provider_of(_with(services, sms_provider="console").settings, client), Console)
    webhook = _with(services, sms_provider="webhook", sms_webhook_url="https://sms.example/send")
    assert isinstance(provider_of(webhook.settings, client), Webhook)
    assert actions.is_available(webhook.settings)


async def _claims(services: Services, *pairs: tuple[str, str]) -> list[bool]:
    found = []
    for inquiry_id, address in pairs:
        async with transaction(services.pool) as conn:
            found.append(await contacts.claim(conn, services, "env_1", inquiry_id, purpose="handoff", address=address))
    return found


async def test_one_address_is_written_to_only_so_often_whoever_asks(services: Services) -> None:
    pairs = [(f"inq_{number}", "Anna@example.com ") for number in range(4)]
    assert await _claims(services, *pairs) == [True] * 4
    assert await _claims(services, ("inq_9", "anna@example.com"), ("inq_9", "bert@example.com")) == [False, True]


async def test_one_inquiry_may_ask_only_so_often_whomever_it_writes_to(services: Services) -> None:
    pairs = [("inq_1", f"{number}@example.com") for number in range(7)]
    assert await _claims(services, *pairs) == [True] * 6 + [False]


async def test_limits_hold_when_many_ask_at_once(services: Services) -> None:
    found = await asyncio.gather(*(_claims(services, (f"inq_{n}", "anna@example.com")) for n in range(8)))
    assert sum(allowed for [allowed] in found) == contacts.PER_ADDRESS
