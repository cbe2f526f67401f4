"""Codes that prove who reads the mail of the address on file: six digits, ten minutes, five tries."""

from __future__ import annotations

import hmac
from datetime import datetime
from typing import Final

import msgspec

from verilink.contacts import codes, queries
from verilink.contacts.model import Proof
from verilink.database import Connection
from verilink.kit import clock, ids
from verilink.services import Services

SECONDS: Final = 600
TRIES: Final = 5


class Wrong(msgspec.Struct, frozen=True):
    """A code that does not fit. ``left``: tries that remain; none when the proof is over or unknown."""

    left: int


def is_live(proof: Proof, at: datetime) -> bool:
    """Whether a code can still be typed for it."""
    return proof.used_at is None and proof.attempts < TRIES and proof.expires_at > at


async def waiting(conn: Connection, environment_id: str, inquiry_id: str) -> Proof | None:
    """The newest proof of an inquiry, when its code can still be typed."""
    found = await queries.newest_proof(conn, environment_id, inquiry_id)
    return found if found is not None and is_live(found, clock.now()) else None


async def begin(conn: Connection, services: Services, environment_id: str, inquiry_id: str) -> tuple[Proof, str]:
    """A new proof and the code for its mail."""
    code = codes.draw()
    proof_id = ids.new("prf")
    proof = Proof(
        environment_id=environment_id,
        id=proof_id,
        inquiry_id=inquiry_id,
        code_digest=_digest(services, proof_id, code),
        created_at=clock.now(),
        expires_at=clock.in_seconds(SECONDS),
    )
    await queries.insert_proof(conn, proof)
    return proof, code


async def check(conn: Connection, services: Services, proof_id: str, code: str) -> Proof | Wrong:
    """Try a code. A wrong one is counted, so the caller must commit; a right one works once."""
    proof = await queries.lock_proof(conn, proof_id)
    now = clock.now()
    if proof is None or not is_live(proof, now):
        return Wrong(0)
    if not hmac.compare_digest(_digest(services, proof.id, codes.typed_digits(code)), proof.code_digest):
        await queries.count_attempt(conn, proof.environment_id, proof.id)
        return Wrong(TRIES - proof.attempts - 1)
    await queries.use_proof(conn, proof.environment_id, proof.id, now)
    return proof


def _digest(services: Services, proof_id: str, code: str) -> bytes:
    return services.keys.digest(f"proof {proof_id} {code}")
