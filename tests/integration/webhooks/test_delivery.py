from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from support.receiver import Received, Receiver, signed_by
from verilink.database import transaction
from verilink.files.links import SCHEME
from verilink.inquiries.simulate import SimulateAction, perform
from verilink.kit import clock
from verilink.kit.guard import Guard
from verilink.kit.outbound import Client
from verilink.kit.pagination import Page
from verilink.services import Services
from verilink.templates import queries as templates
from verilink.webhooks import actions
from verilink.webhooks.deliveries import queries
from verilink.webhooks.deliveries.model import Listed
from verilink.worker.deliveries import Courier
from verilink.worker.drain import drain_batch
from verilink.worker.signals import Signals

WAITS = (3, 64, 729, 4_096, 15_625, 46_656, 117_649)


async def send(services: Services, client: Client) -> None:
    """One round: hand events on, attempt what is due, wait for it."""
    await drain_batch(services)
    courier = Courier(services, client, Signals().deliveries)
    await courier.start_due()
    await courier.finish()


async def deliveries_of(services: Services, environment_id: str) -> list[Listed]:
    async with services.pool.acquire() as conn:
        return await queries.list_deliveries(conn, environment_id, Page(size=100))


def changed(services: Services, **settings: Any) -> Services:
    return replace(services, settings=msgspec.structs.replace(services.settings, **settings))


async def test_an_event_arrives_signed_with_the_contracts_headers(
    services: Services, installation: Any, receiver: Receiver, client: Client, subscribe: Any, tell: Any
) -> None:
    environment = installation.sandbox.id
    _, (secret,) = await subscribe(environment, enabled_events=["inquiry.completed"])
    (event_id, _) = await tell(environment, "inquiry.completed", "inquiry.failed")
    await send(services, client)
    (one,) = receiver.received
    assert signed_by(one, secret.value)
    assert not signed_by(one, "wbhsec_of-someone-else")
    assert one.headers["Content-Type"] == "application/json"
    assert one.headers["Persona-Webhook-Attempts-Made"] == "1"
    assert one.headers["Persona-Webhook-Attempts-Left"] == "7"
    assert abs(int(one.headers["Persona-Webhook-First-Attempted-At"]) - clock.now().timestamp()) < 5
    data = one.document["data"]
    assert (data["type"], data["id"], data["attributes"]["name"]) == ("event", event_id, "inquiry.completed")
    assert set(data["attributes"]) == {"name", "payload", "created-at"}
    assert data["attributes"]["payload"]["included"] == []
    assert data["attributes"]["payload"]["data"]["attributes"]["reference-id"] == "user-42"
    (delivery,) = await deliveries_of(services, environment)
    assert (delivery.status, delivery.attempts, delivery.last_status) == ("delivered", 1, 200)
    assert (delivery.event_name, delivery.last_response) == ("inquiry.completed", "noted")
    assert delivery.completed_at is not None


async def test_only_the_webhooks_own_environment_is_told(
    services: Services, installation: Any, receiver: Receiver, client: Client, subscribe: Any, tell: Any
) -> None:
    await subscribe(installation.production.id)
    await tell(installation.sandbox.id, "inquiry.completed")
    await send(services, client)
    assert receiver.received == []
    assert await services.pool.fetchval("SELECT count(*) FROM event WHERE dispatched_at IS NULL") == 0


@pytest.mark.parametrize("status", [200, 201, 202, 204])
async def test_four_statuses_count_as_received(
    services: Services, installation: Any, receiver: Receiver, client: Client, subscribe: Any, tell: Any,
    status: int,
) -> None:  # fmt: skip
    receiver.answer = lambda _: status
    await subscribe(installation.sandbox.id)
    await tell(installation.sandbox.id, "inquiry.completed")
    await send(services, client)
    (delivery,) = await deliveries_of(services, installation.sandbox.id)
    assert (delivery.status, delivery.last_status) == ("delivered", status)


