"""``verilink known-images add|list|remove``: images that are known to be public, for ``id_compromised_detection``."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from verilink.commands.dsn import database_of, prepared
from verilink.database import Connection, transaction
from verilink.errors import BadRequest, NotFound
from verilink.kit import clock, ids
from verilink.organizations import queries as organizations
from verilink.services import open_services
from verilink.settings import load
from verilink.sightings import queries
from verilink.sightings.model import KnownImage

T = TypeVar("T")
MAX_LABEL = 200


def register(command: argparse.ArgumentParser) -> None:
    """Give the command its own three."""
    verbs = command.add_subparsers(dest="verb", required=True, metavar="VERB")
    adding = verbs.add_parser("add", help="list images; only a hash of each is kept")
    adding.add_argument("files", type=Path, nargs="+", metavar="FILE")
    adding.add_argument("--label", default="", help="where they are known from")
    adding.set_defaults(run=add)
    verbs.add_parser("list", help="show what is listed").set_defaults(run=show)
    removing = verbs.add_parser("remove", help="take an image off the list")
    removing.add_argument("image", help="id, as `list` shows it")
    removing.set_defaults(run=remove)


def _in_database(action: Callable[[Connection, str], Awaitable[T]]) -> T:
    async def run() -> T:
        settings = load()
        dsn = await prepared(database_of(settings))
        async with open_services(settings, dsn, listen=False) as services, transaction(services.pool) as conn:
            organization = await organizations.any_organization(conn)
            if organization is None:
                raise NotFound("The installation has no organization yet; run verilink serve first.")
            return await action(conn, organization.id)

    return asyncio.run(run())


def hash_of(path: Path) -> str:
    """The perceptual hash of the document in a picture, as the reader makes it. Raises ``BadRequest``."""
    # loaded here: the readers take longer to load than `list` and `remove` take
    from verilink.commands.read import content
    from verilink.evidence import read_document

    page = read_document(content(path), faces=False, text=False).pages["front"]
    if page.error is not None or page.perceptual_hash is None:
        raise BadRequest(f"{path} could not be read ({page.error or 'no picture'})")
    return page.perceptual_hash


def add(chosen: argparse.Namespace) -> int:
    """List images; those that are listed already are left as they are."""
    if len(chosen.label) > MAX_LABEL or not chosen.label.isprintable():
        raise BadRequest(f"A label can have at most {MAX_LABEL} printable characters")
    hashes = {path: hash_of(path) for path in chosen.files}

    async def write(conn: Connection, organization_id: str) -> list[str]:
        lines = []
        for path, value in hashes.items():
            new = KnownImage(
                organization_id=organization_id, id=ids.new("kimg"), hash=value, label=chosen.label,
                created_at=clock.now(),
            )  # fmt: skip
            lines.append(f"{new.id if await queries.add_known_image(conn, new) else 'listed already'}  {path}")
        return lines

    print("\n".join(_in_database(write)))
    return 0


def show(_chosen: argparse.Namespace) -> int:
    """Print id, hash, day and label of every image."""
    for image in _in_database(queries.known_images):
        print(f"{image.id}  {image.hash}  {image.created_at:%Y-%m-%d}  {image.label}".rstrip())
    return 0


def remove(chosen: argparse.Namespace) -> int:
    """Take one off the list."""

    async def write(conn: Connection, organization_id: str) -> bool:
        return await queries.remove_known_image(conn, organization_id, chosen.image)

    if not _in_database(write):
        raise NotFound(f"There is no known image {chosen.image[:80]}; verilink known-images list shows them.")
    return 0
