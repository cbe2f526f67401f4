"""Pictures go when the time is over that the template promised; what was read from them, and the verdict, stay."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from verilink.database import Connection
from verilink.files import actions as file_actions
from verilink.inquiries import endings, queries
from verilink.inquiries.model import Inquiry
from verilink.inquiries.work import Work
from verilink.kit import clock
from verilink.sightings import queries as sighting_queries
from verilink.verifications import queries as verification_queries

# Their facts describe faces and places on pictures; those of the other types hold no more than what was entered.
_PICTURED: Final = frozenset({"government-id", "selfie", "document"})


async def erase_due(conn: Connection, limit: int) -> int:
    """Erase the pictures of up to ``limit`` inquiries whose time is over; returns how many. Sweepers share the work."""
    due = await queries.pictures_due(conn, clock.now(), limit)
    for environment_id, inquiry_id in due:
        await erase_pictures(conn, environment_id, inquiry_id)
    return len(due)


async def erase_pictures(conn: Connection, environment_id: str, inquiry_id: str) -> Inquiry:
    """Wipe the files of an inquiry and everything that describes what was seen on them. Safe to repeat.

    Faces go with them, in whatever form they were kept: nobody is found again by pictures that were erased.
    """
    work = Work(conn, await queries.get_for_update(conn, environment_id, inquiry_id))
    # A verdict that came later would bring faces and pictures back.
    await endings.cancel_verifications(work)
    for verification in await verification_queries.of_inquiry(conn, environment_id, inquiry_id):
        if verification.type in _PICTURED and verification.facts is not None:
            await verification_queries.update(conn, msgspec.structs.replace(verification, facts=None))
    await sighting_queries.erase_of_inquiry(conn, environment_id, inquiry_id)
    await verification_queries.forget_judgements(conn, environment_id, inquiry_id)
    await file_actions.erase(conn, environment_id, inquiry_id)
    work.change(fields=_without_files(work.inquiry.fields), pictures_erased_at=clock.now())
    return await work.save()


def _without_files(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: one | {"value": None} if one.get("type") == "file" else one for key, one in fields.items()}
