from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from support.receiver import Receiver
from verilink.database import transaction
from verilink.errors import BadRequest, Conflict, NotFound, Unprocessable
from verilink.kit import clock
from verilink.kit.pagination import Page
from verilink.services import Services
from verilink.webhooks import actions, queries, wire
from verilink.webhooks.deliveries import queries as deliveries
from verilink.webhooks.model import Details, Secret, Webhook
from verilink.worker.drain import drain_batch

URL = "https://example.com/hooks"


async def create(installation: Any, **details: Any) -> tuple[Webhook, list[Secret]]:
    said = Details(**({"url": URL, "enabled_events": ["inquiry.completed"]} | details))
    async with transaction(installation.services.pool) as conn:
        return await actions.create(conn, installation.services, installation.sandbox.id, said)


async def test_a_new_webhook_is_disabled_and_shows_its_secret(installation: Any) -> None:
    webhook, secrets = await create(installation, name="Main")
    shown = wire.resource(webhook, secrets)
    assert shown["type"] == "webhook"
    assert shown["id"].startswith("wbh_")
    attributes = shown["attributes"]
    assert attributes["status"] == "disabled"
    assert attributes["secret"].startswith("wbhsec_")
    assert attributes["secrets"] == [{"value": attributes["secret"], "expires-at": None}]
    assert attributes["included-allowlist"] == {"state": "include_none"}
    assert attributes["relationship-allowlist"] == {"state": "include_all"}
    assert attributes["api-version"] == "2025-12-08"
    assert attributes["file-access-token-expires-in"] == 21_600
    assert "secret" not in wire.resource(webhook)["attributes"]


async def test_secrets_and_custom_headers_are_sealed_at_rest(installation: Any) -> None:
    webhook, secrets = await create(installation, custom_headers={"Authorization": "Bearer very-secret-token"})
    pool = installation.services.pool
    sealed = await pool.fetchval("SELECT sealed FROM webhook_secret WHERE webhook_id = $1", webhook.id)
    assert secrets[0].value.encode() not in sealed
    assert b"very-secret-token" not in (webhook.custom_headers or b"")
    assert secrets[0].value not in repr(secrets[0])


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://[::1]/",
        "http://0x7f000001.example@10.0.0.1/",
        "ftp://example.com/",
        "not a url",
        "https://user:password@example.com/",
    ],
)
async def test_an_address_that_may_not_be_reached_is_refused(installation: Any, url: str) -> None:
    with pytest.raises(Unprocessable):
        await create(installation, url=url)


@pytest.mark.parametrize(
    "details",
    [
        {"enabled_events": []},
        {"enabled_events": ["inquiry.nothing"]},
        {"enabled_events": "inquiry.completed"},
        {"name": "x" * 256},
        {"name": 5},
        {"api_version": "2019-01-01"},
        {"key_inflection": "pascal"},
        {"attributes_blocklist": ["/a b"]},
        {"file_token_seconds": 0},
        {"file_token_seconds": 259_201},
        {"payload_filter": {"other": 1}},
        {"included_allowlist": {"state": "custom"}},
        {"relationship_allowlist": {"state": "custom"}},
        {"custom_headers": {"Host": "example.com"}},
        {"custom_headers": {"Authorization": "a\r\nX-Injected: 1"}},
        {"url": 5},
    ],
)
async def test_a_malformed_value_is_refused(installation: Any, details: dict[str, Any]) -> None:
    with pytest.raises(BadRequest):
        await create(installation, **details)


async def test_url_and_events_must_be_given(installation: Any) -> None:
    for said in (Details(url=URL), Details(enabled_events=["*"])):
        with pytest.raises(BadRequest, match="is missing"):
            async with transaction(installation.services.pool) as conn:
                await actions.create(conn, installation.services, installation.sandbox.id, said)


async def test_an_update_changes_what_it_says_and_nothing_else(installation: Any) -> None:
    allowlist = {"state": "custom", "event-types": [{"event-type": "inquiry", "relationships": ["documents"]}]}
    webhook, _ = await create(installation, name="Main", included_allowlist=allowlist)
    assert webhook.included_allowlist == allowlist
    async with transaction(installation.services.pool) as conn:
        changed = await actions.update(
            conn,
            installation.services,
            installation.sandbox.id,
            webhook.id,
            Details(description="Told of accounts", enabled_events=["account.created"]),
        )
    assert (changed.name, changed.description, changed.url) == ("Main", "Told of accounts", URL)
    assert changed.included_allowlist == {"state": "include_none"}


