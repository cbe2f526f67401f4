"""SQL of accounts and account types."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any, Final

from verilink.accounts.model import Account, AccountType
from verilink.database import Connection
from verilink.database.listing import one_of, page_of
from verilink.errors import NotFound
from verilink.kit.pagination import Page

COLUMNS: Final = (
    "environment_id, id, account_type_id, account_type_name, reference_id, fields, tags, status, "
    "created_at, updated_at, redacted_at"
)
TYPE_COLUMNS: Final = "organization_id, id, name, is_default, field_schemas, created_at, updated_at"
TYPE_SECONDS: Final = 3.0
CACHED_TYPES: Final = 256
_types: OrderedDict[tuple[str, str | None], tuple[float, AccountType]] = OrderedDict()


async def get(conn: Connection, environment_id: str, account_id: str) -> Account:
    """One account. Raises ``NotFound``."""
    return await _one(conn, environment_id, account_id, "")


async def get_for_update(conn: Connection, environment_id: str, account_id: str) -> Account:
    """One account, locked until the transaction ends. Raises ``NotFound``."""
    return await _one(conn, environment_id, account_id, "FOR UPDATE")


async def _one(conn: Connection, environment_id: str, account_id: str, lock: str) -> Account:
    query = f"SELECT {COLUMNS} FROM account WHERE environment_id = $1 AND id = $2 {lock}"
    row = await conn.fetchrow(query, environment_id, account_id)
    if row is None:
        raise NotFound
    return Account(**row)


async def by_reference(conn: Connection, environment_id: str, keys: Sequence[str]) -> list[Account]:
    """Accounts of any type with one of these case-folded reference IDs, oldest first."""
    query = f"SELECT {COLUMNS} FROM account WHERE environment_id = $1 AND reference_key = ANY($2) ORDER BY id"
    return [Account(**row) for row in await conn.fetch(query, environment_id, list(keys))]


async def by_ids(conn: Connection, environment_id: str, account_ids: Sequence[str]) -> list[Account]:
    """These accounts, oldest first; unknown ids are left out."""
    query = f"SELECT {COLUMNS} FROM account WHERE environment_id = $1 AND id = ANY($2) ORDER BY id"
    return [Account(**row) for row in await conn.fetch(query, environment_id, list(account_ids))]


async def list_accounts(
    conn: Connection, environment_id: str, page: Page, reference_keys: Sequence[str] = ()
) -> list[Account]:
    """Up to ``page.limit`` accounts, newest first (oldest first when walking back)."""
    select = f"SELECT {COLUMNS} FROM account"
    query, values = page_of(select, environment_id, page, one_of("reference_key", reference_keys))
    return [Account(**row) for row in await conn.fetch(query, *values)]


async def insert(conn: Connection, account: Account, reference_key: str | None) -> bool:
    """Write a new account; ``False`` when its reference ID is taken within the type."""
    query = """
        INSERT INTO account (environment_id, id, account_type_id, account_type_name, reference_id, reference_key,
                             fields, tags, status, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)
        ON CONFLICT (environment_id, account_type_id, reference_key) WHERE reference_key IS NOT NULL DO NOTHING
    """
    done = await conn.execute(
        query,
        account.environment_id,
        account.id,
        account.account_type_id,
        account.account_type_name,
        account.reference_id,
        reference_key,
        account.fields,
        account.tags,
        account.status,
        account.created_at,
    )
    return done.endswith("1")


async def update(conn: Connection, account: Account, reference_key: str | None) -> None:
    """Write back what may change of a locked account. Raises asyncpg's unique violation for a taken reference ID."""
    query = """
        UPDATE account SET reference_id = $3, reference_key = $4, fields = $5, tags = $6, status = $7, updated_at = $8,
                           redacted_at = $9
        WHERE environment_id = $1 AND id = $2
    """
    values: tuple[Any, ...] = (account.reference_id, reference_key, account.fields, account.tags, account.status)
    await conn.execute(query, account.environment_id, account.id, *values, account.updated_at, account.redacted_at)


async def types(conn: Connection, organization_id: str) -> list[AccountType]:
    """Account types of an organization, the default one first."""
    query = f"SELECT {TYPE_COLUMNS} FROM account_type WHERE organization_id = $1 ORDER BY is_default DESC, name"
    return [AccountType(**row) for row in await conn.fetch(query, organization_id)]


async def account_type(conn: Connection, organization_id: str, type_id: str | None) -> AccountType:
    """One account type, the default one for ``None``; may be as it was ``TYPE_SECONDS`` ago. Raises ``NotFound``."""
    known = _types.get((organization_id, type_id))
    if known is not None and time.monotonic() - known[0] < TYPE_SECONDS:
        return known[1]
    found = await _read_type(conn, organization_id, type_id)
    _types[organization_id, type_id] = (time.monotonic(), found)
    while len(_types) > CACHED_TYPES:
        _types.popitem(last=False)
    return found


async def _read_type(conn: Connection, organization_id: str, type_id: str | None) -> AccountType:
    query = f"""
        SELECT {TYPE_COLUMNS} FROM account_type
        WHERE organization_id = $1 AND (id = $2 OR ($2::text IS NULL AND is_default))
    """
    row = await conn.fetchrow(query, organization_id, type_id)
    if row is None:
        raise NotFound(None if type_id is None else "Account type not found")
    return AccountType(**row)


async def insert_type(conn: Connection, new: AccountType) -> None:
    """Write a new account type."""
    query = f"INSERT INTO account_type ({TYPE_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7)"
    await conn.execute(query, *(getattr(new, name) for name in AccountType.__struct_fields__))


async def inquiry_ids(conn: Connection, environment_id: str, account_id: str) -> list[str]:
    """Inquiries of an account, newest first."""
    query = "SELECT id FROM inquiry WHERE environment_id = $1 AND account_id = $2 ORDER BY id DESC"
    return [row["id"] for row in await conn.fetch(query, environment_id, account_id)]
