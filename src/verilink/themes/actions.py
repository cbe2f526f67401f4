"""What changes theme sets."""

from __future__ import annotations

from verilink.database.pool import Connection
from verilink.kit import clock, ids
from verilink.themes import queries
from verilink.themes.model import SHIPPED, Styles, ThemeSet


async def create(
    conn: Connection, organization_id: str, name: str, styles: Styles, *, is_default: bool = False
) -> ThemeSet:
    """Add a theme set."""
    moment = clock.now()
    theme = ThemeSet(
        id=ids.new("theset"), name=name, styles=styles, is_default=is_default, created_at=moment, updated_at=moment
    )
    await queries.insert(conn, organization_id, theme)
    return theme


async def ship(conn: Connection, organization_id: str) -> list[ThemeSet]:
    """The sets every new organization starts with: Light (its default) and Dark."""
    return [
        await create(conn, organization_id, name, styles, is_default=name == "Light")
        for name, styles in SHIPPED.items()
    ]
