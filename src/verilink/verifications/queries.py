"""SQL of verifications, documents and selfies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from verilink.database import Connection
from verilink.errors import NotFound
from verilink.verifications.model import Evidence, Family, Verification

COLUMNS: Final = (
    "environment_id, id, inquiry_id, type, name, attempt, status, template_version_id, "
    "verification_template_id, verification_template_version_id, evidence_id, country_code, capture_method, "
    "simulated, inputs, facts, extraction, checks, scores, tags, created_at, submitted_at, completed_at, "
    "redacted_at, judgement"
)
EVIDENCE: Final = (
    "environment_id, id, inquiry_id, kind, status, name, attempt, created_at, submitted_at, processed_at, redacted_at"
)


async def get(conn: Connection, environment_id: str, verification_id: str) -> Verification:
    """One verification. Raises ``NotFound``."""
    query = f"SELECT {COLUMNS} FROM verification WHERE environment_id = $1 AND id = $2"
    row = await conn.fetchrow(query, environment_id, verification_id)
    if row is None:
        raise NotFound
    return Verification(**row)


async def of_inquiry(conn: Connection, environment_id: str, inquiry_id: str) -> list[Verification]:
    """Every attempt of an inquiry, oldest first."""
    query = f"SELECT {COLUMNS} FROM verification WHERE environment_id = $1 AND inquiry_id = $2 ORDER BY id"
    return [Verification(**row) for row in await conn.fetch(query, environment_id, inquiry_id)]


async def of_attempt(
    conn: Connection, environment_id: str, inquiry_id: str, name: str, attempt: int
) -> Verification | None:
    """The verification of one attempt, if it was begun."""
    query = f"""
        SELECT {COLUMNS} FROM verification
        WHERE environment_id = $1 AND inquiry_id = $2 AND name = $3 AND attempt = $4
    """
    row = await conn.fetchrow(query, environment_id, inquiry_id, name, attempt)
    return None if row is None else Verification(**row)


async def insert(conn: Connection, new: Verification) -> None:
    """Write a new verification."""
    names = COLUMNS.split(", ")
    marks = ", ".join(f"${index}" for index in range(1, len(names) + 1))
    query = f"INSERT INTO verification ({COLUMNS}) VALUES ({marks})"
    await conn.execute(query, *(getattr(new, name) for name in names))


async def update(conn: Connection, changed: Verification) -> None:
    """Write back status, result and times of a verification whose inquiry is locked."""
    query = """
        UPDATE verification SET status = $3, country_code = $4, facts = $5, extraction = $6, checks = $7, scores = $8,
                                completed_at = $9, redacted_at = $10, inputs = $11, tags = $12, judgement = $13,
                                submitted_at = $14
        WHERE environment_id = $1 AND id = $2
    """
    new = changed
    values = (new.status, new.country_code, new.facts, new.extraction, new.checks, new.scores)
    rest = (new.completed_at, new.redacted_at, new.inputs, new.tags, new.judgement, new.submitted_at)
    await conn.execute(query, new.environment_id, new.id, *values, *rest)


async def waiting_since(conn: Connection, before: datetime, limit: int) -> list[tuple[str, str]]:
    """Environment and id of verifications submitted before ``before`` that have no verdict yet."""
    query = """
        SELECT environment_id, id FROM verification WHERE status = 'submitted' AND submitted_at < $1
        ORDER BY submitted_at LIMIT $2
    """
    return [(row["environment_id"], row["id"]) for row in await conn.fetch(query, before, limit)]


async def last_accepted_selfie(
    conn: Connection, environment_id: str, account_id: str, but_not: str
) -> tuple[str, dict[str, Any]] | None:
    """Inquiry and facts of an account's newest passed selfie, from other inquiries that were completed or approved."""
    query = """
        SELECT i.id, v.facts FROM verification AS v
        JOIN inquiry AS i ON i.environment_id = v.environment_id AND i.id = v.inquiry_id
        WHERE i.environment_id = $1 AND i.account_id = $2 AND i.id <> $3 AND i.status IN ('completed', 'approved')
          AND v.type = 'selfie' AND v.status = 'passed' AND v.redacted_at IS NULL AND v.facts ? 'frames'
        ORDER BY v.completed_at DESC LIMIT 1
    """
    row = await conn.fetchrow(query, environment_id, account_id, but_not)
    return None if row is None else (row["id"], row["facts"])


async def keeps_selfie(conn: Connection, environment_id: str, inquiry_id: str) -> bool:
    """Whether an inquiry still has a passed selfie; until the transaction ends nobody erases it.

    Whoever erases one holds its inquiry, which is waited for here.
    """
    await conn.execute(
        "SELECT FROM inquiry WHERE environment_id = $1 AND id = $2 FOR SHARE", environment_id, inquiry_id
    )
    query = """
        SELECT EXISTS (SELECT FROM verification WHERE environment_id = $1 AND inquiry_id = $2 AND type = 'selfie'
                       AND status = 'passed' AND redacted_at IS NULL AND facts ? 'frames')
    """
    return bool(await conn.fetchval(query, environment_id, inquiry_id))


