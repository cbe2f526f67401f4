"""SQL of theme sets."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from verilink.database.pool import Connection
from verilink.database.rows import row_to, rows_to
from verilink.errors import NotFound
from verilink.kit.pagination import Page
from verilink.themes.model import ThemeSet

_SELECT = "SELECT id, name, styles, is_default, created_at, updated_at, archived_at FROM theme_set"


async def find(conn: Connection, organization_id: str, theme_set_id: str) -> ThemeSet:
    """One theme set, archived or not. Raises ``NotFound``."""
    row = await conn.fetchrow(f"{_SELECT} WHERE organization_id = $1 AND id = $2", organization_id, theme_set_id)
    if row is None:
        raise NotFound("There is no such theme set.")
    return row_to(ThemeSet, row)


async def get(conn: Connection, organization_id: str, theme_set_id: str) -> ThemeSet:
    """One theme set that is not archived. Raises ``NotFound``."""
    found = await find(conn, organization_id, theme_set_id)
    if found.archived_at is not None:
        raise NotFound("There is no such theme set.")
    return found


async def lock(conn: Connection, organization_id: str, theme_set_id: str) -> ThemeSet:
    """One theme set, archived or not, that nobody else changes meanwhile. Raises ``NotFound``."""
    await conn.execute("SELECT FROM organization WHERE id = $1 FOR NO KEY UPDATE", organization_id)
    return await find(conn, organization_id, theme_set_id)


async def of_inquiry(
    conn: Connection, organization_id: str, *, chosen: str | None, template_id: str, named: str | None
) -> ThemeSet | None:
    """``chosen`` for the inquiry, else the one the template was given, else ``named`` in its document (by id or name),
    else the default."""
    row = await conn.fetchrow(
        f"""{_SELECT} WHERE organization_id = $1 AND archived_at IS NULL AND (is_default OR id = $2 OR id = $4
              OR name = $4 OR id = (SELECT theme_set_id FROM inquiry_template
                                    WHERE organization_id = $1 AND inquiry_template.id = $3))
            ORDER BY id = $2 DESC NULLS LAST,
              id = (SELECT theme_set_id FROM inquiry_template
                    WHERE organization_id = $1 AND inquiry_template.id = $3) DESC NULLS LAST,
              (id = $4 OR name = $4) DESC NULLS LAST, id LIMIT 1""",
        organization_id,
        chosen,
        template_id,
        named,
    )
    return row_to(ThemeSet, row) if row else None


async def list_theme_sets(conn: Connection, organization_id: str) -> list[ThemeSet]:
    """All that are not archived, the default first, then by name."""
    rows = await conn.fetch(
        f"{_SELECT} WHERE organization_id = $1 AND archived_at IS NULL ORDER BY is_default DESC, name, id",
        organization_id,
    )
    return rows_to(ThemeSet, rows)


async def list_page(conn: Connection, organization_id: str, page: Page, archived: bool | None) -> list[ThemeSet]:
    """Newest first; ``archived``: only these, only the others, or (``None``) all."""
    order, sign, cursor = ("ASC", ">", page.before) if page.ascending else ("DESC", "<", page.after)
    rows = await conn.fetch(
        f"""{_SELECT} WHERE organization_id = $1 AND ($2::text IS NULL OR id {sign} $2)
        AND ($4::boolean IS NULL OR (archived_at IS NOT NULL) = $4) ORDER BY id {order} LIMIT $3""",
        organization_id,
        cursor,
        page.limit,
        archived,
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


async def update(conn: Connection, organization_id: str, theme: ThemeSet) -> None:
    """Write name, styles and when it was archived."""
    styles: dict[str, Any] = msgspec.to_builtins(theme.styles)
    await conn.execute(
        """UPDATE theme_set SET name = $3, styles = $4, updated_at = $5, archived_at = $6
           WHERE organization_id = $1 AND id = $2""",
        organization_id,
        theme.id,
        theme.name,
        styles,
        theme.updated_at,
        theme.archived_at,
    )


async def set_default(conn: Connection, organization_id: str, theme_set_id: str) -> None:
    """Make this one the default, and no other."""
    await conn.execute(
        "UPDATE theme_set SET is_default = false WHERE organization_id = $1 AND is_default", organization_id
    )
    await conn.execute(
        "UPDATE theme_set SET is_default = true WHERE organization_id = $1 AND id = $2", organization_id, theme_set_id
    )


async def templates_of(conn: Connection, organization_id: str) -> list[tuple[str, str, str | None]]:
    """Id, name and theme set of every template, by name."""
    rows = await conn.fetch(
        "SELECT id, name, theme_set_id FROM inquiry_template WHERE organization_id = $1 ORDER BY name, id",
        organization_id,
    )
    return [(row["id"], row["name"], row["theme_set_id"]) for row in rows]


async def template_theme(conn: Connection, organization_id: str, template_id: str) -> ThemeSet | None:
    """The theme set a template was given."""
    row = await conn.fetchrow(
        f"""{_SELECT} WHERE organization_id = $1 AND archived_at IS NULL AND id =
            (SELECT theme_set_id FROM inquiry_template WHERE organization_id = $1 AND id = $2)""",
        organization_id,
        template_id,
    )
    return row_to(ThemeSet, row) if row else None


async def assign(
    conn: Connection, organization_id: str, theme_set_id: str, template_ids: list[str], moment: datetime
) -> None:
    """Give the theme set to exactly these templates: take it from the others, and theirs from these."""
    await conn.execute(
        """UPDATE inquiry_template SET theme_set_id = CASE WHEN id = ANY($3) THEN $2 END, updated_at = $4
           WHERE organization_id = $1 AND ((theme_set_id = $2) IS DISTINCT FROM (id = ANY($3)))
             AND (theme_set_id = $2 OR id = ANY($3))""",
        organization_id,
        theme_set_id,
        template_ids,
        moment,
    )
