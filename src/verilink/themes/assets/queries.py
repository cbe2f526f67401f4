"""SQL of logos and fonts."""

from __future__ import annotations

from verilink.database.pool import Connection
from verilink.database.rows import row_to
from verilink.errors import NotFound
from verilink.themes.assets.model import Asset

_COLUMNS = "id, kind, name, content_type, byte_size, sha256, object_key, wrapped_key, created_at"


async def get(conn: Connection, organization_id: str, asset_id: str) -> Asset:
    """One file. Raises ``NotFound``."""
    query = f"SELECT {_COLUMNS} FROM theme_asset WHERE organization_id = $1 AND id = $2"
    row = await conn.fetchrow(query, organization_id, asset_id)
    if row is None:
        raise NotFound("There is no such file.")
    return row_to(Asset, row)


async def exists(conn: Connection, organization_id: str, asset_id: str, kind: str) -> bool:
    """Whether the organization has this file, of this kind."""
    query = "SELECT true FROM theme_asset WHERE organization_id = $1 AND id = $2 AND kind = $3"
    return bool(await conn.fetchval(query, organization_id, asset_id, kind))


async def names(conn: Connection, organization_id: str) -> dict[str, str]:
    """The name each file came with, by id."""
    rows = await conn.fetch("SELECT id, name FROM theme_asset WHERE organization_id = $1", organization_id)
    return {row["id"]: row["name"] for row in rows}


async def same(conn: Connection, organization_id: str, kind: str, digest: bytes) -> str | None:
    """The id of the file with these bytes."""
    query = "SELECT id FROM theme_asset WHERE organization_id = $1 AND kind = $2 AND sha256 = $3"
    found: str | None = await conn.fetchval(query, organization_id, kind, digest)
    return found


async def count(conn: Connection, organization_id: str) -> int:
    """How many there are."""
    return int(await conn.fetchval("SELECT count(*) FROM theme_asset WHERE organization_id = $1", organization_id))


async def insert(conn: Connection, organization_id: str, asset: Asset) -> None:
    """Add one, unless the same is there."""
    await conn.execute(
        f"""INSERT INTO theme_asset (organization_id, {_COLUMNS})
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING""",
        organization_id,
        asset.id,
        asset.kind,
        asset.name,
        asset.content_type,
        asset.byte_size,
        asset.sha256,
        asset.object_key,
        asset.wrapped_key,
        asset.created_at,
    )
