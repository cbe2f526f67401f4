"""The hot write: account found or made, inquiry, session and events in one statement and one round trip.

A single statement is a transaction of its own: all of it happens or none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from verilink.accounts.model import Account
from verilink.accounts.model import reference_key as key_of
from verilink.database import Connection
from verilink.inquiries.model import Inquiry
from verilink.inquiries.queries import COLUMNS
from verilink.sessions.model import Session
from verilink.sessions.queries import COLUMNS as SESSION_COLUMNS

_INQUIRY: Final = [name for name in COLUMNS.split(", ") if name not in {"account_id"}]
_SESSION: Final = SESSION_COLUMNS.split(", ")
_EVENT: Final = {
    "environment_id": "text",
    "id": "text",
    "name": "text",
    "object_type": "text",
    "object_id": "text",
    "inquiry_id": "text",
    "payload": "jsonb",
    "context": "jsonb",
    "created_at": "timestamptz",
}
_ACCOUNT: Final = {
    "environment_id": "text",
    "id": "text",
    "account_type_id": "text",
    "account_type_name": "text",
    "reference_id": "text",
    "reference_key": "text",
    "fields": "jsonb",
    "tags": "text[]",
    "status": "text",
    "created_at": "timestamptz",
    "updated_at": "timestamptz",
}


class Insertion(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is written. ``account``: one to find or make, the id of a known one, or none.

    ``account_events`` are written only when the account is made. The account's id is put into the first event here,
    because only the database knows which account it will be.
    """

    inquiry: Inquiry
    reference_key: str | None
    account: Account | str | None
    session: Session | None
    events: list[tuple[Any, ...]]
    account_events: list[tuple[Any, ...]]


async def insert(conn: Connection, new: Insertion) -> str | None:
    """Write it; returns the account's id."""
    values: list[Any] = []

    def put(items: list[Any]) -> str:
        first = len(values) + 1
        values.extend(items)
        return ", ".join(f"${index}" for index in range(first, first + len(items)))

    parts = [_account_part(new, put), _inquiry_part(new, put)]
    if new.session is not None:
        marks = put([getattr(new.session, name) for name in _SESSION])
        parts.append(f"ses AS (INSERT INTO inquiry_session ({', '.join(_SESSION)}) VALUES ({marks}))")
    parts += _event_parts(new, put)
    account_id: str | None = await conn.fetchval(f"WITH {', '.join(parts)} SELECT id FROM acc", *values)
    return account_id


def _account_part(new: Insertion, put: Any) -> str:
    account = new.account
    if account is None or isinstance(account, str):
        return f"acc AS (SELECT {put([account])}::text AS id, false AS fresh)"
    key = None if account.reference_id is None else key_of(account.reference_id)
    row = [key if name == "reference_key" else getattr(account, name) for name in _ACCOUNT]
    columns = ", ".join(_ACCOUNT)
    if key is None:
        return f"acc AS (INSERT INTO account ({columns}) VALUES ({put(row)}) RETURNING id, true AS fresh)"
    environment, reference = put([account.environment_id]), put([key])
    found = f"SELECT id FROM account WHERE environment_id = {environment} AND reference_key = {reference}"
    return f"""
        found AS ({found} ORDER BY id LIMIT 1),
        made AS (
            INSERT INTO account ({columns}) SELECT {_cast(put(row), _ACCOUNT)} WHERE NOT EXISTS (SELECT 1 FROM found)
            ON CONFLICT (environment_id, account_type_id, reference_key) WHERE reference_key IS NOT NULL
            DO UPDATE SET updated_at = account.updated_at
            RETURNING id, (xmax = 0) AS fresh),
        acc AS (SELECT id, false AS fresh FROM found UNION ALL SELECT id, fresh FROM made)
    """


def _inquiry_part(new: Insertion, put: Any) -> str:
    marks = put([*(getattr(new.inquiry, name) for name in _INQUIRY), new.reference_key])
    columns = ", ".join([*_INQUIRY, "reference_key", "account_id"])
    return f"inq AS (INSERT INTO inquiry ({columns}) VALUES ({marks}, (SELECT id FROM acc)))"


def _event_parts(new: Insertion, put: Any) -> list[str]:
    columns = ", ".join(_EVENT)
    parts = []
    for index, row in enumerate(new.events):
        marks = put(list(row)).split(", ")
        if index == 0:
            marks[6] = _with_account(marks[6])
        parts.append(f"e{index} AS (INSERT INTO event ({columns}) VALUES ({', '.join(marks)}))")
    for row in new.account_events:
        marks_of_account = _cast(put(list(row)), _EVENT)
        parts.append(f"ea AS (INSERT INTO event ({columns}) SELECT {marks_of_account} WHERE (SELECT fresh FROM acc))")
    return parts


def _cast(marks: str, types: Mapping[str, str]) -> str:
    """Parameters of a ``SELECT`` list have no column to take their type from."""
    return ", ".join(f"{mark}::{kind}" for mark, kind in zip(marks.split(", "), types.values(), strict=True))


def _with_account(payload: str) -> str:
    value = "(SELECT CASE WHEN id IS NULL THEN NULL ELSE jsonb_build_object('type', 'account', 'id', id) END FROM acc)"
    return f"jsonb_set({payload}::jsonb, '{{data,relationships,account,data}}', coalesce({value}, 'null'::jsonb))"
