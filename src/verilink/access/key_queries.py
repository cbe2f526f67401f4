"""SQL of API keys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from verilink.access.model import ApiKey
from verilink.database.pool import Connection
from verilink.database.rows import row_to, rows_to
from verilink.errors import NotFound
from verilink.kit.pagination import Page
from verilink.organizations.model import Environment

_SELECT: Final = """SELECT k.environment_id, k.id, k.name, k.note, k.value_hint, k.permissions, k.api_version,
  k.key_inflection, k.attributes_blocklist, k.ip_allowlist, k.file_token_seconds, k.created_at, k.last_used_at,
  k.expires_at FROM api_key k"""
_INSERT: Final = """INSERT INTO api_key (environment_id, id, name, note, value_hint, permissions, api_version,
  key_inflection, attributes_blocklist, ip_allowlist, file_token_seconds, created_at, last_used_at, expires_at,
  value_digest) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"""
_BY_DIGEST: Final = """SELECT k.environment_id, k.id, k.name, k.note, k.value_hint, k.permissions, k.api_version,
  k.key_inflection, k.attributes_blocklist, k.ip_allowlist, k.file_token_seconds, k.created_at, k.last_used_at,
  k.expires_at, e.organization_id, e.kind, e.settings AS environment_settings, e.created_at AS environment_created_at,
  o.name AS organization_name, o.subdomain, coalesce(o.settings->'allowed_domains', '[]') AS allowed_domains,
  (SELECT d.host FROM custom_domain d WHERE d.organization_id = o.id AND d.main AND d.verified_at IS NOT NULL)
    AS custom_host,
  ARRAY(SELECT d.host FROM custom_domain d WHERE d.organization_id = o.id AND d.verified_at IS NOT NULL)
    AS custom_hosts
  FROM api_key k JOIN environment e ON e.id = k.environment_id JOIN organization o ON o.id = e.organization_id
  WHERE k.value_digest = $1"""


async def insert(conn: Connection, key: ApiKey, value_digest: bytes) -> None:
    """Add a key."""
    await conn.execute(
        _INSERT,
        key.environment_id,
        key.id,
        key.name,
        key.note,
        key.value_hint,
        list(key.permissions),
        key.api_version,
        key.key_inflection,
        list(key.attributes_blocklist),
        list(key.ip_allowlist),
        key.file_token_seconds,
        key.created_at,
        key.last_used_at,
        key.expires_at,
        value_digest,
    )


async def by_digest(conn: Connection, value_digest: bytes) -> tuple[ApiKey, Environment] | None:
    """The key with this value and its environment; whether it expired is for the caller to see."""
    row = await conn.fetchrow(_BY_DIGEST, value_digest)
    if row is None:
        return None
    environment = {
        "organization_id": row["organization_id"],
        "id": row["environment_id"],
        "kind": row["kind"],
        "settings": row["environment_settings"],
        "created_at": row["environment_created_at"],
        "organization_name": row["organization_name"],
        "subdomain": row["subdomain"],
        "custom_host": row["custom_host"],
        "custom_hosts": row["custom_hosts"],
        "allowed_domains": row["allowed_domains"],
    }
    return row_to(ApiKey, row), row_to(Environment, environment)


async def list_keys(conn: Connection, environment_id: str) -> list[ApiKey]:
    """The environment's keys, newest first."""
    rows = await conn.fetch(f"{_SELECT} WHERE k.environment_id = $1 ORDER BY k.id DESC", environment_id)
    return rows_to(ApiKey, rows)


async def get(conn: Connection, environment_id: str, key_id: str) -> ApiKey:
    """One key. Raises ``NotFound``."""
    row = await conn.fetchrow(f"{_SELECT} WHERE k.environment_id = $1 AND k.id = $2", environment_id, key_id)
    if row is None:
        raise NotFound("There is no such API key.")
    return row_to(ApiKey, row)


async def list_page(conn: Connection, environment_id: str, page: Page, names: Sequence[str] = ()) -> list[ApiKey]:
    """Up to ``page.limit`` keys, newest first (oldest first when walking back); no names match all."""
    beyond, order = (">", "ASC") if page.ascending else ("<", "DESC")
    query = f"""{_SELECT} WHERE k.environment_id = $1 AND ($2::text IS NULL OR k.id {beyond} $2)
      AND ($3::text[] = '{{}}' OR k.name = ANY($3)) ORDER BY k.id {order} LIMIT $4"""
    rows = await conn.fetch(query, environment_id, page.before or page.after, list(names), page.limit)
    return rows_to(ApiKey, rows)


async def update(conn: Connection, key: ApiKey) -> None:
    """Write back everything that may change of a key."""
    query = """UPDATE api_key SET name = $3, note = $4, permissions = $5, api_version = $6, key_inflection = $7,
      attributes_blocklist = $8, ip_allowlist = $9, file_token_seconds = $10, expires_at = $11
      WHERE environment_id = $1 AND id = $2"""
    lists = (list(key.permissions), list(key.attributes_blocklist), list(key.ip_allowlist))
    values = (key.name, key.note, lists[0], key.api_version, key.key_inflection, lists[1], lists[2])
    await conn.execute(query, key.environment_id, key.id, *values, key.file_token_seconds, key.expires_at)


async def delete(conn: Connection, environment_id: str, key_id: str) -> bytes:
    """Remove a key; the digest of its value. Raises ``NotFound``."""
    digest: bytes | None = await conn.fetchval(
        "DELETE FROM api_key WHERE environment_id = $1 AND id = $2 RETURNING value_digest", environment_id, key_id
    )
    if digest is None:
        raise NotFound("There is no such API key.")
    return digest


async def touch(conn: Connection, environment_id: str, key_id: str, moment: datetime) -> None:
    """Note that the key is in use."""
    await conn.execute(
        "UPDATE api_key SET last_used_at = $3 WHERE environment_id = $1 AND id = $2", environment_id, key_id, moment
    )
