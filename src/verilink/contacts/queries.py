"""SQL of contacts, proofs and codes."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from verilink.contacts.model import Code, Proof
from verilink.database import Connection

PROOF_COLUMNS: Final = "environment_id, id, inquiry_id, code_digest, created_at, expires_at, attempts, used_at"

CODE_COLUMNS: Final = "environment_id, id, inquiry_id, verification_id, message_id, code_digest, created_at, expires_at"


async def lock(conn: Connection, environment_id: str, address_digest: bytes) -> None:
    """Let others who ask for the same address wait until this transaction ends."""
    await conn.execute(
        "SELECT pg_advisory_xact_lock(hashtextextended($1 || encode($2, 'hex'), 0))", environment_id, address_digest
    )


async def count(
    conn: Connection, environment_id: str, inquiry_id: str, address_digest: bytes, since: datetime
) -> tuple[int, int]:
    """How often an inquiry's person asked, and how often this address was written to, since ``since``."""
    query = """
        SELECT (SELECT count(*) FROM contact WHERE environment_id = $1 AND inquiry_id = $2 AND created_at >= $4),
               (SELECT count(*) FROM contact WHERE environment_id = $1 AND address_digest = $3 AND created_at >= $4)
    """
    row = await conn.fetchrow(query, environment_id, inquiry_id, address_digest, since)
    assert row is not None, "a query without FROM has one row"
    return int(row[0]), int(row[1])


async def insert(conn: Connection, row: tuple[str, str, str, str, bytes, datetime]) -> None:
    """One more: environment, id, inquiry, purpose, digest of the address, time."""
    query = """
        INSERT INTO contact (environment_id, id, inquiry_id, purpose, address_digest, created_at)
        VALUES ($1, $2, $3, $4, $5, $6)
    """
    await conn.execute(query, *row)


async def delete_older(conn: Connection, before: datetime, limit: int) -> int:
    """Forget those made before ``before``, at most ``limit``; returns how many."""
    query = """
        DELETE FROM contact c USING (
            SELECT environment_id, id FROM contact WHERE created_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED
        ) old WHERE c.environment_id = old.environment_id AND c.id = old.id
    """
    return int((await conn.execute(query, before, limit)).rsplit(" ", 1)[1])


async def insert_proof(conn: Connection, proof: Proof) -> None:
    """Write a new proof."""
    query = f"INSERT INTO contact_proof ({PROOF_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    await conn.execute(query, *(getattr(proof, name) for name in PROOF_COLUMNS.split(", ")))


async def newest_proof(conn: Connection, environment_id: str, inquiry_id: str) -> Proof | None:
    """The newest proof of an inquiry."""
    query = f"""
        SELECT {PROOF_COLUMNS} FROM contact_proof WHERE environment_id = $1 AND inquiry_id = $2 ORDER BY id DESC LIMIT 1
    """
    row = await conn.fetchrow(query, environment_id, inquiry_id)
    return None if row is None else Proof(**row)


async def lock_proof(conn: Connection, proof_id: str) -> Proof | None:
    """The proof of this id, locked. The page that holds it knows no environment; the code is the authority."""
    row = await conn.fetchrow(f"SELECT {PROOF_COLUMNS} FROM contact_proof WHERE id = $1 FOR UPDATE", proof_id)
    return None if row is None else Proof(**row)


async def count_attempt(conn: Connection, environment_id: str, proof_id: str) -> None:
    """Note a wrong code."""
    query = "UPDATE contact_proof SET attempts = attempts + 1 WHERE environment_id = $1 AND id = $2"
    await conn.execute(query, environment_id, proof_id)


async def use_proof(conn: Connection, environment_id: str, proof_id: str, at: datetime) -> None:
    """Note that the right code was typed."""
    query = "UPDATE contact_proof SET used_at = $3 WHERE environment_id = $1 AND id = $2"
    await conn.execute(query, environment_id, proof_id, at)


async def delete_older_proofs(conn: Connection, before: datetime, limit: int) -> int:
    """Forget proofs made before ``before``, at most ``limit``; returns how many."""
    query = """
        DELETE FROM contact_proof c USING (
            SELECT environment_id, id FROM contact_proof WHERE created_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED
        ) old WHERE c.environment_id = old.environment_id AND c.id = old.id
    """
    return int((await conn.execute(query, before, limit)).rsplit(" ", 1)[1])


async def insert_code(conn: Connection, code: Code) -> None:
    """Write a new code."""
    query = f"INSERT INTO confirmation_code ({CODE_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    await conn.execute(query, *(getattr(code, name) for name in CODE_COLUMNS.split(", ")))


async def codes_of(conn: Connection, environment_id: str, verification_id: str) -> list[Code]:
    """Codes sent for a verification, oldest first."""
    query = f"""
        SELECT {CODE_COLUMNS} FROM confirmation_code
        WHERE environment_id = $1 AND verification_id = $2 ORDER BY created_at, id
    """
    return [Code(**row) for row in await conn.fetch(query, environment_id, verification_id)]


async def forget_codes(conn: Connection, environment_id: str, inquiry_id: str) -> None:
    """Forget the codes of an inquiry."""
    query = "DELETE FROM confirmation_code WHERE environment_id = $1 AND inquiry_id = $2"
    await conn.execute(query, environment_id, inquiry_id)


async def delete_older_codes(conn: Connection, before: datetime, limit: int) -> int:
    """Forget codes made before ``before``, at most ``limit``; returns how many."""
    query = """
        DELETE FROM confirmation_code c USING (
            SELECT environment_id, id FROM confirmation_code WHERE created_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED
        ) old WHERE c.environment_id = old.environment_id AND c.id = old.id
    """
    return int((await conn.execute(query, before, limit)).rsplit(" ", 1)[1])
