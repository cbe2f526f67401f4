"""SQL of inquiries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from verilink.database import Connection
from verilink.database.listing import Condition as Part
from verilink.database.listing import one_of, page_of
from verilink.errors import NotFound
from verilink.inquiries.model import Filters, Inquiry
from verilink.kit.pagination import Page

if TYPE_CHECKING:
    from verilink.inquiries.search import Condition, Sort

COLUMNS: Final = (
    "environment_id, id, template_id, template_version_id, account_id, status, reference_id, creator, note, "
    "redirect_uri, theme_set_id, locale, tags, fields, initial_fields, flow, revision, previous_step, "
    "next_step, simulate, start_seconds, resume_seconds, one_time_link_seconds, created_at, updated_at, "
    "started_at, expires_at, completed_at, failed_at, marked_for_review_at, decisioned_at, expired_at, "
    "redacted_at, retention_days, pictures_erased_at, reviewer_type, reviewer_id, reviewer_comment"
)
# As the index on it has it, in UTC: a day of a time zone with summer time is no fixed span, and cannot be indexed.
_PICTURES_DUE: Final = """
    (coalesce(greatest(completed_at, failed_at, expired_at), least(marked_for_review_at, decisioned_at))
     AT TIME ZONE 'UTC' + make_interval(days => retention_days))
"""
REFERENCES: Final = """
    ARRAY(SELECT 'inquiry-session ' || r.id FROM inquiry_session AS r
          WHERE r.environment_id = i.environment_id AND r.inquiry_id = i.id ORDER BY r.id) AS session_refs,
    ARRAY(SELECT 'verification/' || r.type || ' ' || r.id FROM verification AS r
          WHERE r.environment_id = i.environment_id AND r.inquiry_id = i.id ORDER BY r.id) AS verification_refs,
    ARRAY(SELECT 'document/' || r.kind || ' ' || r.id FROM document AS r
          WHERE r.environment_id = i.environment_id AND r.inquiry_id = i.id ORDER BY r.id) AS document_refs,
    ARRAY(SELECT 'selfie/' || r.kind || ' ' || r.id FROM selfie AS r
          WHERE r.environment_id = i.environment_id AND r.inquiry_id = i.id ORDER BY r.id) AS selfie_refs