async def forget_judgements(conn: Connection, environment_id: str, inquiry_id: str) -> None:
    """Wipe the cases that contain what this inquiry saw: its own, and those held against its selfie.

    Those may belong to another account by now: flows link an inquiry to the person it turns out to be of.
    """
    query = """
        UPDATE verification SET judgement = NULL
        WHERE environment_id = $1 AND judgement IS NOT NULL
          AND (inquiry_id = $2 OR judgement #>> '{case,account-selfie-of}' = $2)
    """
    await conn.execute(query, environment_id, inquiry_id)


async def evidence(conn: Connection, environment_id: str, evidence_id: str) -> Evidence:
    """A document or a selfie by its id. Raises ``NotFound``."""
    family: Family = "selfie" if evidence_id.startswith("self_") else "document"
    extra = ", attributes" if family == "document" else ""
    query = f"SELECT {EVIDENCE}{extra} FROM {family} WHERE environment_id = $1 AND id = $2"
    row = await conn.fetchrow(query, environment_id, evidence_id)
    if row is None:
        raise NotFound
    return Evidence(family=family, **row)


async def evidence_by_ids(conn: Connection, environment_id: str, evidence_ids: Sequence[str]) -> list[Evidence]:
    """These documents and selfies, documents first, oldest first; unknown ids are left out."""
    ids = list(evidence_ids)
    documents = f"SELECT {EVIDENCE}, attributes FROM document WHERE environment_id = $1 AND id = ANY($2) ORDER BY id"
    selfies = f"SELECT {EVIDENCE} FROM selfie WHERE environment_id = $1 AND id = ANY($2) ORDER BY id"
    found = [Evidence(family="document", **row) for row in await conn.fetch(documents, environment_id, ids)]
    return found + [Evidence(family="selfie", **row) for row in await conn.fetch(selfies, environment_id, ids)]


async def attempt_evidence(
    conn: Connection, environment_id: str, inquiry_id: str, name: str, attempt: int
) -> Evidence | None:
    """The document or selfie of one attempt, if its first picture was confirmed."""
    for family, extra in (("document", ", attributes"), ("selfie", "")):
        query = f"""
            SELECT {EVIDENCE}{extra} FROM {family}
            WHERE environment_id = $1 AND inquiry_id = $2 AND name = $3 AND attempt = $4
        """
        row = await conn.fetchrow(query, environment_id, inquiry_id, name, attempt)
        if row is not None:
            return Evidence(family="selfie" if family == "selfie" else "document", **row)
    return None


async def evidence_of_inquiry(conn: Connection, environment_id: str, inquiry_id: str) -> list[Evidence]:
    """Documents and selfies of an inquiry, oldest first."""
    documents = f"SELECT {EVIDENCE}, attributes FROM document WHERE environment_id = $1 AND inquiry_id = $2"
    selfies = f"SELECT {EVIDENCE} FROM selfie WHERE environment_id = $1 AND inquiry_id = $2"
    found = [Evidence(family="document", **row) for row in await conn.fetch(documents, environment_id, inquiry_id)]
    found += [Evidence(family="selfie", **row) for row in await conn.fetch(selfies, environment_id, inquiry_id)]
    return sorted(found, key=lambda each: each.created_at)


async def insert_evidence(conn: Connection, new: Evidence) -> None:
    """Write a new document or selfie."""
    extra, marks = (", attributes", ", $12") if new.family == "document" else ("", "")
    query = f"""
        INSERT INTO {new.family} ({EVIDENCE}{extra})
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11{marks})
    """
    values = [getattr(new, name) for name in EVIDENCE.split(", ")]
    await conn.execute(query, *values, *([new.attributes] if extra else []))


async def update_evidence(conn: Connection, changed: Evidence) -> None:
    """Write back status and times, and for a document what was read."""
    extra = ", attributes = $7" if changed.family == "document" else ""
    query = f"""
        UPDATE {changed.family} SET status = $3, submitted_at = $4, processed_at = $5, redacted_at = $6{extra}
        WHERE environment_id = $1 AND id = $2
    """
    values = [changed.status, changed.submitted_at, changed.processed_at, changed.redacted_at]
    arguments = [*values, *([changed.attributes] if extra else [])]
    await conn.execute(query, changed.environment_id, changed.id, *arguments)


async def cancel_open(conn: Connection, environment_id: str, inquiry_id: str, at: datetime) -> list[Verification]:
    """End verifications of an inquiry that have no verdict; returns those that ended now."""
    query = f"""
        UPDATE verification SET status = 'canceled', completed_at = $3
        WHERE environment_id = $1 AND inquiry_id = $2 AND status IN ('initiated', 'confirmed', 'submitted')
        RETURNING {COLUMNS}
    """
    return [Verification(**row) for row in await conn.fetch(query, environment_id, inquiry_id, at)]


async def by_ids(conn: Connection, environment_id: str, verification_ids: Sequence[str]) -> list[Verification]:
    """These verifications, oldest first."""
    query = f"SELECT {COLUMNS} FROM verification WHERE environment_id = $1 AND id = ANY($2) ORDER BY id"
    return [Verification(**row) for row in await conn.fetch(query, environment_id, list(verification_ids))]
