"""``verilink replay VERIFICATION``: the verdict drawn again from what is stored, and whether it is the same."""

from __future__ import annotations

import argparse
import asyncio
import sys

import msgspec

from verilink.commands.dsn import database_of, prepared
from verilink.errors import NotFound
from verilink.judging.replay import Difference, Replay, replay
from verilink.organizations import queries
from verilink.services import open_services
from verilink.settings import Settings, load


def register(command: argparse.ArgumentParser) -> None:
    """Give the command its arguments."""
    command.add_argument("verification", help="id, such as ver_…")
    command.add_argument("--json", action="store_true", help="print the result with every difference as JSON")
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Replay and print; 0 when it is the same, 1 when not."""
    result = asyncio.run(_replayed(load(), chosen.verification))
    if chosen.json:
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(result), indent=2).decode() + "\n")
    else:
        _show(result)
    return 0 if result.same else 1


async def _replayed(settings: Settings, verification_id: str) -> Replay:
    dsn = await prepared(database_of(settings))
    async with open_services(settings, dsn, listen=False) as services, services.pool.acquire() as conn:
        organization = await queries.any_organization(conn)
        environments = await queries.environments(conn, organization.id) if organization else []
        for environment in environments:
            try:
                return await replay(conn, environment, verification_id)
            except NotFound:
                continue
    raise NotFound(f"There is no verification {verification_id[:80]}")


def _show(result: Replay) -> None:
    verdict = "passed" if result.passed else "failed"
    print(f"{'the same verdict' if result.same else 'not the same'}: {verdict}")
    print(f"judged by version {result.judged_by}, replayed by {result.replayed_by}")
    for difference in result.differences:
        print(f"  {difference.what}: {_short(difference, difference.recorded)} on record, "
              f"{_short(difference, difference.replayed)} now")  # fmt: skip


def _short(difference: Difference, value: object) -> str:
    """A check by its status and reasons; anything else as it is."""
    if difference.what.startswith("check ") and isinstance(value, dict):
        return " ".join([str(value["status"]), *map(str, value["reasons"])])
    return "nothing" if value is None else str(value)
