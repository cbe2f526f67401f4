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
from verilink.errors import Conflict
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
    account's; a name that nobody has becomes its own. An account that was redacted gets nothing, no name either.
    """
    found = await _found(conn, environment_id, kind, linked, new.reference_id)
    if found is None:
        made = draft(environment_id, kind, new)
        key = None if new.reference_id is None else reference_key(new.reference_id)
        if await queries.insert(conn, made, key):
            return made, [Draft("account.created", wire.resource(made))]
        found = await _holder(conn, environment_id, kind, new.reference_id)
    try:
        async with conn.transaction():
            return await _laid_over(conn, found, new, overwrite=overwrite)
    except asyncpg.UniqueViolationError:
        holder = await _holder(conn, environment_id, kind, new.reference_id)
        return await _laid_over(conn, holder, new, overwrite=overwrite)


async def _found(
    conn: Connection, environment_id: str, kind: AccountType, linked: str | None, reference: str | None
) -> Account | None:
    own = await queries.get_for_update(conn, environment_id, linked) if linked else None
    if reference is None or (own is not None and own.reference_id is not None):
        return own
    return await _named(conn, environment_id, kind, reference) or own


async def _holder(conn: Connection, environment_id: str, kind: AccountType, reference: str | None) -> Account:
    """Who took the reference ID a moment ago; they have committed."""
    holder = await _named(conn, environment_id, kind, reference or "")
    if holder is None:
        raise Conflict("The account with this reference-id is just changing")
    return holder


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
    reference = before.reference_id or new.reference_id
    if merged == known and tags == before.tags and reference == before.reference_id:
        return before, []
    after = msgspec.structs.replace(before, reference_id=reference, fields=merged, tags=tags, updated_at=clock.now())
    key = None if reference is None else reference_key(reference)
    await queries.update(conn, after, key)
    return after, changes(before, after)
