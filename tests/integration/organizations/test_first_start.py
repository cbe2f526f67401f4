"""The first start makes everything an installation needs, once."""

from __future__ import annotations

import asyncio

import pytest

from integration.conftest import Installation
from verilink.access import api_keys
from verilink.accounts import queries as accounts
from verilink.audit.model import Actor
from verilink.database import transaction
from verilink.errors import BadRequest, Conflict, NotFound, Unprocessable
from verilink.flow.shipped import shipped_templates
from verilink.kit import clock, ids
from verilink.organizations import actions, queries
from verilink.services import Services
from verilink.templates import queries as templates
from verilink.themes import queries as themes


async def test_the_first_start_makes_all_that_is_needed(installation: Installation) -> None:
    services, made = installation.services, installation.bootstrap
    async with transaction(services.pool) as conn:
        both = await queries.environments(conn, made.organization_id)
        types = await accounts.types(conn, made.organization_id)
        sets = await themes.list_theme_sets(conn, made.organization_id)
        listed = await templates.list_templates(conn, made.organization_id)
    assert {each.kind: each.id for each in both} == {kind: pair[0] for kind, pair in made.environments.items()}
    assert [(each.name, each.is_default) for each in types] == [("User", True)]
    assert [(each.name, each.is_default) for each in sets] == [("Standard", True), ("Dark", False), ("Light", False)]
    assert {each.name for each in listed} == set(shipped_templates()) == set(made.templates)
    assert all(each.live_version_id for each in listed)


async def test_each_environment_has_a_key_that_works_there(installation: Installation) -> None:
    for kind, (environment_id, value) in installation.bootstrap.environments.items():
        assert value.startswith(f"persona_{kind}_")
        caller = await api_keys.authenticate(installation.services, value)
        assert (caller.environment.id, caller.environment.organization_name) == (environment_id, "Northwind")


async def test_a_second_start_makes_nothing(installation: Installation) -> None:
    async with transaction(installation.services.pool) as conn:
        assert await actions.bootstrap(conn, installation.services, "Again") is None
        assert await conn.fetchval("SELECT count(*) FROM organization") == 1


async def test_two_processes_that_start_at_once_make_one_organization(services: Services) -> None:
    async def start() -> object:
        async with transaction(services.pool) as conn:
            return await actions.bootstrap(conn, services, "Northwind")

    made = await asyncio.gather(*(start() for _ in range(4)))
    assert sum(each is not None for each in made) == 1


async def test_template_fields_keep_the_order_they_were_written_in(installation: Installation) -> None:
    organization_id = installation.bootstrap.organization_id
    templates.forget(organization_id, installation.template_id)
    async with transaction(installation.services.pool) as conn:
        (version, *_) = await templates.versions(conn, organization_id, installation.template_id)
    assert list(version.document.fields)[:4] == ["name-first", "name-middle", "name-last", "birthdate"]


async def test_a_subdomain_belongs_to_one_organization(installation: Installation) -> None:
    actor = Actor(organization_id=installation.bootstrap.organization_id)
    async with transaction(installation.services.pool) as conn:
        await actions.set_subdomain(conn, actor, " NorthWind ")
        found = await queries.by_subdomain(conn, "northwind")
        assert found.id == actor.organization_id
        other = ids.new("org")
        await queries.insert_organization(conn, other, "Southwind", clock.now())
    with pytest.raises(Conflict):
        async with transaction(installation.services.pool) as conn:
            await actions.set_subdomain(conn, Actor(organization_id=other), "northwind")
    async with transaction(installation.services.pool) as conn:
        await actions.set_subdomain(conn, actor, "")
        with pytest.raises(NotFound):
            await queries.by_subdomain(conn, "northwind")
        with pytest.raises(BadRequest):
            await actions.set_subdomain(conn, actor, "north.wind")


async def test_production_cannot_be_made_to_simulate(installation: Installation) -> None:
    actor = Actor(organization_id=installation.bootstrap.organization_id)
    with pytest.raises(Unprocessable):
        async with transaction(installation.services.pool) as conn:
            await actions.set_engine(conn, actor, installation.production.id, "simulate")
    async with transaction(installation.services.pool) as conn:
        await actions.set_engine(conn, actor, installation.sandbox.id, "real")
        assert not (await queries.environment(conn, installation.sandbox.id)).simulates


async def test_settings_of_another_organization_are_out_of_reach(installation: Installation) -> None:
    with pytest.raises(NotFound):
        async with transaction(installation.services.pool) as conn:
            await actions.set_engine(conn, Actor(organization_id="org_other"), installation.sandbox.id, "real")