"""
SELECT: Final = f"SELECT {COLUMNS}, {REFERENCES} FROM inquiry AS i"
CHANGEABLE: Final = tuple(
    name for name in COLUMNS.split(", ") if name not in {"environment_id", "id", "template_id", "creator", "created_at"}
)


async def get(conn: Connection, environment_id: str, inquiry_id: str) -> Inquiry:
    """One inquiry. Raises ``NotFound``."""
    row = await conn.fetchrow(f"{SELECT} WHERE i.environment_id = $1 AND i.id = $2", environment_id, inquiry_id)
    if row is None:
        raise NotFound
    return Inquiry(**row)


class Parent(NamedTuple):
    """What the parts of an inquiry say of it."""

    template_id: str
    template_version_id: str
    account_id: str | None


async def parents(conn: Connection, environment_id: str, inquiry_ids: Sequence[str]) -> dict[str, Parent]:
    """Template, version and account of these inquiries, by inquiry id."""
    query = """
        SELECT id, template_id, template_version_id, account_id FROM inquiry WHERE environment_id = $1 AND id = ANY($2)
    """
    found = await conn.fetch(query, environment_id, list(inquiry_ids))
    return {row["id"]: Parent(row["template_id"], row["template_version_id"], row["account_id"]) for row in found}


async def by_ids(conn: Connection, environment_id: str, inquiry_ids: Sequence[str]) -> list[Inquiry]:
    """These inquiries, oldest first; unknown ids are left out."""
    query = f"{SELECT} WHERE i.environment_id = $1 AND i.id = ANY($2) ORDER BY i.id"
    return [Inquiry(**row) for row in await conn.fetch(query, environment_id, list(inquiry_ids))]


async def open_of_reference(
    conn: Connection, environment_id: str, template_id: str, reference_key: str, at: datetime
) -> Inquiry | None:
    """The newest inquiry of a template and reference ID that somebody can go on with; a begun one before others."""
    query = f"""
        {SELECT} WHERE i.environment_id = $1 AND i.template_id = $2 AND i.reference_key = $3
          AND i.status IN ('created', 'pending') AND i.redacted_at IS NULL
          AND (i.expires_at IS NULL OR i.expires_at > $4)
        ORDER BY i.status = 'pending' DESC, i.id DESC LIMIT 1
    """
    row = await conn.fetchrow(query, environment_id, template_id, reference_key, at)
    return None if row is None else Inquiry(**row)


async def lock_reference(conn: Connection, environment_id: str, template_id: str, reference_key: str) -> None:
    """Let others who make an inquiry for the same reference ID wait until this transaction ends."""
    query = "SELECT pg_advisory_xact_lock(hashtextextended($1 || ' ' || $2 || ' ' || $3, 1))"
    await conn.execute(query, environment_id, template_id, reference_key)


async def newest_of_reference(
    conn: Connection, environment_id: str, template_id: str, reference_key: str
) -> Inquiry | None:
    """The newest inquiry of a template and reference ID that was not erased."""
    query = f"""
        {SELECT} WHERE i.environment_id = $1 AND i.template_id = $2 AND i.reference_key = $3 AND i.redacted_at IS NULL
        ORDER BY i.id DESC LIMIT 1
    """
    row = await conn.fetchrow(query, environment_id, template_id, reference_key)
    return None if row is None else Inquiry(**row)


async def get_for_update(conn: Connection, environment_id: str, inquiry_id: str) -> Inquiry:
    """One inquiry, locked until the transaction ends. Raises ``NotFound``."""
    lock = "SELECT 1 FROM inquiry WHERE environment_id = $1 AND id = $2 FOR UPDATE"
    await conn.execute(lock, environment_id, inquiry_id)
    return await get(conn, environment_id, inquiry_id)


async def list_inquiries(conn: Connection, environment_id: str, page: Page, filters: Filters) -> list[Inquiry]:
    """Up to ``page.limit`` inquiries, newest first (oldest first when walking back)."""
    query, values = page_of(SELECT, environment_id, page, _conditions(filters), alias="i.")
    return [Inquiry(**row) for row in await conn.fetch(query, *values)]


async def search(conn: Connection, environment_id: str, page: Page, condition: Condition, sort: Sort) -> list[Inquiry]:
    """Up to ``page.limit`` inquiries that fulfil ``condition``, in the order of ``sort`` (against it, walking back)."""
    down = sort.descending is not page.ascending
    beyond, order = ("<", "DESC") if down else (">", "ASC")
    marks = [f"${number}" for number in range(3, 3 + len(condition.values))]
    own = sort.column.replace("i.", "c.")
    query = f"""
        {SELECT}
        WHERE i.environment_id = $1 AND {condition.text.format(*marks)} AND ($2::text IS NULL OR ({sort.column}, i.id)
            {beyond} (SELECT {own}, c.id FROM inquiry AS c WHERE c.environment_id = $1 AND c.id = $2))
        ORDER BY {sort.column} {order}, i.id {order} LIMIT {page.limit:d}
    """
    rows = await conn.fetch(query, environment_id, page.before or page.after, *condition.values)
    return [Inquiry(**row) for row in rows]


def _conditions(filters: Filters) -> list[Part]:
    failed = """EXISTS (SELECT 1 FROM verification AS v, jsonb_array_elements(v.checks) AS c
        WHERE v.environment_id = i.environment_id AND v.inquiry_id = i.id
          AND c->>'status' = 'failed' AND c->>'name' = ANY($?))"""
    single: list[Part] = [
        ("i.note = $?", filters.note),
        ("i.created_at >= $?", filters.created_from),
        ("i.created_at <= $?", filters.created_to),
        (failed, list(filters.failed_checks) or None),
    ]
    return [
        *one_of("i.id", filters.inquiry_ids),
        *one_of("i.account_id", filters.account_ids),
        *one_of("i.reference_key", filters.reference_keys),
        *one_of("i.template_id", filters.template_ids),
        *one_of("i.status", filters.statuses),
        *((text, value) for text, value in single if value is not None),
    ]


async def update(conn: Connection, inquiry: Inquiry) -> None:
    """Write back everything that may change of a locked inquiry; the revision grows."""
    names = [name for name in CHANGEABLE if name != "revision"]
    sets = ", ".join(f"{name} = ${index}" for index, name in enumerate(names, start=3))
    query = f"UPDATE inquiry SET {sets}, revision = revision + 1 WHERE environment_id = $1 AND id = $2"
    await conn.execute(query, inquiry.environment_id, inquiry.id, *(getattr(inquiry, name) for name in names))


async def touch_by_verification(conn: Connection, environment_id: str, verification_id: str) -> str | None:
    """Let the page of the verification's inquiry look again: its revision grows. Returns the inquiry's id."""
    query = """
        UPDATE inquiry i SET revision = i.revision + 1 FROM verification v
        WHERE v.environment_id = $1 AND v.id = $2 AND i.environment_id = v.environment_id AND i.id = v.inquiry_id
        RETURNING i.id
    """
    found = await conn.fetchval(query, environment_id, verification_id)
    return None if found is None else str(found)


async def due(conn: Connection, at: datetime, limit: int) -> list[tuple[str, str]]:
    """Environment and id of open inquiries past their deadline, locked; others at the same work skip them."""
    query = """
        SELECT environment_id, id FROM inquiry WHERE status IN ('created', 'pending') AND expires_at <= $1
        ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED
    """
    return [(row["environment_id"], row["id"]) for row in await conn.fetch(query, at, limit)]


async def pictures_due(conn: Connection, at: datetime, limit: int) -> list[tuple[str, str]]:
    """Environment and id of ended inquiries whose pictures were promised to be gone by now, locked, as above.

    One that was decided on, or marked for review, before its flow ended has ended by that.
    """
    query = f"""
        SELECT environment_id, id FROM inquiry
        WHERE retention_days IS NOT NULL AND pictures_erased_at IS NULL AND redacted_at IS NULL
          AND status NOT IN ('created', 'pending')
          AND {_PICTURES_DUE} <= $1::timestamptz AT TIME ZONE 'UTC'
        ORDER BY {_PICTURES_DUE} LIMIT $2 FOR UPDATE SKIP LOCKED
    """
    return [(row["environment_id"], row["id"]) for row in await conn.fetch(query, at, limit)]


async def counts_by_status(conn: Connection, environment_id: str, template_ids: Sequence[str] = ()) -> dict[str, int]:
    """How many inquiries there are of each status."""
    query = """
        SELECT status, count(*) AS n FROM inquiry
        WHERE environment_id = $1 AND ($2::text[] = '{}' OR template_id = ANY($2)) GROUP BY status
    """
    return {row["status"]: row["n"] for row in await conn.fetch(query, environment_id, list(template_ids))}
