"""What every kind does with an outcome: the decision that is written, and the pictures that are kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from verilink.files import actions as file_actions
from verilink.files.model import File
from verilink.judging.record import Judgement, Outcome, plain
from verilink.services import Services
from verilink.sightings.model import Sighting
from verilink.verifications.model import Decision, Picture

if TYPE_CHECKING:
    from verilink.judging.judge import Material


def decision_of(outcome: Outcome, facts: Any, case: Any, sighting: Sighting | None = None) -> Decision:
    """The verdict with what it was drawn from. ``sighting``: what it leaves behind for others to be held against."""
    return Decision(
        passed=outcome.passed,
        checks=outcome.checks,
        reasons=outcome.reasons,
        facts=plain(facts),
        extraction=outcome.extraction,
        scores=outcome.scores,
        judgement=plain(Judgement(case=plain(case))),
        sighting=None if sighting is None else msgspec.structs.replace(sighting, passed=outcome.passed),
    )


async def pages_of(services: Services, material: Material) -> dict[str, bytes]:
    """The pictures of the attempt as they were stored."""
    return {page: await file_actions.read(services, file) for page, file in material.files.items()}


async def frames_of(services: Services, material: Material) -> dict[str, list[bytes]]:
    """Further pictures of the pages that have some, in the order they came."""
    stored = {page: files for page, files in material.frames.items() if files}
    return {page: [await file_actions.read(services, file) for file in files] for page, files in stored.items()}


async def kept(services: Services, material: Material, pictures: Mapping[str, bytes]) -> tuple[Picture, ...]:
    """Store pictures under new objects; the rows that point at them are written with the verdict."""
    return tuple([await _keep(services, material.files.get(page), page, data) for page, data in pictures.items()])


async def _keep(services: Services, original: File | None, page: str, data: bytes) -> Picture:
    file_id = original.id if original is not None else file_actions.new_id()
    stored = await services.objects.put(file_id, data, beside=original is not None)
    return Picture(
        file_id=file_id,
        page=page,
        replaces=original is not None,
        object_key=stored.key,
        wrapped_key=stored.wrapped_key,
        byte_size=stored.byte_size,
        sha256=stored.sha256,
    )
