"""The doors through which a queue changes. Each takes a connection inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from verilink.database import Connection
from verilink.errors import BadRequest
from verilink.kit import clock, ids
from verilink.kit.mail import parse_address
from verilink.queues import queries
from verilink.queues.model import Filter, Queue

MAX_NAME: Final = 100
MAX_RECIPIENTS: Final = 20
MAX_CONDITIONS: Final = 100


class NewQueue(msgspec.Struct, frozen=True, kw_only=True):
    """What a person says about a queue. ``filter``: as in ``queues.model.Filter``, keys in kebab case."""

    name: str
    filter: dict[str, Any]
    notify: Sequence[str] = ()


async def create(conn: Connection, environment_id: str, new: NewQueue) -> Queue:
    """A queue, with every inquiry in it that matches already; no mails are sent for those. Raises ``BadRequest``."""
    now = clock.now()
    queue = Queue(
        environment_id=environment_id,
        id=ids.new("que"),
        name=checked_name(new.name),
        filter=checked_filter(new.filter),
        notify=checked_recipients(new.notify),
        created_at=now,
        updated_at=now,
        archived_at=None,
    )
    await queries.insert(conn, queue)
    await queries.refill(conn, environment_id, queue.id, queue.filter, now)
    return queue


async def update(conn: Connection, environment_id: str, queue_id: str, new: NewQueue) -> Queue:
    """Replace name, filter and recipients; entries follow the filter at once. Raises ``NotFound``, ``BadRequest``."""
    current = await queries.get(conn, environment_id, queue_id, lock=True)
    changed = msgspec.structs.replace(
        current,
        name=checked_name(new.name),
        filter=checked_filter(new.filter),
        notify=checked_recipients(new.notify),
        updated_at=clock.now(),
    )
    await queries.update(conn, changed)
    await queries.refill(conn, environment_id, queue_id, changed.filter, changed.updated_at)
    return changed


async def archive(conn: Connection, environment_id: str, queue_id: str) -> Queue:
    """Put the queue away; its inquiries are untouched. Raises ``NotFound``."""
    current = await queries.get(conn, environment_id, queue_id, lock=True)
    now = clock.now()
    changed = msgspec.structs.replace(current, updated_at=now, archived_at=now)
    await queries.update(conn, changed)
    return changed


def checked_name(name: str) -> str:
    """The name without surrounding space. Raises ``BadRequest`` when empty, long, or more than one line."""
    plain = name.strip()
    if not 1 <= len(plain) <= MAX_NAME or not plain.isprintable():
        raise BadRequest(f"A queue needs a name of 1 to {MAX_NAME} characters on one line", pointer="name")
    return plain


def checked_filter(conditions: dict[str, Any]) -> Filter:
    """The filter. Raises ``BadRequest`` for unknown statuses or keys, too many values, or no condition at all."""
    try:
        found = msgspec.convert(conditions, Filter)
    except msgspec.ValidationError as error:
        raise BadRequest(f"The filter is not valid: {error}", pointer="filter") from None
    values = (*found.statuses, *found.template_ids, *found.failed_checks)
    if not values:
        raise BadRequest(
            "Choose at least one status, template or check, else everything is in the queue", pointer="filter"
        )
    if len(values) > MAX_CONDITIONS or any(not 1 <= len(value) <= 100 for value in values):
        raise BadRequest(f"A filter can have at most {MAX_CONDITIONS} values of 100 characters", pointer="filter")
    return found


def checked_recipients(addresses: Sequence[str]) -> list[str]:
    """Mail addresses, each once. Raises ``BadRequest`` for a bad one or too many."""
    plain = [parse_address(address.strip()).addr_spec for address in addresses if address.strip()]
    unique = [address for place, address in enumerate(plain) if address.lower() not in map(str.lower, plain[:place])]
    if len(unique) > MAX_RECIPIENTS:
        raise BadRequest(f"A queue can tell at most {MAX_RECIPIENTS} people", pointer="notify")
    return unique