@pytest.mark.parametrize("status", [203, 206, 301, 302, 307, 400, 404, 410, 429, 500, 503])
async def test_every_other_status_is_a_failure_and_redirects_are_not_followed(
    services: Services, installation: Any, receiver: Receiver, client: Client, subscribe: Any, tell: Any,
    status: int,
) -> None:  # fmt: skip
    receiver.answer = lambda _: status
    receiver.location = receiver.url + "/elsewhere"
    await subscribe(installation.sandbox.id)
    await tell(installation.sandbox.id, "inquiry.completed")
    await send(services, client)
    assert len(receiver.received) == 1
    (delivery,) = await deliveries_of(services, installation.sandbox.id)
    assert (delivery.status, delivery.attempts, delivery.last_status) == ("pending", 1, status)
    assert str(status) in (delivery.last_error or "")


async def test_eight_attempts_are_made_at_the_contracts_times_and_then_no_more(
    services: Services, installation: Any, receiver: Receiver, client: Client, subscribe: Any, tell: Any
) -> None:
    receiver.answer = lambda _: 500
    environment = installation.sandbox.id
    _, (secret,) = await subscribe(environment)
    begin = clock.now()
    with clock.frozen(begin) as advance:
        await tell(environment, "inquiry.completed")
        await send(services, client)
        for number, wait in enumerate(WAITS, 1):
            (delivery,) = await deliveries_of(services, environment)
            assert (delivery.status, delivery.attempts) == ("pending", number)
            assert delivery.next_attempt_at == clock.in_seconds(wait)
            advance(timedelta(seconds=wait - 1))
            await send(services, client)
            assert len(receiver.received) == number
            advance(timedelta(seconds=1))
            await send(services, client)
        (delivery,) = await deliveries_of(services, environment)
        assert (delivery.status, delivery.attempts, delivery.next_attempt_at) == ("failed", 8, None)
        advance(timedelta(days=30))
        await send(services, client)
    assert len(receiver.received) == 8
    assert [one.headers["Persona-Webhook-Attempts-Made"] for one in receiver.received] == list("12345678")
    assert [one.headers["Persona-Webhook-Attempts-Left"] for one in receiver.received] == list("76543210")
    first = {one.headers["Persona-Webhook-First-Attempted-At"] for one in receiver.received}
    assert first == {str(int(begin.timestamp()))}
    assert all(signed_by(one, secret.value) for one in receiver.received)
    assert len({one.event_id for one in receiver.received}) == 1


async def test_a_failed_delivery_can_be_tried_again_by_hand(
    services: Services, installation: Any, receiver: Receiver, client: Client, subscribe: Any, tell: Any
) -> None:
    environment = installation.sandbox.id
    services = changed(services, webhook_retry_seconds=())
    receiver.answer = lambda _: 500
    await subscribe(environment)
    await tell(environment, "inquiry.completed")
    await send(services, client)
    (delivery,) = await deliveries_of(services, environment)
    assert delivery.status == "failed"
    receiver.answer = lambda _: 200
    async with transaction(services.pool) as conn:
        await actions.retry_delivery(conn, environment, delivery.id)
    await send(services, client)
    (delivery,) = await deliveries_of(services, environment)
    assert (delivery.status, delivery.attempts, delivery.last_error) == ("delivered", 2, None)
    assert receiver.received[1].headers["Persona-Webhook-Attempts-Left"] == "0"


async def test_an_answer_that_takes_too_long_is_a_failure(
    services: Services, installation: Any, receiver: Receiver, client: Client, subscribe: Any, tell: Any
) -> None:
    services = changed(services, webhook_timeout_seconds=0.2)
    receiver.answer = lambda _: (200, 0.8)
    await subscribe(installation.sandbox.id)
    await tell(installation.sandbox.id, "inquiry.completed")
    await send(services, client)
    (delivery,) = await deliveries_of(services, installation.sandbox.id)
    assert (delivery.status, delivery.last_status) == ("pending", None)
    assert (delivery.last_error or "").startswith("timeout")


