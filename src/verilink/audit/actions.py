"""Writing the audit log: in the transaction of the act itself, so neither exists without the other."""

from __future__ import annotations

from typing import Any, Final

from verilink.audit import queries
from verilink.audit.model import Actor
from verilink.database.pool import Connection
from verilink.kit import clock, ids

__all__ = ["Actor", "record"]

_MAX_AGENT: Final = 400


async def record(
    conn: Connection, actor: Actor, action: str, object_id: str | None = None, detail: dict[str, Any] | None = None
) -> None:
    """Note that ``actor`` did ``action`` (``noun.verb``) to ``object_id``. ``detail`` must hold no secret."""
    agent = actor.user_agent[:_MAX_AGENT] if actor.user_agent else None
    await queries.insert(
        conn,
        ids.new("ual"),
        Actor(
            organization_id=actor.organization_id,
            environment_id=actor.environment_id,
            user_id=actor.user_id,
            ip_address=actor.ip_address,
            user_agent=agent,
        ),
        action=action,
        object_id=object_id,
        detail=detail or {},
        created_at=clock.now(),
    )
