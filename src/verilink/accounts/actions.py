"""The doors through which accounts change."""

from __future__ import annotations

from typing import Any

import asyncpg
import msgspec

from verilink.accounts import fields as account_fields
from verilink.accounts import queries, wire
from verilink.accounts.model import Account, AccountType, checked_reference, reference_key
from verilink.database import Connection
from verilink.errors import Conflict
from verilink.events.actions import record
from verilink.events.model import Draft
from verilink.events.queries import erase_payloads_of
from verilink.kit import clock, ids


class NewAccount(msgspec.Struct, frozen=True, kw_only=True):
    """What a new account is made of. ``fields`` in read form (see ``accounts.fields.incoming``)."""

    reference_id: str | None = None
    fields: dict[str, Any] = {}
    tags: tuple[str, ...] = ()
    status: str = "Default"


def draft(environment_id: str, kind: AccountType, new: NewAccount) -> Account:
    """A new account that is not stored yet."""
    now = clock.now()
    return Account(
        environment_id=environment_id,
        id=ids.new("act"),
        account_type_id=kind.id,
        account_type_name=kind.name,
        reference_id=new.reference_id,
        fields=dict(new.fields),
        tags=list(new.tags),
        status=new.status,
        created_at=now,
        updated_at=now,
        redacted_at=None,
    )


async def create(conn: Connection, environment_id: str, kind: AccountType, new: NewAccount) -> Account:
    """Make an account. Raises ``Conflict`` when its reference ID belongs to another one of this type."""
    account = draft(environment_id, kind, new)
    key = None if account.reference_id is None else reference_key(account.reference_id)
    if not await queries.insert(conn, account, key):
        raise Conflict("An account with this reference-id already exists")
    await record(conn, environment_id, [Draft("account.created", wire.resource(account))])
    return account


async def upsert(conn: Connection, environment_id: str, kind: AccountType, new: NewAccount) -> tuple[Account, bool]:
    """Find by reference ID and update, or create; tells whether it was created. Safe under concurrency."""
    if new.reference_id is None:
        return await create(conn, environment_id, kind, new), True
    account = draft(environment_id, kind, new)
    if await queries.insert(conn, account, reference_key(new.reference_id)):
        await record(conn, environment_id, [Draft("account.created", wire.resource(account))])
        return account, True
    same = await queries.by_reference(conn, environment_id, [reference_key(new.reference_id)])
    found = next(each for each in same if each.account_type_id == kind.id)
    wanted = {"fields": new.fields} | ({"tags": list(new.tags)} if new.tags else {})
    return await update(conn, environment_id, found.id, wanted), False


async def update(conn: Connection, environment_id: str, account_id: str, wanted: dict[str, Any]) -> Account:
    """Apply ``reference_id``, ``fields`` (read form, merged), ``tags`` and ``status``, where present.

    Raises ``NotFound``, and ``Conflict`` for a reference ID that is taken.
    """
    before = await queries.get_for_update(conn, environment_id, account_id)
    merged = account_fields.merged(account_fields.complete(before.fields), wanted.get("fields", {}))
    after = msgspec.structs.replace(
        before,
        reference_id=checked_reference(wanted["reference_id"]) if "reference_id" in wanted else before.reference_id,
        fields=merged if wanted.get("fields") else before.fields,
        tags=list(wanted.get("tags", before.tags)),
        status=wanted.get("status", before.status),
        updated_at=clock.now(),
    )
    await _write(conn, after)
    await record(conn, environment_id, changes(before, after))
    return after


async def _write(conn: Connection, account: Account) -> None:
    key = None if account.reference_id is None else reference_key(account.reference_id)
    try:
        await queries.update(conn, account, key)
    except asyncpg.UniqueViolationError as error:
        raise Conflict("An account with this reference-id already exists") from error


def changes(before: Account, after: Account) -> list[Draft]:
    """The events that tell what became different."""
    resource = wire.resource(after)
    different = {
        "account.updated-fields": before.fields != after.fields or before.reference_id != after.reference_id,
        "account.updated-tags": before.tags != after.tags,
        "account.status-updated": before.status != after.status,
    }
    return [Draft(name, resource) for name, happened in different.items() if happened]


async def redact(conn: Connection, environment_id: str, account_id: str) -> Account:
    """Erase what an account says about a person; the object and its reference ID stay. Safe to repeat.

    Its inquiries are erased by ``inquiries.redaction.redact_account``.
    """
    before = await queries.get_for_update(conn, environment_id, account_id)
    if before.redacted_at is not None:
        return before
    now = clock.now()
    after = msgspec.structs.replace(before, fields={}, tags=[], redacted_at=now, updated_at=now)
    await _write(conn, after)
    await erase_payloads_of(conn, environment_id, [account_id])
    await record(conn, environment_id, [Draft("account.redacted", wire.resource(after))])
    return after
