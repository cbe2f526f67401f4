"""Logos and fonts: checked and written anew, kept encrypted, never changed, served from the own origin."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from typing import Final

from verilink.database import transaction
from verilink.errors import Unprocessable
from verilink.kit import clock, ids
from verilink.services import Services
from verilink.themes.assets import queries
from verilink.themes.assets.fonts import read_font
from verilink.themes.assets.logos import read_logo
from verilink.themes.assets.model import Asset, Kind

MAX_ASSETS: Final = 200
_READERS: Final[dict[Kind, Callable[[bytes], tuple[bytes, str]]]] = {"logo": read_logo, "font": read_font}


async def add(services: Services, organization_id: str, kind: Kind, name: str, data: bytes) -> str:
    """Keep a file and answer its id; the same one again is the one there is.

    The object comes first, then its row, so that a row never points at nothing. Raises ``Unprocessable`` for what is
    not read here.
    """
    clean, content_type = await asyncio.to_thread(_READERS[kind], data)
    digest = hashlib.sha256(clean).digest()
    async with transaction(services.pool) as conn:
        known = await queries.same(conn, organization_id, kind, digest)
        if known is None and await queries.count(conn, organization_id) >= MAX_ASSETS:
            raise Unprocessable(f"There are {MAX_ASSETS} logos and fonts already.")
    if known is not None:
        return known
    asset_id = ids.new("thast")
    stored = await services.objects.put(asset_id, clean)
    asset = Asset(
        id=asset_id,
        kind=kind,
        name="".join(each for each in name if each.isprintable())[:80] or kind,
        content_type=content_type,
        byte_size=stored.byte_size,
        sha256=digest,
        object_key=stored.key,
        wrapped_key=stored.wrapped_key,
        created_at=clock.now(),
    )
    async with transaction(services.pool) as conn:
        await queries.insert(conn, organization_id, asset)
        kept = await queries.same(conn, organization_id, kind, digest)
    if kept != asset_id:
        await services.objects.delete(stored.key)
    return kept or asset_id


async def read(services: Services, organization_id: str, asset_id: str) -> tuple[Asset, bytes]:
    """A file with its bytes. Raises ``NotFound``."""
    async with services.pool.acquire() as conn:
        asset = await queries.get(conn, organization_id, asset_id)
    return asset, await services.objects.get(asset.object_key, asset.id, asset.wrapped_key)
