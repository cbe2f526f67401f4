"""Codes that confirm an address: six digits, kept as a keyed digest, held against what is typed in constant time."""

from __future__ import annotations

import hmac
import secrets
from typing import Final, Literal

from verilink.contacts import queries
from verilink.contacts.model import Code
from verilink.database import Connection
from verilink.kit import clock, ids
from verilink.services import Services
from verilink.verifications.model import Verification

DIGITS: Final = 6
Fit = Literal["matched", "late", "wrong"]


def draw() -> str:
    """A new code."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def typed_digits(text: str) -> str:
    """What was typed or pasted as ASCII digits, whatever stands between them and in whatever script."""
    return "".join(str(int(character)) for character in text if character.isdecimal())


async def remember(
    conn: Connection,
    services: Services,
    verification: Verification,
    code: str,
    *,
    contact: str,
    message_id: str,
    seconds: int,
) -> Code:
    """Keep the digest of a code that is sent with a message and works for so many seconds."""
    made = Code(
        environment_id=verification.environment_id,
        id=ids.new("cod"),
        inquiry_id=verification.inquiry_id,
        verification_id=verification.id,
        message_id=message_id,
        code_digest=_digest(services, verification, contact, code),
        created_at=clock.now(),
        expires_at=clock.in_seconds(seconds),
    )
    await queries.insert_code(conn, made)
    return made


async def check(conn: Connection, services: Services, verification: Verification, contact: str, typed: str) -> Fit:
    """Whether ``typed`` is any of the codes sent to ``contact`` for a verification. The caller counts wrong ones."""
    given, now = _digest(services, verification, contact, typed_digits(typed)), clock.now()
    known = await queries.codes_of(conn, verification.environment_id, verification.id)
    fitting = [code for code in known if hmac.compare_digest(given, code.code_digest)]
    if not fitting:
        return "wrong"
    return "matched" if any(code.expires_at > now for code in fitting) else "late"


def _digest(services: Services, verification: Verification, contact: str, code: str) -> bytes:
    """The address is part of it: a code that went to one address confirms no other."""
    return services.keys.digest(f"confirmation {verification.id} {code} {contact}")
