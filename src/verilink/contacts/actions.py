"""Whether one more message may be sent that a person in the flow asked for.

A page that mails whoever it is told to would be a tool for pestering people, so both sides are counted: the inquiry
that asks and the address that would be written to.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from verilink.contacts import queries
from verilink.database import Connection
from verilink.kit import clock, ids
from verilink.services import Services

WINDOW: Final = timedelta(hours=1)
PER_INQUIRY: Final = 6
PER_ADDRESS: Final = 4


async def claim(
    conn: Connection, services: Services, environment_id: str, inquiry_id: str, *, purpose: str, address: str
) -> bool:
    """Count one message to ``address``; ``False`` when the inquiry or the address had enough in the last hour."""
    digest = services.keys.digest(f"contact {address.strip().casefold()}")
    await queries.lock(conn, environment_id, digest)
    now = clock.now()
    asked, written = await queries.count(conn, environment_id, inquiry_id, digest, now - WINDOW)
    if asked >= PER_INQUIRY or written >= PER_ADDRESS:
        return False
    await queries.insert(conn, (environment_id, ids.new("ctc"), inquiry_id, purpose, digest, now))
    return True
