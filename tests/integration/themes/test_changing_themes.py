"""Theme sets in the database: one default, assignment, archiving, files; each act leaves its line in the audit log."""

from __future__ import annotations

import asyncio
import io

import pytest
from PIL import Image

from integration.conftest import Installation
from support.asgi import Client
from verilink.app import over
from verilink.audit.actions import Actor
from verilink.database import transaction
from verilink.errors import Conflict, NotFound, Unprocessable
from verilink.themes import actions, queries
from verilink.themes.assets import keeping
from verilink.themes.model import Styles, Values

BRAND = Styles(light=Values(color_primary="#7a1fa2"))


def actor(installation: Installation) -> Actor:
    return Actor(organization_id=installation.bootstrap.organization_id)


def logo(colour: str = "#7a1fa2") -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (200, 60), colour).save(written, "PNG")
    return written.getvalue()


async def test_one_theme_is_the_default_whatever_happens_at_once(installation: Installation) -> None:
    pool, who = installation.services.pool, actor(installation)
    async with transaction(pool) as conn:
        made = [await actions.make(conn, who, f"Brand {number}", BRAND) for number in range(3)]

    async def choose(theme_id: str) -> None:
        async with transaction(pool) as conn:
            await actions.make_default(conn, who, theme_id)

    await asyncio.gather(*(choose(each.id) for each in made))
    async with transaction(pool) as conn:
        every = await queries.list_theme_sets(conn, who.organization_id)
        [default] = [each for each in every if each.is_default]
        assert default.id in {each.id for each in made}
        with pytest.raises(Conflict):
            await actions.archive(conn, who, default.id)


async def test_a_template_has_its_theme_until_it_is_archived(installation: Installation) -> None:
    who, template_id = actor(installation), installation.template_id
    async with transaction(installation.services.pool) as conn:
        brand = await actions.make(conn, who, "Brand", BRAND)
        other = await actions.make(conn, who, "Other", Styles())
        await actions.assign(conn, who, brand.id, [template_id])
        await actions.assign(conn, who, other.id, [])

        async def shown(chosen: str | None = None, named: str | None = None) -> str:
            found = await queries.of_inquiry(
                conn, who.organization_id, chosen=chosen, template_id=template_id, named=named
            )
            assert found is not None
            return found.name

        assert await shown() == "Brand"
        assert await shown(chosen=other.id) == "Other"
        assert await shown(named="Dark") == "Brand"
        await actions.archive(conn, who, brand.id)
        assert await shown() == "Standard"
        assert await shown(named="Dark") == "Dark"
        assert await shown(chosen=brand.id) == "Standard"
        with pytest.raises(Conflict):
            await actions.assign(conn, who, brand.id, [template_id])
        with pytest.raises(NotFound):
            await actions.assign(conn, who, other.id, ["itmpl_other"])
        said = await conn.fetch("SELECT action FROM audit_entry WHERE object_id = $1 ORDER BY id", brand.id)
        assert {row["action"] for row in said} == {"theme-set.created", "theme-set.assigned", "theme-set.archived"}


async def test_files_belong_to_their_organization_and_are_kept_once(installation: Installation) -> None:
    services, who = installation.services, actor(installation)
    ids = await asyncio.gather(
        *(keeping.add(services, who.organization_id, "logo", "mark.png", logo()) for _ in range(3))
    )
    assert len(set(ids)) == 1
    with pytest.raises(NotFound):
        await keeping.read(services, "org_other", ids[0])
    async with transaction(services.pool) as conn:
        for values in (Values(font_url=ids[0]), Values(logo="thast_1111")):
            with pytest.raises(Unprocessable):
                await actions.make(conn, who, "Broken", Styles(light=values))
        brand = await actions.make(conn, who, "Brand", Styles(light=Values(logo=ids[0])))
        assert await conn.fetchval("SELECT count(*) FROM theme_asset") == 1
    client, base = Client(over(services)), f"/flow/theme/{who.organization_id}"
    css = await client.get(f"{base}/{brand.id}.css")
    assert f'url("{base}/files/{ids[0]}")' in css.body.decode()
    served = await client.get(f"{base}/files/{ids[0]}")
    assert served.headers["content-type"] == "image/png"
    assert served.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert served.headers["x-content-type-options"] == "nosniff"
    assert (await client.get(f"/flow/theme/org_other/files/{ids[0]}")).status == 404
    assert (await client.get(f"/flow/theme/org_other/{brand.id}.css")).status == 404
