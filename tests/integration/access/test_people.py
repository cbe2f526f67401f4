"""People: signing up once per link, signing in, being shut out."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from integration.conftest import Installation
from verilink.access import invitations, queries, sessions, users
from verilink.access.model import User
from verilink.access.roles import Role
from verilink.audit import queries as audit
from verilink.audit.model import Actor
from verilink.database import transaction
from verilink.errors import BadRequest, Conflict, Forbidden, Gone, NotAuthenticated, NotFound
from verilink.kit import clock, crypto
from verilink.kit.pagination import Page

PASSWORD = "marble-otter-lantern"
NOWHERE = Actor(organization_id="", ip_address="198.51.100.4", user_agent="Firefox")


async def sign_up(installation: Installation, token: str, email: str = "ada@northwind.example") -> User:
    services = installation.services
    async with transaction(services.pool) as conn:
        return await users.sign_up(
            conn, services, token, name="Ada Ruiz", email=email, password=PASSWORD, origin=NOWHERE
        )


async def invited(installation: Installation, by: User, role: Role, email: str) -> User:
    actor = Actor(organization_id=by.organization_id, user_id=by.id)
    async with transaction(installation.services.pool) as conn:
        token = await invitations.invite(conn, installation.services, actor, by, role)
    return await sign_up(installation, token, email)


async def signed_in(installation: Installation, email: str, password: str = PASSWORD) -> str:
    async with transaction(installation.services.pool) as conn:
        return await users.sign_in(conn, installation.services, email, password, NOWHERE)


async def test_the_printed_link_makes_one_owner_and_no_second(installation: Installation) -> None:
    person = await sign_up(installation, installation.bootstrap.signup_token)
    assert person.role is Role.OWNER
    with pytest.raises(Gone, match="already used"):
        await sign_up(installation, installation.bootstrap.signup_token, "eve@northwind.example")


async def test_two_people_with_one_link_race_and_one_wins(installation: Installation) -> None:
    token = installation.bootstrap.signup_token
    tries = (sign_up(installation, token, f"p{number}@northwind.example") for number in range(3))
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert sorted(type(each).__name__ for each in results) == ["Gone", "Gone", "User"]


async def test_a_refused_sign_up_does_not_use_the_link_up(installation: Installation) -> None:
    token = installation.bootstrap.signup_token
    for values in ({"password": "short"}, {"email": "nobody"}, {"name": " "}):
        given = {"name": "Ada", "email": "a@b.example", "password": PASSWORD} | values
        with pytest.raises(BadRequest):
            async with transaction(installation.services.pool) as conn:
                await users.sign_up(conn, installation.services, token, **given, origin=NOWHERE)
    assert (await sign_up(installation, token)).role is Role.OWNER


async def test_a_password_of_weaker_days_is_hashed_again_when_it_is_next_used(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await sign_up(installation, installation.bootstrap.signup_token)
    stored = "SELECT password_hash FROM dashboard_user WHERE id = $1"
    before = await installation.services.pool.fetchval(stored, person.id)
    await signed_in(installation, person.email)
    assert await installation.services.pool.fetchval(stored, person.id) == before
    monkeypatch.setattr(crypto, "_HASHER", PasswordHasher(time_cost=2, memory_cost=128, parallelism=1))
    await signed_in(installation, person.email)
    after = await installation.services.pool.fetchval(stored, person.id)
    assert "m=128,t=2,p=1" in after
    assert await signed_in(installation, person.email)


async def test_an_unknown_or_expired_link_is_gone(installation: Installation) -> None:
    with pytest.raises(Gone, match="not known"):
        await sign_up(installation, "x" * 300)
    with clock.frozen(clock.now() + invitations.LIFETIME + timedelta(seconds=1)), pytest.raises(Gone, match="expired"):
        await sign_up(installation, installation.bootstrap.signup_token)


async def test_a_new_owners_link_replaces_the_old_one_until_somebody_signs_up(installation: Installation) -> None:
    services, organization_id = installation.services, installation.bootstrap.organization_id
    async with transaction(services.pool) as conn:
        token = await invitations.invite_owner(conn, services, organization_id)
    with pytest.raises(Gone):
        await sign_up(installation, installation.bootstrap.signup_token)
    await sign_up(installation, token)
    with pytest.raises(Forbidden):
        async with transaction(services.pool) as conn:
            await invitations.invite_owner(conn, services, organization_id)


async def test_an_invitation_for_an_address_is_for_that_address(installation: Installation) -> None:
    owner = await sign_up(installation, installation.bootstrap.signup_token)
    actor = Actor(organization_id=owner.organization_id, user_id=owner.id)
    async with transaction(installation.services.pool) as conn:
        token = await invitations.invite(
            conn, installation.services, actor, owner, Role.REVIEWER, email="Ben@northwind.example"
        )
    with pytest.raises(BadRequest, match="Ben@"):
        await sign_up(installation, token, "eve@northwind.example")
    assert (await sign_up(installation, token, "ben@NORTHWIND.example")).role is Role.REVIEWER


async def test_an_address_signs_up_once_whatever_its_case(installation: Installation) -> None:
    owner = await sign_up(installation, installation.bootstrap.signup_token)
    with pytest.raises(Conflict):
        await invited(installation, owner, Role.REVIEWER, "ADA@northwind.example")


async def test_an_admin_cannot_invite_an_owner(installation: Installation) -> None:
    owner = await sign_up(installation, installation.bootstrap.signup_token)
    admin = await invited(installation, owner, Role.ADMIN, "ben@northwind.example")
    with pytest.raises(Forbidden):
        await invited(installation, admin, Role.OWNER, "eve@northwind.example")


async def test_sign_in_gives_a_session_and_refusals_sound_alike(installation: Installation) -> None:
    person = await sign_up(installation, installation.bootstrap.signup_token)
    cookie = await signed_in(installation, " ADA@northwind.example ")
    async with transaction(installation.services.pool) as conn:
        found = await sessions.find(conn, installation.services, cookie)
    assert found is not None
    assert (found[0].id, found[1].environment_id) == (person.id, installation.sandbox.id)
    said = set()
    for email, password in (("ada@northwind.example", "wrong"), ("eve@northwind.example", PASSWORD), ("", "")):
        with pytest.raises(NotAuthenticated) as refusal:
            await signed_in(installation, email, password)
        said.add(refusal.value.details)
    assert len(said) == 1


async def test_a_session_ends_when_left_alone_and_at_its_end(installation: Installation) -> None:
    await sign_up(installation, installation.bootstrap.signup_token)
    start = clock.now()
    with clock.frozen(start) as advance:
        cookie = await signed_in(installation, "ada@northwind.example")

        async def alive() -> bool:
            async with transaction(installation.services.pool) as conn:
                return await sessions.find(conn, installation.services, cookie) is not None

        assert await alive()
        for _ in range(27):  # used every 11 hours, it lives on
            advance(timedelta(hours=11))
            assert await alive()
        advance(timedelta(days=2))
        assert not await alive()


async def test_a_session_nobody_uses_ends_after_the_idle_time(installation: Installation) -> None:
    await sign_up(installation, installation.bootstrap.signup_token)
    with clock.frozen(clock.now()) as advance:
        cookie = await signed_in(installation, "ada@northwind.example")
        advance(sessions.IDLE + timedelta(seconds=1))
        async with transaction(installation.services.pool) as conn:
            assert await sessions.find(conn, installation.services, cookie) is None


async def test_foreign_cookies_find_nobody(installation: Installation) -> None:
    async with transaction(installation.services.pool) as conn:
        for cookie in (None, "", "x", "x" * 10_000):
            assert await sessions.find(conn, installation.services, cookie) is None


async def test_somebody_shut_out_loses_their_session_and_cannot_come_back(installation: Installation) -> None:
    owner = await sign_up(installation, installation.bootstrap.signup_token)
    other = await invited(installation, owner, Role.REVIEWER, "ben@northwind.example")
    cookie = await signed_in(installation, "ben@northwind.example")
    actor = Actor(organization_id=owner.organization_id, user_id=owner.id)
    async with transaction(installation.services.pool) as conn:
        await users.disable(conn, actor, owner, other.id)
    async with transaction(installation.services.pool) as conn:
        assert await sessions.find(conn, installation.services, cookie) is None
    with pytest.raises(NotAuthenticated):
        await signed_in(installation, "ben@northwind.example")


async def test_the_last_owner_and_oneself_cannot_be_shut_out(installation: Installation) -> None:
    owner = await sign_up(installation, installation.bootstrap.signup_token)
    admin = await invited(installation, owner, Role.ADMIN, "ben@northwind.example")
    actor = Actor(organization_id=owner.organization_id)
    for by, target, refusal in ((owner, owner, Conflict), (admin, owner, Forbidden)):
        with pytest.raises(refusal):
            async with transaction(installation.services.pool) as conn:
                await users.disable(conn, actor, by, target.id)
    with pytest.raises(NotFound):
        async with transaction(installation.services.pool) as conn:
            await users.disable(conn, Actor(organization_id="org_other"), owner, admin.id)


async def test_an_environment_of_another_organization_cannot_be_looked_at(installation: Installation) -> None:
    await sign_up(installation, installation.bootstrap.signup_token)
    cookie = await signed_in(installation, "ada@northwind.example")
    async with transaction(installation.services.pool) as conn:
        found = await sessions.find(conn, installation.services, cookie)
        assert found is not None
        actor = Actor(organization_id=found[0].organization_id, user_id=found[0].id)
        await sessions.switch_environment(conn, actor, found[1], installation.production.id)
        with pytest.raises(NotFound):
            await sessions.switch_environment(conn, actor, found[1], "env_other")


async def test_what_people_did_is_written_down_with_where_from(installation: Installation) -> None:
    person = await sign_up(installation, installation.bootstrap.signup_token)
    await signed_in(installation, "ada@northwind.example")
    async with transaction(installation.services.pool) as conn:
        await users.refused(conn, "ada@northwind.example", NOWHERE)
        await users.refused(conn, "nobody@northwind.example", NOWHERE)
        entries = await audit.list_entries(conn, person.organization_id, Page(10))
        listed = await queries.list_users(conn, person.organization_id)
    assert [each.action for each in entries] == ["user.sign-in-refused", "user.signed-in", "user.signed-up"]
    assert {each.ip_address for each in entries} == {"198.51.100.4"}
    assert {each.user_name for each in entries} == {"Ada Ruiz"}
    assert listed[0].last_sign_in_at is not None
