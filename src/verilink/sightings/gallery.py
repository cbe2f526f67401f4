"""All faces of an environment in memory, kept up with the database: who else looks like this?"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from verilink.database import Pool
from verilink.sightings import queries
from verilink.sightings.marks import Marks
from verilink.sightings.model import Kind, Sighting

if TYPE_CHECKING:
    from verilink.evidence.faces.search import FaceIndex

MOST_SHELVES: Final = 64
MOST_FACES: Final = 1_000_000  # about 350 MB with their keys
Likeness = dict[str, float]


@dataclass(slots=True)
class _Shelf:
    """The faces of one environment and kind. ``horizon``: changes before this transaction are in."""

    indices: dict[str, FaceIndex] = field(default_factory=dict)
    horizon: str | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Gallery:
    """Faces by environment and kind. Beyond 64 of these, or a million faces in all, those not used for longest are
    dropped and loaded again when asked for; the one in use stays whatever its size.

    128 bytes a face, and its key. A search first reads what was written or wiped since the last one, so that a
    redacted face is found no more and leaves the memory.
    """

    def __init__(self) -> None:
        self._shelves: OrderedDict[tuple[str, Kind], _Shelf] = OrderedDict()

    async def search(self, pool: Pool, marks: Marks, probe: Sighting, *, floor: float) -> Likeness:
        """Verification id -> cosine of the faces like ``probe``'s, at most 200 and none below ``floor``."""
        vector = None if probe.face is None else marks.open(probe.face, probe.verification_id)
        if vector is None or probe.face_model is None:
            return {}
        shelf = self._shelf(probe)
        async with shelf.lock:
            await self._refresh(pool, marks, probe, shelf)
            index = shelf.indices.get(probe.face_model)
            return {} if index is None else await asyncio.to_thread(_search, index, vector, floor)

    def held(self, environment_id: str, kind: Kind) -> int:
        """How many faces are in memory."""
        shelf = self._shelves.get((environment_id, kind))
        return 0 if shelf is None else sum(map(len, shelf.indices.values()))

    def _shelf(self, probe: Sighting) -> _Shelf:
        key = (probe.environment_id, probe.kind)
        shelf = self._shelves.setdefault(key, _Shelf())
        self._shelves.move_to_end(key)
        while len(self._shelves) > MOST_SHELVES or (len(self._shelves) > 1 and self._faces() > MOST_FACES):
            self._shelves.popitem(last=False)
        return shelf

    def _faces(self) -> int:
        return sum(len(index) for shelf in self._shelves.values() for index in shelf.indices.values())

    async def _refresh(self, pool: Pool, marks: Marks, probe: Sighting, shelf: _Shelf) -> None:
        place = (probe.environment_id, probe.kind)
        async with pool.acquire() as conn:
            # first the horizon, then the rows: what is written in between is read twice, never missed
            horizon = await queries.horizon(conn)
            if shelf.horizon is None:
                rows = await queries.faces(conn, *place)
            else:
                rows = await queries.changed(conn, *place, shelf.horizon)
        if rows:
            await asyncio.to_thread(_take_in, shelf.indices, marks, rows)
        shelf.horizon = horizon


def _take_in(indices: dict[str, FaceIndex], marks: Marks, rows: Sequence[Sighting]) -> None:
    import numpy as np

    from verilink.evidence.faces.search import FaceIndex

    fresh: dict[str, list[tuple[str, np.ndarray[tuple[int, ...], np.dtype[np.float32]]]]] = {}
    for row in rows:
        opened = None if row.face is None else marks.open(row.face, row.verification_id)
        if opened is None or row.face_model is None:
            for index in indices.values():
                index.remove(row.verification_id)
        else:
            vector = np.frombuffer(opened, "<f4")
            fresh.setdefault(row.face_model, []).append((row.verification_id, vector.astype(np.float32)))
    for model, faces in fresh.items():
        indices.setdefault(model, FaceIndex()).extend(faces)


def _search(index: FaceIndex, vector: bytes, floor: float) -> Likeness:
    import numpy as np

    probe = np.frombuffer(vector, "<f4").astype(np.float32)
    return {hit.key: hit.similarity for hit in index.search(probe, limit=queries.MOST, threshold=floor)}
