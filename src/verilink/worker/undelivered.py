"""A message with a code that could not be delivered: the page that waits for the code is told."""

from __future__ import annotations

from verilink.database import Connection
from verilink.inquiries import queries
from verilink.mailbox.model import StoredMail
from verilink.messaging.model import StoredText


async def failed_inquiry(conn: Connection, message: StoredMail | StoredText) -> str | None:
    """The inquiry to wake when ``message`` carried a code and failed for good; in the transaction that settles it."""
    if message.status.value != "failed" or message.object_id is None or not message.object_id.startswith("ver_"):
        return None
    return await queries.touch_by_verification(conn, message.environment_id, message.object_id)
