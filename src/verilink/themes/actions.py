"""What changes theme sets: each by name, in one transaction with its line in the audit log."""

from __future__ import annotations

from typing import Final

import msgspec

from verilink.audit.actions import Actor, record
from verilink.database.pool import Connection
from verilink.errors import BadRequest, Conflict, NotFound, Unprocessable
from verilink.kit import clock, ids
from verilink.themes import queries
from verilink.themes.assets import queries as assets
from verilink.themes.contrast import findings
from verilink.themes.model import SHIPPED, Styles, ThemeSet

MAX_NAME: Final = 80
MAX_THEMES: Final = 200


def checked_name(name: str) -> str:
    """A name as it is kept. Raises ``BadRequest``."""
    name = " ".join(name.split())
    if not 0 < len(name) <= MAX_NAME or not name.isprintable():
        raise BadRequest(f"The name must have 1 to {MAX_NAME} characters.", pointer="name")
    return name


async def check_styles(conn: Connection, organization_id: str, styles: Styles) -> None:
    """Raises ``Unprocessable`` for colours that cannot be read together or files that are not there."""
    wrong = findings(styles)
    if wrong:
        raise Unprocessable(" ".join(each.sentence for each in wrong), code="contrast")
    for values in (styles.light, styles.dark):
        for kind, asset_id in (("logo", values.logo), ("font", values.font_url), ("font", values.font_url_title)):
            if asset_id and not await assets.exists(conn, organization_id, asset_id, kind):
                raise Unprocessable(f"There is no {kind} {asset_id}.")


async def create(
    conn: Connection, organization_id: str, name: str, styles: Styles, *, is_default: bool = False
) -> ThemeSet:
    """Add a theme set. Raises ``BadRequest`` and ``Unprocessable``."""
    await check_styles(conn, organization_id, styles)
    if len(await queries.list_theme_sets(conn, organization_id)) >= MAX_THEMES:
        raise Unprocessable(f"There are {MAX_THEMES} themes already. Archive some first.")
    moment = clock.now()
    theme = ThemeSet(
        id=ids.new("theset"),
        name=checked_name(name),
        styles=styles,
        is_default=is_default,
        created_at=moment,
        updated_at=moment,
    )
    await queries.insert(conn, organization_id, theme)
    return theme


async def make(conn: Connection, actor: Actor, name: str, styles: Styles) -> ThemeSet:
    """A person or a key adds a theme set. Raises as ``create`` does."""
    theme = await create(conn, actor.organization_id, name, styles)
    await record(conn, actor, "theme-set.created", theme.id, {"name": theme.name})
    return theme


async def update(
    conn: Connection, actor: Actor, theme_set_id: str, *, name: str | None = None, styles: Styles | None = None
) -> ThemeSet:
    """Rename it, replace its styles as a whole, or both. Raises ``NotFound``, ``Conflict`` when it is archived."""
    theme = await _active(conn, actor, theme_set_id)
    if styles is not None:
        await check_styles(conn, actor.organization_id, styles)
    changed = msgspec.structs.replace(
        theme,
        name=theme.name if name is None else checked_name(name),
        styles=theme.styles if styles is None else styles,
        updated_at=clock.now(),
    )
    await queries.update(conn, actor.organization_id, changed)
    said = [word for word, given in (("name", name), ("styles", styles)) if given is not None]
    await record(conn, actor, "theme-set.updated", theme.id, {"changed": said})
    return changed


async def duplicate(conn: Connection, actor: Actor, theme_set_id: str) -> ThemeSet:
    """A copy to try things on. Raises ``NotFound``."""
    original = await queries.find(conn, actor.organization_id, theme_set_id)
    copy = await create(conn, actor.organization_id, f"{original.name[: MAX_NAME - 7]} (copy)", original.styles)
    await record(conn, actor, "theme-set.created", copy.id, {"name": copy.name, "copied": original.id})
    return copy


async def make_default(conn: Connection, actor: Actor, theme_set_id: str) -> None:
    """What every template has that was given no other. Raises ``NotFound``, ``Conflict`` when it is archived."""
    theme = await _active(conn, actor, theme_set_id)
    await queries.set_default(conn, actor.organization_id, theme.id)
    await record(conn, actor, "theme-set.made-default", theme.id)


async def assign(conn: Connection, actor: Actor, theme_set_id: str, template_ids: list[str]) -> None:
    """Give it to exactly these templates. Raises ``NotFound``, ``Conflict`` when it is archived."""
    theme = await _active(conn, actor, theme_set_id)
    known = {template_id for template_id, _, _ in await queries.templates_of(conn, actor.organization_id)}
    if not known.issuperset(template_ids):
        raise NotFound("There is no such template.")
    await queries.assign(conn, actor.organization_id, theme.id, template_ids, clock.now())
    await record(conn, actor, "theme-set.assigned", theme.id, {"templates": template_ids})


async def archive(conn: Connection, actor: Actor, theme_set_id: str) -> ThemeSet:
    """Put it away: templates lose it, flows fall back to the default. Raises ``NotFound``, ``Conflict``."""
    theme = await _active(conn, actor, theme_set_id)
    if theme.is_default:
        raise Conflict("The organization's default theme set cannot be archived. Make another one the default first.")
    moment = clock.now()
    gone = msgspec.structs.replace(theme, archived_at=moment, updated_at=moment)
    await queries.update(conn, actor.organization_id, gone)
    await queries.assign(conn, actor.organization_id, theme.id, [], moment)
    await record(conn, actor, "theme-set.archived", theme.id)
    return gone


async def _active(conn: Connection, actor: Actor, theme_set_id: str) -> ThemeSet:
    theme = await queries.lock(conn, actor.organization_id, theme_set_id)
    if theme.archived_at is not None:
        raise Conflict("The theme set is archived.")
    return theme


async def ship(conn: Connection, organization_id: str) -> list[ThemeSet]:
    """The sets every new organization starts with: Standard (its default), Light and Dark."""
    return [
        await create(conn, organization_id, name, styles, is_default=name == "Standard")
        for name, styles in SHIPPED.items()
    ]
