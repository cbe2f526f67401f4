"""API keys: shown once, kept as a digest, refused once revoked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from integration.conftest import Installation
from verilink.access import api_keys, key_queries
from verilink.audit.model import Actor
from verilink.database import transaction
from verilink.errors import BadRequest, InvalidToken, NotFound
from verilink.kit import clock

ACTOR = Actor(organization_id="org_1", user_id=None)


async def issued(installation: Installation, **more: object) -> tuple[str, str]:
    async with transaction(installation.services.pool) as conn:
        key, value = await api_keys.issue(conn, installation.services, installation.sandbox, "CI", **more)  # type: ignore[arg-type]
    return key.id, value


async def test_the_value_is_nowhere_in_the_database(installation: Installation) -> None:
    key_id, value = await issued(installation)
    async with transaction(installation.services.pool) as conn:
        row = await conn.fetchrow("SELECT * FROM api_key WHERE id = $1", key_id)
    assert row is not None
    assert value not in repr(dict(row))
    assert value.startswith("persona_sandbox_")
    assert row["value_hint"] == value[-4:]


async def test_a_key_knows_its_environment_and_permissions(installation: Installation) -> None:
    _, value = await issued(installation, permissions=["inquiry.read"])
    caller = await api_keys.authenticate(installation.services, value)
    assert caller.environment.id == installation.sandbox.id
    assert caller.permissions == {"inquiry.read"}


@pytest.mark.parametrize("value", ["", "persona_sandbox_x", "x" * 1000, "persona_production_" + "0" * 36])
async def test_unknown_values_are_refused(installation: Installation, value: str) -> None:
    with pytest.raises(InvalidToken):
        await api_keys.authenticate(installation.services, value)


async def test_a_revoked_key_is_refused_at_once_here_and_in_seconds_elsewhere(installation: Installation) -> None:
    key_id, value = await issued(installation)
    await api_keys.authenticate(installation.services, value)
    with clock.frozen(clock.now()) as advance:
        await api_keys.authenticate(installation.services, value)
        async with transaction(installation.services.pool) as conn:  # as another process would
            await key_queries.delete(conn, installation.sandbox.id, key_id)
        advance(timedelta(seconds=5))
        with pytest.raises(InvalidToken):
            await api_keys.authenticate(installation.services, value)
    key_id, value = await issued(installation)
    await api_keys.authenticate(installation.services, value)
    async with transaction(installation.services.pool) as conn:
        await api_keys.revoke(conn, ACTOR, installation.sandbox.id, key_id)
    with pytest.raises(InvalidToken):
        await api_keys.authenticate(installation.services, value)


async def test_an_expired_key_is_refused(installation: Installation) -> None:
    key_id, value = await issued(installation)
    async with transaction(installation.services.pool) as conn:
        await conn.execute("UPDATE api_key SET expires_at = $2 WHERE id = $1", key_id, clock.now())
    with pytest.raises(InvalidToken):
        await api_keys.authenticate(installation.services, value)


async def test_use_is_noted(installation: Installation) -> None:
    key_id, value = await issued(installation)
    await api_keys.authenticate(installation.services, value)
    async with transaction(installation.services.pool) as conn:
        assert (await key_queries.get(conn, installation.sandbox.id, key_id)).last_used_at is not None


async def test_a_key_of_another_environment_is_out_of_reach(installation: Installation) -> None:
    key_id, _ = await issued(installation)
    async with transaction(installation.services.pool) as conn:
        with pytest.raises(NotFound):
            await key_queries.get(conn, installation.production.id, key_id)
        with pytest.raises(NotFound):
            await api_keys.revoke(conn, ACTOR, installation.production.id, key_id)


@pytest.mark.parametrize("permissions", [[], ["everything"], ["inquiry.read", "x" * 500]])
async def test_only_known_permissions_are_given(installation: Installation, permissions: list[str]) -> None:
    with pytest.raises(BadRequest):
        await issued(installation, permissions=permissions)
