"""Keeping what a flow found out with the person's account: the one linked, the one with the reference ID, or a new one.

Safe under concurrency and safe to repeat. The caller, who holds the inquiry, writes down the events.
"""

from __future__ import annotations

from typing import Final

import asyncpg
import msgspec

from verilink.accounts import fields as account_fields
from verilink.accounts import queries, wire
from verilink.accounts.actions import NewAccount, changes, draft
from verilink.accounts.model import Account, AccountType, reference_key
from verilink.database import Connection
from verilink.events.model import Draft
from verilink.kit import clock

MOST_TAGS: Final = 50


async def keep(
    conn: Connection,
    environment_id: str,
    kind: AccountType,
    linked: str | None,
    new: NewAccount,
    *,
    overwrite: bool = True,
) -> tuple[Account, list[Draft]]:
    """The account, with the fields and tags of ``new`` laid over it, and the events that tell of it.

    ``linked``: the account the inquiry has. It stays, unless it has no reference ID and ``new`` names another
    account's. An account that was redacted gets nothing.
    """
    found = await _found(conn, environment_id, kind, linked, new.reference_id)
    if found is None:
        made = draft(environment_id, kind, new)
        key = None if new.reference_id is None else reference_key(new.reference_id)
        if await queries.insert(conn, made, key):
            return made, [Draft("account.created", wire.resource(made))]
        found = await _named(conn, environment_id, kind, new.reference_id or "")
        assert found is not None, "whoever took the reference ID has committed"
    return await _laid_over(conn, found, new, overwrite=overwrite)


async def _found(
    conn: Connection, environment_id: str, kind: AccountType, linked: str | None, reference: str | None
) -> Account | None:
    own = await queries.get_for_update(conn, environment_id, linked) if linked else None
    if reference is None or (own is not None and own.reference_id is not None):
        return own
    named = await _named(conn, environment_id, kind, reference)
    if named is not None or own is None:
        return named
    renamed = msgspec.structs.replace(own, reference_id=reference)
    try:
        async with conn.transaction():
            await queries.update(conn, renamed, reference_key(reference))
    except asyncpg.UniqueViolationError:
        return await _named(conn, environment_id, kind, reference)
    return renamed


async def _named(conn: Connection, environment_id: str, kind: AccountType, reference: str) -> Account | None:
    same = await queries.by_reference(conn, environment_id, [reference_key(reference)])
    account = next((each for each in same if each.account_type_id == kind.id), None)
    return None if account is None else await queries.get_for_update(conn, environment_id, account.id)


async def _laid_over(
    conn: Connection, before: Account, new: NewAccount, *, overwrite: bool
) -> tuple[Account, list[Draft]]:
    if before.redacted_at is not None:
        return before, []
    known = account_fields.complete(before.fields)
    given = new.fields if overwrite else account_fields.missing(known, new.fields)
    merged = account_fields.merged(known, given)
    tags = list(dict.fromkeys([*before.tags, *new.tags]))[:MOST_TAGS]
    if merged == known and tags == before.tags:
        return before, []
    after = msgspec.structs.replace(before, fields=merged, tags=tags, updated_at=clock.now())
    key = None if after.reference_id is None else reference_key(after.reference_id)
    await queries.update(conn, after, key)
    return after, changes(before, after)