async def test_another_environments_webhook_is_not_found(installation: Any) -> None:
    webhook, _ = await create(installation)
    other = installation.production.id
    for action in (actions.enable, actions.disable, actions.archive):
        with pytest.raises(NotFound):
            async with transaction(installation.services.pool) as conn:
                await action(conn, other, webhook.id)


async def test_an_archived_webhook_is_final_and_not_listed(installation: Any) -> None:
    webhook, _ = await create(installation)
    environment = installation.sandbox.id
    async with transaction(installation.services.pool) as conn:
        await actions.archive(conn, environment, webhook.id)
        assert await queries.list_webhooks(conn, environment, Page()) == []
        with pytest.raises(Conflict):
            await actions.enable(conn, environment, webhook.id)
        assert (await queries.get(conn, environment, webhook.id)).status == "archived"


async def test_a_clone_has_everything_but_the_secret(installation: Any) -> None:
    webhook, secrets = await create(
        installation, name="Main", attributes_blocklist=["name-*"], custom_headers={"x-api-key": "k"}
    )
    async with transaction(installation.services.pool) as conn:
        await actions.enable(conn, installation.sandbox.id, webhook.id)
        copy, new_secrets = await actions.clone(conn, installation.services, installation.sandbox.id, webhook.id)
    assert copy.id != webhook.id
    assert copy.status == "disabled"
    assert (copy.name, copy.attributes_blocklist) == ("Main", ["name-*"])
    assert copy.custom_headers == webhook.custom_headers
    assert new_secrets[0].value != secrets[0].value


async def test_rotation_keeps_the_old_secret_until_its_time(installation: Any) -> None:
    services, environment = installation.services, installation.sandbox.id
    webhook, (old,) = await create(installation)
    with clock.frozen(clock.now()) as advance:
        async with transaction(services.pool) as conn:
            _, secrets = await actions.rotate_secret(conn, services, environment, webhook.id, 3_600)
        assert [one.value == old.value for one in secrets] == [False, True]
        assert secrets[0].expires_at is None
        assert secrets[1].expires_at == clock.in_seconds(3_600)
        advance(timedelta(seconds=3_601))
        async with services.pool.acquire() as conn:
            assert await actions.secrets_of(conn, services.keys, webhook) == [secrets[0]]


async def test_rotation_at_once_forgets_the_old_secret(installation: Any) -> None:
    services, environment = installation.services, installation.sandbox.id
    webhook, (old,) = await create(installation)
    async with transaction(services.pool) as conn:
        _, secrets = await actions.rotate_secret(conn, services, environment, webhook.id, 0)
    assert len(secrets) == 1
    assert secrets[0].value != old.value
    for seconds in (-1, 86_400 * 31, True, "x"):
        with pytest.raises(BadRequest):
            async with transaction(services.pool) as conn:
                await actions.rotate_secret(conn, services, environment, webhook.id, seconds)  # type: ignore[arg-type]


async def test_the_number_of_webhooks_is_bounded(installation: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MAX_WEBHOOKS", 2)
    await create(installation)
    webhook, _ = await create(installation)
    with pytest.raises(Unprocessable):
        await create(installation)
    with pytest.raises(Unprocessable):
        async with transaction(installation.services.pool) as conn:
            await actions.clone(conn, installation.services, installation.sandbox.id, webhook.id)


async def test_disabling_fails_what_was_pending(
    services: Services, installation: Any, receiver: Receiver, subscribe: Any, tell: Any
) -> None:
    environment = installation.sandbox.id
    webhook, _ = await subscribe(environment)
    await tell(environment, "inquiry.completed")
    assert (await drain_batch(services)).deliveries == 1
    async with transaction(services.pool) as conn:
        await actions.disable(conn, environment, webhook.id)
        (delivery,) = await deliveries.list_deliveries(conn, environment, Page(), webhook_id=webhook.id)
    assert (delivery.status, delivery.next_attempt_at) == ("failed", None)
    assert delivery.last_error == "The webhook was turned off"
    with pytest.raises(Conflict):
        async with transaction(services.pool) as conn:
            await actions.retry_delivery(conn, environment, delivery.id)
    await asyncio.sleep(0)
    assert receiver.received == []
