"""SQL of webhooks and their secrets. Deliveries have their own in ``webhooks.deliveries.queries``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from verilink.database import Connection, row_to, rows_to
from verilink.errors import NotFound
from verilink.kit.pagination import Page
from verilink.webhooks.model import Webhook

COLUMNS: Final = (
    "environment_id, id, status, url, name, description, enabled_events, api_version, key_inflection, "
    "attributes_blocklist, file_token_seconds, payload_filter, included_allowlist, relationship_allowlist, "
    "custom_headers, created_at, updated_at, archived_at"
)
_WRITABLE: Final = frozenset(COLUMNS.split(", ")) - {"environment_id", "id", "created_at"}


async def insert(conn: Connection, environment_id: str, webhook_id: str, values: Mapping[str, Any]) -> Webhook:
    """A new row, ``disabled``; ``values`` by column name."""
    names = ", ".join(["environment_id", "id", *values])
    marks = ", ".join(f"${number}" for number in range(1, len(values) + 3))
    query = f"INSERT INTO webhook ({names}) VALUES ({marks}) RETURNING {COLUMNS}"
    row = await conn.fetchrow(query, environment_id, webhook_id, *values.values())
    return row_to(Webhook, row)


async def update(conn: Connection, environment_id: str, webhook_id: str, values: Mapping[str, Any]) -> Webhook:
    """Change the named columns. Raises ``NotFound``."""
    if not set(values) <= _WRITABLE:
        raise ValueError("not a column that changes")
    sets = ", ".join(f"{name} = ${number}" for number, name in enumerate(values, 3))
    query = f"UPDATE webhook SET {sets} WHERE environment_id = $1 AND id = $2 RETURNING {COLUMNS}"
    row = await conn.fetchrow(query, environment_id, webhook_id, *values.values())
    if row is None:
        raise NotFound
    return row_to(Webhook, row)


async def get(conn: Connection, environment_id: str, webhook_id: str, *, lock: bool = False) -> Webhook:
    """One webhook, archived or not; ``lock`` holds its row until the transaction ends. Raises ``NotFound``."""
    suffix = " FOR UPDATE" if lock else ""
    query = f"SELECT {COLUMNS} FROM webhook WHERE environment_id = $1 AND id = $2{suffix}"
    row = await conn.fetchrow(query, environment_id, webhook_id)
    if row is None:
        raise NotFound
    return row_to(Webhook, row)


async def list_webhooks(conn: Connection, environment_id: str, page: Page) -> list[Webhook]:
    """Up to ``page.limit`` webhooks that are not archived, newest first (oldest first when walking back)."""
    beyond, order = (">", "ASC") if page.ascending else ("<", "DESC")
    query = f"""
        SELECT {COLUMNS} FROM webhook
        WHERE environment_id = $1 AND archived_at IS NULL AND ($2::text IS NULL OR id {beyond} $2)
        ORDER BY id {order} LIMIT $3
    """
    rows = await conn.fetch(query, environment_id, page.before or page.after, page.limit)
    return rows_to(Webhook, rows)


async def count(conn: Connection, environment_id: str) -> int:
    """Webhooks of the environment that are not archived."""
    query = "SELECT count(*) FROM webhook WHERE environment_id = $1 AND archived_at IS NULL"
    return int(await conn.fetchval(query, environment_id))


async def insert_secret(
    conn: Connection, environment_id: str, webhook_id: str, *, secret_id: str, sealed: bytes, created_at: datetime
) -> None:
    """A new secret without an end."""
    query = """
        INSERT INTO webhook_secret (environment_id, id, webhook_id, sealed, created_at) VALUES ($1, $2, $3, $4, $5)
    """
    await conn.execute(query, environment_id, secret_id, webhook_id, sealed, created_at)


async def end_secrets(conn: Connection, environment_id: str, webhook_id: str, expires_at: datetime) -> None:
    """Let every secret end at ``expires_at``, or earlier where that is set already."""
    query = """
        UPDATE webhook_secret SET expires_at = least(coalesce(expires_at, $3), $3)
        WHERE environment_id = $1 AND webhook_id = $2
    """
    await conn.execute(query, environment_id, webhook_id, expires_at)


async def delete_ended_secrets(conn: Connection, environment_id: str, webhook_id: str, now: datetime) -> None:
    """Forget the secrets that ended."""
    query = "DELETE FROM webhook_secret WHERE environment_id = $1 AND webhook_id = $2 AND expires_at <= $3"
    await conn.execute(query, environment_id, webhook_id, now)


async def valid_secrets(
    conn: Connection, environment_id: str, webhook_id: str, now: datetime
) -> list[tuple[bytes, datetime | None]]:
    """``(sealed, expires_at)`` of the secrets valid at ``now``, newest first."""
    query = """
        SELECT sealed, expires_at FROM webhook_secret
        WHERE environment_id = $1 AND webhook_id = $2 AND (expires_at IS NULL OR expires_at > $3)
        ORDER BY id DESC
    """
    return [(row["sealed"], row["expires_at"]) for row in await conn.fetch(query, environment_id, webhook_id, now)]
