"""SQL of sightings and known images."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from verilink.database import Connection
from verilink.sightings.model import Kind, KnownImage, Seen, Sighting

COLUMNS: Final = (
    "environment_id, verification_id, inquiry_id, kind, passed, seen_on, number_digest, person_digest, face, face_model"
)
IMAGE: Final = "organization_id, id, hash, label, created_at"
MOST: Final = 200
_WIPE: Final = """
    UPDATE sighting SET number_digest = NULL, person_digest = NULL, face = NULL, face_model = NULL,
                        background = NULL, changed_by = pg_current_xact_id()
    WHERE environment_id = $1 AND
"""


async def insert(conn: Connection, new: Sighting) -> None:
    """Write a sighting; one that is there already stays as it is."""
    names = [*COLUMNS.split(", "), "background"]
    marks = ", ".join(f"${index}" for index in range(1, len(names) + 1))
    query = f"INSERT INTO sighting ({', '.join(names)}) VALUES ({marks}) ON CONFLICT DO NOTHING"
    await conn.execute(query, *(getattr(new, name) for name in names))


async def erase_of_inquiry(conn: Connection, environment_id: str, inquiry_id: str) -> None:
    """Wipe what the sightings of an inquiry say."""
    await conn.execute(f"{_WIPE} inquiry_id = $2", environment_id, inquiry_id)


async def erase(conn: Connection, environment_id: str, verification_id: str) -> None:
    """Wipe what the sighting of one verification says."""
    await conn.execute(f"{_WIPE} verification_id = $2", environment_id, verification_id)


async def horizon(conn: Connection) -> str:
    """The oldest transaction that may still be writing: everything before it can be read now."""
    return str(await conn.fetchval("SELECT pg_snapshot_xmin(pg_current_snapshot())::text"))


async def faces(conn: Connection, environment_id: str, kind: Kind) -> list[Sighting]:
    """Every sighting with a face."""
    query = f"SELECT {COLUMNS} FROM sighting WHERE environment_id = $1 AND kind = $2 AND face IS NOT NULL"
    return [Sighting(**row) for row in await conn.fetch(query, environment_id, kind)]


async def changed(conn: Connection, environment_id: str, kind: Kind, since: str) -> list[Sighting]:
    """Sightings written or wiped by the transaction ``since`` or a later one.

    The upper bound leaves out rows that were restored from a database whose transactions had come further.
    """
    query = f"""
        SELECT {COLUMNS} FROM sighting
        WHERE environment_id = $1 AND kind = $2 AND changed_by >= $3::text::xid8
          AND changed_by < pg_snapshot_xmax(pg_current_snapshot())
    """
    return [Sighting(**row) for row in await conn.fetch(query, environment_id, kind, since)]


async def alike(conn: Connection, sighting: Sighting, verification_ids: Sequence[str]) -> list[Seen]:
    """Sightings of the same kind with the same number or person, or of these verifications; newest first.

    Those of the same inquiry are left out.
    """
    wanted = {
        "number_digest = $4": sighting.number_digest,
        "person_digest = $4": sighting.person_digest,
        "verification_id = ANY($4::text[])": list(verification_ids),
    }
    names = ", ".join(f"s.{name}" for name in COLUMNS.split(", "))
    rows: dict[str, dict[str, Any]] = {}
    for condition, value in [each for each in wanted.items() if each[1]]:
        query = f"""
            SELECT {names}, i.account_id FROM sighting AS s
            JOIN inquiry AS i ON i.environment_id = s.environment_id AND i.id = s.inquiry_id
            WHERE s.environment_id = $1 AND s.kind = $2 AND s.inquiry_id <> $3 AND s.{condition}
            ORDER BY s.verification_id DESC LIMIT {MOST}
        """
        place = (sighting.environment_id, sighting.kind, sighting.inquiry_id)
        rows |= {row["verification_id"]: dict(row) for row in await conn.fetch(query, *place, value)}
    return [Seen(account_id=rows[key].pop("account_id"), sighting=Sighting(**rows[key])) for key in sorted(rows)[::-1]]


async def backgrounds(conn: Connection, sighting: Sighting, since: date, most: int) -> list[Seen]:
    """Sightings with a background since that day, newest first; those of the same inquiry are left out."""
    names = ", ".join(f"s.{name}" for name in (*COLUMNS.split(", "), "background"))
    query = f"""
        SELECT {names}, i.account_id FROM sighting AS s
        JOIN inquiry AS i ON i.environment_id = s.environment_id AND i.id = s.inquiry_id
        WHERE s.environment_id = $1 AND s.background IS NOT NULL AND s.seen_on >= $2 AND s.inquiry_id <> $3
        ORDER BY s.seen_on DESC, s.verification_id DESC LIMIT $4
    """
    rows = [dict(row) for row in await conn.fetch(query, sighting.environment_id, since, sighting.inquiry_id, most)]
    return [Seen(account_id=row.pop("account_id"), sighting=Sighting(**row)) for row in rows]


async def prune_backgrounds(conn: Connection, before: date, most: int) -> int:
    """Forget backgrounds of before a day, at most so many; how many were forgotten."""
    query = """
        UPDATE sighting SET background = NULL WHERE (environment_id, verification_id) IN (
            SELECT environment_id, verification_id FROM sighting
            WHERE background IS NOT NULL AND seen_on < $1 LIMIT $2
        )
    """
    return int((await conn.execute(query, before, most)).split()[-1])


async def known_images(conn: Connection, organization_id: str) -> list[KnownImage]:
    """Every listed image, oldest first."""
    query = f"SELECT {IMAGE} FROM known_image WHERE organization_id = $1 ORDER BY id"
    return [KnownImage(**row) for row in await conn.fetch(query, organization_id)]


async def add_known_image(conn: Connection, new: KnownImage) -> bool:
    """List an image; ``False`` when its hash is listed already."""
    query = f"INSERT INTO known_image ({IMAGE}) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING"
    values = (new.organization_id, new.id, new.hash, new.label, new.created_at)
    return (await conn.execute(query, *values)).endswith("1")


async def remove_known_image(conn: Connection, organization_id: str, image_id: str) -> bool:
    """Take an image off the list; ``False`` when it was not there."""
    done = await conn.execute(
        "DELETE FROM known_image WHERE organization_id = $1 AND id = $2", organization_id, image_id
    )
    return done.endswith("1")
