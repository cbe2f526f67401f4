"""SQL of theme sets."""

from __future__ import annotations

from typing import Any

import msgspec

from verilink.database.pool import Connection
from verilink.database.rows import row_to, rows_to
from verilink.errors import NotFound
from verilink.themes.model import ThemeSet

_SELECT = "SELECT id, name, styles, is_default, created_at, updated_at FROM theme_set"


async def get(conn: Connection, organization_id: str, theme_set_id: str) -> ThemeSet:
    """One theme set that is not archived. Raises ``NotFound``."""
    row = await conn.fetchrow(
        f"{_SELECT} WHERE organization_id = $1 AND id = $2 AND archived_at IS NULL", organization_id, theme_set_id
    )
    if row is None:
        raise NotFound("There is no such theme set.")
    return row_to(ThemeSet, row)


async def default(conn: Connection, organization_id: str) -> ThemeSet:
    """The organization's default. Raises ``NotFound`` when none was made."""
    row = await conn.fetchrow(
        f"{_SELECT} WHERE organization_id = $1 AND archived_at IS NULL ORDER BY is_default DESC, id LIMIT 1",
        organization_id,
    )
    if row is None:
        raise NotFound("There is no theme set.")
    return row_to(ThemeSet, row)


async def list_theme_sets(conn: Connection, organization_id: str) -> list[ThemeSet]:
    """All that are not archived, the default first, then by name."""
    rows = await conn.fetch(
        f"{_SELECT} WHERE organization_id = $1 AND archived_at IS NULL ORDER BY is_default DESC, name",
        organization_id,
    )
    return rows_to(ThemeSet, rows)


async def insert(conn: Connection, organization_id: str, theme: ThemeSet) -> None:
    """Add one theme set."""
    styles: dict[str, Any] = msgspec.to_builtins(theme.styles)
    await conn.execute(
        """INSERT INTO theme_set (organization_id, id, name, styles, is_default, created_at, updated_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7)""",
        organization_id,
        theme.id,
        theme.name,
        styles,
        theme.is_default,
        theme.created_at,
        theme.updated_at,
    )
