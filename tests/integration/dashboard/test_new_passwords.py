"""Links for a new password: made by those who may, once, and everybody who was signed in with the old one is out."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta

import pytest

from integration.conftest import Installation
from support.colleague import PASSWORD, Answer, Colleague
from verilink.access import queries as access
from verilink.access import resets
from verilink.access.roles import Role
from verilink.database import transaction
from verilink.errors import Forbidden, Gone, NotFound
from verilink.kit import clock

BETTER = "velvet-harbour-thimble"
OWNER = "ada@northwind.example"


async def link_of(installation: Installation, email: str = OWNER) -> str:
    """What the operator's command makes."""
    async with transaction(installation.services.pool) as conn:
        return await resets.offer_by_operator(conn, installation.services, email)


async def reset(who: Colleague, token: str, password: str = BETTER) -> Answer:
    return await who.post("/reset-password", {"token": token, "password": password})


async def test_a_link_changes_the_password_once_and_ends_every_session(
    installation: Installation, owner: Colleague
) -> None:
    token, other = await link_of(installation), Colleague(installation.services)
    page = await other.get(f"/reset-password?token={token}")
    assert page.status == 200
    assert OWNER in page.text
    assert (await reset(other, token)).location == "/dashboard"
    assert (await other.get("/dashboard")).status == 200
    assert (await owner.get("/dashboard")).location.startswith("/sign-in")
    stranger = Colleague(installation.services)
    assert (await stranger.post("/sign-in", {"email": OWNER, "password": PASSWORD})).status == 422
    assert (await stranger.post("/sign-in", {"email": OWNER, "password": BETTER})).status == 303
    assert (await reset(stranger, token, "another-lantern-mosaic")).status == 410


async def test_an_easy_password_is_refused_and_the_link_still_works(
    installation: Installation, owner: Colleague
) -> None:
    token = await link_of(installation)
    refused = await reset(owner, token, "password1234")
    assert refused.status == 422
    assert "easy to guess" in refused.text
    assert (await reset(owner, token)).status == 303


async def test_two_links_at_once_change_it_once(installation: Installation, owner: Colleague) -> None:
    tokens = [await link_of(installation) for _ in range(2)]
    answers = await asyncio.gather(*(reset(Colleague(installation.services), token) for token in tokens))
    assert sorted(answer.status for answer in answers) == [303, 410]


@pytest.mark.parametrize("token", ["", "x", "A" * 400, "é", "AAAA"])
async def test_what_is_no_link_is_gone(installation: Installation, token: str) -> None:
    assert (await reset(Colleague(installation.services), token)).status == 410


async def test_a_file_token_is_no_link(installation: Installation, owner: Colleague) -> None:
    keys, token = installation.services.keys, await link_of(installation)
    assert keys.cookies != keys.file_tokens
    changed = token[:-2] + ("AA" if not token.endswith("AA") else "BB")
    assert (await reset(Colleague(installation.services), changed)).status == 410


async def test_a_link_ends_after_a_day(installation: Installation, owner: Colleague) -> None:
    token = await link_of(installation)
    with clock.frozen(clock.now() + resets.LIFETIME + timedelta(seconds=1)):
        assert (await reset(Colleague(installation.services), token)).status == 410


async def test_an_owner_makes_a_link_for_a_colleague_and_nobody_else_for_an_owner(
    installation: Installation, owner: Colleague
) -> None:
    invited = await owner.post("/dashboard/people", {"email": "", "role": "reviewer"})
    colleague = Colleague(installation.services)
    await colleague.sign_up(re.search(r"token=([\w-]+)", invited.text)[1], email="bo@northwind.example")  # type: ignore[index]
    async with transaction(installation.services.pool) as conn:
        people = {each.email: each for each in await access.list_users(conn, installation.bootstrap.organization_id)}
    made = await owner.post(f"/dashboard/people/{people['bo@northwind.example'].id}/reset-password")
    token = made.value("Link for a new password").partition("token=")[2]
    assert (await reset(Colleague(installation.services), token)).status == 303
    assert "User password reset offered" in (await owner.get("/dashboard/audit")).text


async def test_an_admin_makes_no_link_for_an_owner(installation: Installation, owner: Colleague) -> None:
    services = installation.services
    async with transaction(services.pool) as conn:
        (person,) = await access.list_users(conn, installation.bootstrap.organization_id)
        actor = resets.Actor(organization_id=person.organization_id)
        by = type(person)(**{name: getattr(person, name) for name in person.__struct_fields__} | {"role": Role.ADMIN})
        with pytest.raises(Forbidden):
            await resets.offer(conn, services, actor, by, person.id)
        with pytest.raises(NotFound):
            await resets.offer(conn, services, actor, person, "user_unknown")


async def test_a_person_who_was_removed_cannot_use_one(installation: Installation, owner: Colleague) -> None:
    token = await link_of(installation)
    async with transaction(installation.services.pool) as conn:
        (person,) = await access.list_users(conn, installation.bootstrap.organization_id)
        await access.disable_user(conn, person.organization_id, person.id, clock.now())
        with pytest.raises(Gone):
            await resets.look(conn, installation.services, token)
        with pytest.raises(NotFound):
            await resets.offer_by_operator(conn, installation.services, OWNER)