async def test_during_a_rotation_both_secrets_sign(
    services: Services, installation: Any, receiver: Receiver, client: Client, subscribe: Any, tell: Any
) -> None:
    environment = installation.sandbox.id
    webhook, (old,) = await subscribe(environment)
    with clock.frozen(clock.now()) as advance:
        async with transaction(services.pool) as conn:
            _, (new, _) = await actions.rotate_secret(conn, services, environment, webhook.id, 600)
        await tell(environment, "inquiry.completed")
        await send(services, client)
        advance(timedelta(seconds=601))
        await tell(environment, "inquiry.approved")
        await send(services, client)
    during, after = receiver.received
    assert len(during.headers["Persona-Signature"].split(" ")) == 2
    assert signed_by(during, old.value)
    assert signed_by(during, new.value)
    assert len(after.headers["Persona-Signature"].split(" ")) == 1
    assert signed_by(after, new.value)
    assert not signed_by(after, old.value)


async def test_a_private_address_is_refused_when_it_is_connected_to(
    services: Services, installation: Any, receiver: Receiver, subscribe: Any, tell: Any
) -> None:
    await subscribe(installation.sandbox.id)
    await tell(installation.sandbox.id, "inquiry.completed")
    async with Client(Guard()) as guarded:
        await send(services, guarded)
    assert receiver.received == []
    (delivery,) = await deliveries_of(services, installation.sandbox.id)
    assert delivery.status == "pending"
    assert "loopback" in (delivery.last_error or "")


async def test_nothing_is_sent_for_an_event_that_does_not_pass_the_filter(
    services: Services, installation: Any, receiver: Receiver, client: Client, subscribe: Any, tell: Any
) -> None:
    environment = installation.sandbox.id
    await subscribe(environment, payload_filter={"data": {"attributes": {"status": {"$or": ["failed", "declined"]}}}})
    await tell(environment, "inquiry.completed")
    await tell(environment, "inquiry.declined", attributes={"status": "declined"})
    await send(services, client)
    assert [one.name for one in receiver.received] == ["inquiry.declined"]
    statuses = {delivery.event_name: delivery.status for delivery in await deliveries_of(services, environment)}
    assert statuses == {"inquiry.completed": "skipped", "inquiry.declined": "delivered"}


async def test_a_webhook_has_its_own_inflection_blocklist_headers_and_relationships(
    services: Services, installation: Any, receiver: Receiver, client: Client, subscribe: Any, tell: Any
) -> None:
    environment = installation.sandbox.id
    await subscribe(
        environment,
        key_inflection="camel",
        attributes_blocklist=["name-*"],
        relationship_allowlist={"state": "include_none"},
        custom_headers={"authorization": "Bearer abc"},
    )
    await tell(environment, "inquiry.completed")
    await send(services, client)
    (one,) = receiver.received
    assert one.headers["Authorization"] == "Bearer abc"
    attributes = one.document["data"]["attributes"]
    assert "createdAt" in attributes
    inquiry = attributes["payload"]["data"]
    assert inquiry["attributes"] == {"status": "completed", "referenceId": "user-42", "fields": {}}
    assert "relationships" not in inquiry


async def test_files_are_sent_as_links_that_live_as_long_as_the_webhook_says(
    services: Services, installation: Any, receiver: Receiver, client: Client, subscribe: Any, tell: Any
) -> None:
    environment = installation.sandbox.id
    await subscribe(environment, file_token_seconds=60)
    photo = {"filename": "front.jpg", "url": f"{SCHEME}file_abc/front.jpg", "byte-size": 3}
    await tell(environment, "document.created", attributes={"front-photo": photo})
    await send(services, client)
    (one,) = receiver.received
    url = one.document["data"]["attributes"]["payload"]["data"]["attributes"]["front-photo"]["url"]
    assert url.startswith(f"{services.settings.public_url}/files/front.jpg?access_token=")


