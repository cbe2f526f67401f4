"""One attempt to deliver: sign, send through the guarded client, judge the answer (published wire contract)."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import msgspec

from verilink.kit import clock, signing
from verilink.kit.outbound import Client, DeliveryFailed, Reply
from verilink.services import Services
from verilink.webhooks import payload, related
from verilink.webhooks.deliveries.model import Outcome, Status, Task

SUCCESSES: Final = frozenset({200, 201, 202, 204})
EXCERPT: Final = 2_000


async def attempt(services: Services, client: Client, task: Task) -> Outcome:
    """Send the event once. Never raises for what the other side does."""
    included = await related.included(services, task.webhook, task.event)
    body = payload.build(task.webhook, task.event, services, included=included)
    if body is None:
        return Outcome(ok=None)
    started = time.perf_counter()
    headers = headers_of(services, task, body, clock.now())
    try:
        reply = await client.post(task.webhook.url, body, headers, timeout=services.settings.webhook_timeout_seconds)
    except DeliveryFailed as failure:
        elapsed = round((time.perf_counter() - started) * 1000)
        return Outcome(ok=False, error=f"{failure.reason}: {failure.details}"[:500], elapsed_ms=elapsed)
    return _judge(reply)


def _judge(reply: Reply) -> Outcome:
    ok = reply.status in SUCCESSES
    error = None if ok else f"answered {reply.status}; only 200, 201, 202 and 204 count as received"
    return Outcome(
        ok=ok,
        status=reply.status,
        error=error,
        response=reply.body_excerpt[:EXCERPT] or None,
        elapsed_ms=reply.elapsed_ms,
    )


def headers_of(services: Services, task: Task, body: bytes, now: datetime) -> dict[str, str]:
    """The request's headers, this attempt counted; custom ones never replace those of the contract."""
    made = task.attempts + 1
    secrets = [services.keys.unseal(sealed).decode() for sealed in task.secrets]
    return {
        **_custom(services, task),
        "Content-Type": "application/json",
        "Persona-Signature": signing.sign(secrets, int(now.timestamp()), body),
        "Persona-Webhook-Attempts-Made": str(made),
        "Persona-Webhook-Attempts-Left": str(max(0, attempts_in_all(services) - made)),
        "Persona-Webhook-First-Attempted-At": str(int((task.first_attempted_at or now).timestamp())),
    }


def _custom(services: Services, task: Task) -> dict[str, str]:
    sealed = task.webhook.custom_headers
    return msgspec.json.decode(services.keys.unseal(sealed), type=dict[str, str]) if sealed else {}


def attempts_in_all(services: Services) -> int:
    """Attempts before a delivery is given up."""
    return len(services.settings.webhook_retry_seconds) + 1


def settlement(task: Task, outcome: Outcome, started_at: datetime, waits: Sequence[int]) -> tuple[Any, ...]:
    """The row for ``deliveries.queries.settle``: what the delivery becomes after this attempt."""
    now = clock.now()
    if outcome.ok is None:
        key = (task.environment_id, task.id, Status.SKIPPED, task.attempts)
        return (*key, None, None, now, None, None, None, None)
    made = task.attempts + 1
    wait = None if outcome.ok or made > len(waits) else waits[made - 1]
    status = Status.DELIVERED if outcome.ok else Status.FAILED if wait is None else Status.PENDING
    next_at = None if wait is None else clock.in_seconds(wait)
    done_at = now if wait is None else None
    result = (outcome.status, outcome.error, outcome.response, outcome.elapsed_ms)
    return (task.environment_id, task.id, status, made, started_at, next_at, done_at, *result)
