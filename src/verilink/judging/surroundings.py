"""What is looked up elsewhere for a case: the account, other accounts, known images, providers. All in one place.

Nothing here runs inside a transaction; what was found becomes part of the case and is never looked up again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import msgspec

from verilink.accounts import queries as account_queries
from verilink.checks.case import Answer, KnownImage, Repeat, SharedBackground
from verilink.checks.faces import center_face, hash_distance
from verilink.checks.registry import GOVERNMENT_ID, SELFIE
from verilink.checks.requirements import requirement_of
from verilink.checks.selfie.backgrounds import NAME as BACKGROUND
from verilink.checks.selfie.backgrounds import asks_for_backgrounds
from verilink.database import Connection
from verilink.evidence.facts import DocumentFacts, FaceFacts, SelfieFacts
from verilink.evidence.papers.facts import PaperFacts
from verilink.judging import providers
from verilink.judging.backgrounds import find_backgrounds
from verilink.judging.providers import Lookup
from verilink.judging.repeats import find_repeats
from verilink.services import Services
from verilink.sightings import queries as sighting_queries
from verilink.sightings.marks import Marks
from verilink.sightings.model import Kind, Sighting
from verilink.sightings.model import KnownImage as ListedImage
from verilink.verifications import queries as verification_queries

if TYPE_CHECKING:
    from verilink.judging.judge import Material

NEAR_BITS: Final = 12
_REPEATS: Final = ("id_repeat_detection", "id_inconsistent_repeat_detection", "selfie_repeat_detection", BACKGROUND)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """``account_selfie``: the inquiry it was taken in, and the face. ``sighting``: what this attempt leaves behind."""

    account_fields: Mapping[str, Any] = field(default_factory=dict)
    account_selfie: tuple[str, FaceFacts] | None = None
    listed_images: int = 0
    known_images: tuple[KnownImage, ...] = ()
    repeats: tuple[Repeat, ...] | None = None
    backgrounds: tuple[SharedBackground, ...] | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict)
    sighting: Sighting | None = None


async def of_document(services: Services, material: Material, facts: DocumentFacts) -> Surroundings:
    """What a government ID is held against. Raises ``Unavailable`` when a required provider is."""
    environment = material.environment
    async with services.pool.acquire() as conn:
        account = await _account_fields(conn, material)
        images = await sighting_queries.known_images(conn, environment.organization_id)
    near = _near(images, {name: page.perceptual_hash for name, page in facts.pages.items()})
    sighting = _sighting(services, material, "government-id", facts.portrait, facts)
    lookup = Lookup(
        check="",
        fields={key: reading.value for key, reading in facts.fields.items()},
        id_class=facts.id_class,
        country_code=facts.country_code,
        subdivision=facts.subdivision,
        face=facts.portrait,
    )
    return Surroundings(
        account_fields=account,
        listed_images=len(images),
        known_images=near,
        repeats=await find_repeats(services, material, sighting) if sighting else None,
        answers=await providers.ask("government-id", material.spec.checks, lookup),
        sighting=sighting,
    )


async def of_paper(services: Services, material: Material, facts: PaperFacts) -> tuple[int, tuple[KnownImage, ...]]:
    """How many images are listed as known, and those that a sheet resembles."""
    async with services.pool.acquire() as conn:
        images = await sighting_queries.known_images(conn, material.environment.organization_id)
    hashes = {f"sheet-{index + 1}": sheet.perceptual_hash for index, sheet in enumerate(facts.sheets)}
    return len(images), _near(images, hashes)


def _near(images: Sequence[ListedImage], hashes: Mapping[str, str | None]) -> tuple[KnownImage, ...]:
    """The listed images that a page, by name, resembles."""
    return tuple(
        KnownImage(id=image.id, page=name, distance=distance)
        for name, page in hashes.items()
        for image in images
        if (distance := hash_distance(page, image.hash)) is not None and distance <= NEAR_BITS
    )


async def of_selfie(services: Services, material: Material, facts: SelfieFacts) -> Surroundings:
    """What a selfie is held against. Raises ``Unavailable`` when a required provider is."""
    async with services.pool.acquire() as conn:
        known = await _account_selfie(conn, material)
    face = center_face(facts)
    sighting = _with_background(services, _sighting(services, material, "selfie", face), facts)
    looking = sighting is not None and asks_for_backgrounds(material.spec.checks)
    return Surroundings(
        account_selfie=known,
        backgrounds=await find_backgrounds(services, material, sighting) if sighting and looking else None,
        repeats=await find_repeats(services, material, sighting) if sighting else None,
        answers=await providers.ask("selfie", material.spec.checks, Lookup(check="", face=face)),
        sighting=sighting,
    )


def _with_background(services: Services, sighting: Sighting | None, facts: SelfieFacts) -> Sighting | None:
    described = next((frame.background for frame in facts.frames if frame.background), None)
    if sighting is None or described is None:
        return sighting
    sealed = Marks.of(services.keys, sighting.environment_id).seal_background(described, sighting.verification_id)
    return msgspec.structs.replace(sighting, background=sealed)


async def _account_fields(conn: Connection, material: Material) -> dict[str, Any]:
    """Name and date of birth of the account, keyed as the fields of a document."""
    if material.inquiry.account_id is None:
        return {}
    account = await account_queries.get(conn, material.environment.id, material.inquiry.account_id)
    name = (account.fields.get("name") or {}).get("value") or {}
    said = {f"name-{part}": (leaf or {}).get("value") for part, leaf in name.items()}
    said["birthdate"] = (account.fields.get("birthdate") or {}).get("value")
    return {key: value for key, value in said.items() if value}


async def _account_selfie(conn: Connection, material: Material) -> tuple[str, FaceFacts] | None:
    inquiry = material.inquiry
    if inquiry.account_id is None:
        return None
    found = await verification_queries.last_accepted_selfie(
        conn, material.environment.id, inquiry.account_id, inquiry.id
    )
    face = None if found is None else center_face(msgspec.convert(found[1], SelfieFacts))
    return None if found is None or face is None else (found[0], face)


def _sighting(
    services: Services, material: Material, kind: Kind, face: FaceFacts | None, facts: DocumentFacts | None = None
) -> Sighting | None:
    """What this attempt would be recognised by; ``None`` when the template disables every check that looks for it."""
    definitions = GOVERNMENT_ID if kind == "government-id" else SELFIE
    looking = [definitions[name] for name in _REPEATS if name in definitions]
    if all(requirement_of(check, material.spec.checks) == "disabled" for check in looking):
        return None
    marks, verification = Marks.of(services.keys, material.environment.id), material.verification
    sealed = marks.seal(face, verification.id)
    return Sighting(
        environment_id=material.environment.id,
        verification_id=verification.id,
        inquiry_id=verification.inquiry_id,
        kind=kind,
        passed=False,
        seen_on=material.today,
        number_digest=marks.number(facts) if facts else None,
        person_digest=marks.person(facts) if facts else None,
        face=sealed,
        face_model=face.model if face is not None and sealed is not None else None,
    )