async def test_related_objects_are_included_when_asked_for(
    services: Services, installation: Any, receiver: Receiver, client: Client, subscribe: Any, make_inquiry: Any
) -> None:
    environment = installation.sandbox
    names = ["inquiry.created", "inquiry.completed"]
    await subscribe(environment.id, enabled_events=names, included_allowlist={"state": "include_all"})
    some = {"state": "custom", "event-types": [{"event-type": "inquiry", "relationships": ["selfies", "documents"]}]}
    await subscribe(environment.id, enabled_events=["inquiry.completed"], included_allowlist=some)
    inquiry = await make_inquiry()
    async with transaction(services.pool) as conn:
        version = await templates.version(conn, environment.organization_id, inquiry.template_version_id)
        made = [SimulateAction("create_passed_verification", ids.template) for ids in version.verification_ids.values()]
        await perform(conn, environment, inquiry.id, [SimulateAction("start_inquiry"), *made])
        await perform(conn, environment, inquiry.id, [SimulateAction("complete_inquiry")])
    await send(services, client)
    created, *completed = sorted(receiver.received, key=lambda one: one.name, reverse=True)
    assert types_in(created) == {"account": 1}
    everything = {"account": 1, "verification/government-id": 1, "verification/selfie": 1}
    pictures = {"document/government-id": 1, "selfie/profile-and-center": 1}
    assert sorted(map(types_in, completed), key=len) == [pictures, everything | pictures]


def types_in(received: Received) -> dict[str, int]:
    included = received.document["data"]["attributes"]["payload"]["included"]
    return dict(Counter(one["type"] for one in included))


async def test_a_webhook_of_an_older_version_gets_the_older_form(
    services: Services, installation: Any, receiver: Receiver, client: Client, subscribe: Any, tell: Any
) -> None:
    await subscribe(installation.sandbox.id, api_version="2023-01-05")
    await tell(installation.sandbox.id, "inquiry.completed")
    await send(services, client)
    (one,) = receiver.received
    assert one.document["data"]["attributes"]["payload"]["data"]["attributes"]["name-first"] == "Ada"


async def test_one_slow_endpoint_holds_up_no_other(
    services: Services, installation: Any, client: Client, subscribe: Any, tell: Any
) -> None:
    environment = installation.sandbox.id
    async with Receiver(answer=lambda _: (200, 1.0)) as slow, Receiver() as fast:
        await subscribe(environment, url=slow.url)
        for _ in range(10):
            await tell(environment, *["inquiry.created"] * 20)
        await subscribe(environment, url=fast.url, enabled_events=["inquiry.completed"])
        await drain_batch(services)
        await tell(environment, "inquiry.completed")
        courier = Courier(services, client, Signals().deliveries, at_once=16, per_webhook=4)
        await drain_batch(services)
        await courier.start_due()
        await courier.start_due()
        await fast.wait_for(1, seconds=0.9)
        assert slow.most_at_once <= 4
        await courier.finish()


async def test_a_lease_that_ran_out_is_taken_over(
    services: Services, installation: Any, receiver: Receiver, client: Client, subscribe: Any, tell: Any
) -> None:
    environment = installation.sandbox.id
    await subscribe(environment)
    with clock.frozen(clock.now()) as advance:
        await tell(environment, "inquiry.completed")
        await drain_batch(services)
        async with services.pool.acquire() as conn:
            claim = {"free": 5, "per_webhook": 5, "busy": {}}
            claimed = await queries.claim(conn, now=clock.now(), lease_until=clock.in_seconds(30), **claim)
            assert len(claimed) == 1
            assert await queries.claim(conn, now=clock.now(), lease_until=clock.in_seconds(30), **claim) == []
        await send(services, client)
        assert receiver.received == []
        advance(timedelta(seconds=31))
        await send(services, client)
    assert len(receiver.received) == 1


async def test_two_workers_share_the_deliveries_and_repeat_none(
    services: Services, installation: Any, receiver: Receiver, client: Client, subscribe: Any, tell: Any
) -> None:
    environment = installation.sandbox.id
    receiver.answer = _briefly
    await subscribe(environment)
    made = [await tell(environment, *["inquiry.created"] * 30) for _ in range(10)]
    stop = asyncio.Event()
    couriers = [Courier(services, client, asyncio.Event()) for _ in range(2)]
    await asyncio.gather(*(drain_batch(services, 40) for _ in range(12)))
    running = [asyncio.create_task(courier.run(stop)) for courier in couriers]
    await receiver.wait_for(300)
    stop.set()
    await asyncio.gather(*running)
    told = [one.event_id for one in receiver.received]
    assert len(told) == 300
    assert set(told) == {event_id for ids in made for event_id in ids}
    assert {delivery.attempts for delivery in await deliveries_of(services, environment)} == {1}


def _briefly(_: Received) -> tuple[int, float]:
    return 200, 0.005
