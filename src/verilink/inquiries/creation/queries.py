"""The hot write: account found or made, inquiry, session and events in one statement and one round trip.

A single statement is a transaction of its own: all of it happens or none. Its text depends only on the shape of what
is written, so it is made once per shape and PostgreSQL keeps it prepared.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple

import msgspec

from verilink.accounts.model import Account
from verilink.accounts.model import reference_key as key_of
from verilink.database import Connection
from verilink.inquiries.model import Inquiry
from verilink.sessions.model import Session
from verilink.sessions.queries import COLUMNS as SESSION_COLUMNS

# What a new inquiry has besides its account; every other column begins as its default.
_NEW: Final = (
    "environment_id, id, template_id, template_version_id, reference_id, creator, note, redirect_uri, theme_set_id, "
    "locale, tags, fields, initial_fields, flow, next_step, simulate, start_seconds, resume_seconds, "
    "one_time_link_seconds, created_at, updated_at, expires_at, retention_days"
)
_INQUIRY: Final = _NEW.split(", ")
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
    "fields": "jsonb",
    "tags": "text[]",
    "status": "text",
    "created_at": "timestamptz",
    "updated_at": "timestamptz",
    "reference_key": "text",
}
_ACCOUNT_COLUMNS: Final = ", ".join(_ACCOUNT)
_INQUIRY_COLUMNS: Final = ", ".join([*_INQUIRY, "reference_key", "account_id"])
_EVENT_COLUMNS: Final = ", ".join(_EVENT)


class Insertion(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is written.

    ``account``: a new one; one to find by its reference ID or else make; the id of a known one; or none.
    ``account_events`` are written only when the account is made. When it is looked for, only the database knows which
    account it will be, and puts it into the first event.
    """

    inquiry: Inquiry
    reference_key: str | None
    account: Account | str | None
    session: Session | None
    events: list[tuple[Any, ...]]
    account_events: list[tuple[Any, ...]]


class Shape(NamedTuple):
    """What the text of the statement depends on."""

    account: Literal["known", "new", "shared"]
    session: bool
    events: int
    account_events: int


async def insert(conn: Connection, new: Insertion) -> str | None:
    """Write it; returns the account's id."""
    shape = Shape(_kind(new.account), new.session is not None, len(new.events), len(new.account_events))
    account_id: str | None = await conn.fetchval(statement(shape), *_values(new))
    return account_id


def is_shared(account: Account | str | None) -> bool:
    """Whether only the database knows which account this will be."""
    return isinstance(account, Account) and account.reference_id is not None


def _kind(account: Account | str | None) -> Literal["known", "new", "shared"]:
    if is_shared(account):
        return "shared"
    return "new" if isinstance(account, Account) else "known"


def _values(new: Insertion) -> list[Any]:
    """The parameters, in the order in which ``statement`` numbers them."""
    account, inquiry = new.account, new.inquiry
    values: list[Any] = [account]
    if isinstance(account, Account):
        values = [getattr(account, name) for name in _ACCOUNT if name != "reference_key"]
        values.append(None if account.reference_id is None else key_of(account.reference_id))
    values += [getattr(inquiry, name) for name in _INQUIRY]
    values.append(new.reference_key)
    if new.session is not None:
        values += [getattr(new.session, name) for name in _SESSION]
    for row in (*new.events, *new.account_events):
        values += row
    return values


class _Marks:
    """Hands out ``$1``, ``$2``, …"""

    def __init__(self) -> None:
        self._given = 0

    def take(self, names: Iterable[str]) -> list[str]:
        found = []
        for _ in names:
            self._given += 1
            found.append(f"${self._given}")
        return found


@lru_cache(maxsize=64)
def statement(shape: Shape) -> str:
    """The text for one shape; it returns the account's id."""
    marks = _Marks()
    parts, account_id = _account_parts(shape.account, marks)
    inquiry = ", ".join([*marks.take([*_INQUIRY, "reference_key"]), account_id])
    parts.append(f"inq AS (INSERT INTO inquiry ({_INQUIRY_COLUMNS}) VALUES ({inquiry}))")
    if shape.session:
        session = ", ".join(marks.take(_SESSION))
        parts.append(f"ses AS (INSERT INTO inquiry_session ({SESSION_COLUMNS}) VALUES ({session}))")
    parts += _event_parts(shape, marks)
    return f"WITH {', '.join(parts)} SELECT {account_id}"


def _account_parts(kind: str, marks: _Marks) -> tuple[list[str], str]:
    """The parts that make or find the account, and how the others name its id."""
    if kind == "known":
        return [], f"{marks.take(['id'])[0]}::text"
    given = marks.take(_ACCOUNT)
    if kind == "new":
        row = ", ".join(given)
        return [f"acc AS (INSERT INTO account ({_ACCOUNT_COLUMNS}) VALUES ({row}))"], f"{given[1]}::text"
    environment_id, reference_key = given[0], given[-1]
    row = _cast(given, _ACCOUNT.values())
    found = f"""
        found AS (SELECT id FROM account WHERE environment_id = {environment_id} AND reference_key = {reference_key}
            ORDER BY id LIMIT 1)"""
    made = f"""
        made AS (
            INSERT INTO account ({_ACCOUNT_COLUMNS}) SELECT {row} WHERE NOT EXISTS (SELECT 1 FROM found)
            ON CONFLICT (environment_id, account_type_id, reference_key) WHERE reference_key IS NOT NULL
            DO UPDATE SET updated_at = account.updated_at
            RETURNING id, (xmax = 0) AS fresh)"""
    either = "acc AS (SELECT id, false AS fresh FROM found UNION ALL SELECT id, fresh FROM made)"
    return [found, made, either], "(SELECT id FROM acc)"


def _event_parts(shape: Shape, marks: _Marks) -> list[str]:
    into = f"INSERT INTO event ({_EVENT_COLUMNS})"
    rows = [marks.take(_EVENT) for _ in range(shape.events)]
    account_rows = [marks.take(_EVENT) for _ in range(shape.account_events)]
    if shape.account != "shared":
        return [f"evt AS ({into} VALUES {_tuples(rows + account_rows)})"]
    rows[0][6] = _with_account(rows[0][6])
    parts = [f"evt AS ({into} VALUES {_tuples(rows)})"]
    for row in account_rows:
        parts.append(f"ea AS ({into} SELECT {_cast(row, _EVENT.values())} WHERE (SELECT fresh FROM acc))")
    return parts


def _tuples(rows: Iterable[list[str]]) -> str:
    return ", ".join(f"({', '.join(row)})" for row in rows)


def _cast(marks: Iterable[str], kinds: Iterable[str]) -> str:
    """Parameters of a ``SELECT`` list have no column to take their type from."""
    return ", ".join(f"{mark}::{kind}" for mark, kind in zip(marks, kinds, strict=True))


def _with_account(payload: str) -> str:
    value = "(SELECT jsonb_build_object('type', 'account', 'id', id) FROM acc)"
    return f"jsonb_set({payload}::jsonb, '{{data,relationships,account,data}}', {value})"
