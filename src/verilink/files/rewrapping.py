"""Moving every stored key under the current master key, so that an earlier one may go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec

from verilink.database import transaction
from verilink.files import queries
from verilink.files.model import WrappedKey
from verilink.objects import ObjectUnreadable
from verilink.services import Services

BATCH: Final = 500


class Rewrapped(msgspec.Struct, frozen=True):
    """``moved``: keys now under the current master key; ``unreadable``: ids of files whose master key is not here."""

    moved: int = 0
    unreadable: tuple[str, ...] = ()


async def rewrap(services: Services, tell: Callable[[Rewrapped], None] = lambda _: None) -> Rewrapped:
    """Rewrap every key that is under another master key, a batch a transaction; ``tell`` hears after each.

    No object is touched. Safe beside a running installation; stopped half-way, it goes on where it was.
    """
    done, after = Rewrapped(), ("", "")
    while True:
        async with transaction(services.pool) as conn:
            found = await queries.under_other_keys(conn, services.objects.current_prefix, after, BATCH)
            fresh = {key: _fresh(services, key) for key in found}
            old = [key for key, new in fresh.items() if new is not None]
            moved = await queries.replace_keys(conn, old, [new for new in fresh.values() if new is not None])
        if not found:
            return done
        after = (found[-1].environment_id, found[-1].id)
        lost = tuple(key.id for key, new in fresh.items() if new is None)
        done = Rewrapped(done.moved + moved, (*done.unreadable, *lost))
        tell(done)


def _fresh(services: Services, key: WrappedKey) -> bytes | None:
    try:
        return services.objects.rewrap(key.wrapped_key, key.id)
    except ObjectUnreadable:
        return None
