"""What is seen is remembered, found by others, erased by redaction; and every verdict can be drawn again."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from integration.judging.conftest import Reader
from unit.checks.specimen_facts import changed, face, passport, with_fields
from verilink.database import transaction
from verilink.errors import Conflict
from verilink.inquiries import redaction
from verilink.inquiries.retention import erase_pictures
from verilink.judging.replay import replay
from verilink.sightings import queries as sightings
from verilink.sightings.marks import Marks
from verilink.sightings.model import KnownImage

ANNA, BERTA = face(1.0, 0.0), face(0.0, 1.0)
_DRAW = np.random.default_rng(1)
_PLACES = _DRAW.integers(0, 480, (40, 2)).astype("<u2").view(np.uint8).reshape(40, 4)
SHELVES = base64.b64encode(np.hstack([_PLACES, _DRAW.integers(0, 256, (40, 32), np.uint8)]).tobytes()).decode()
OTHER = with_fields(passport(), document_number="X1234567", name_last="SVENSSON", birthdate="1980-01-02")


def of(person: Any, document: Any = None) -> Reader:
    return Reader(changed(document or passport(), portrait=person), person)


def check(verification: Any, name: str) -> tuple[str, list[str]]:
    found = next(each for each in verification.checks if each["name"] == name)
    return found["status"], found["reasons"]


async def test_both_verdicts_pass_and_are_replayed_the_same(services: Any, installation: Any, walk: Any) -> None:
    document, taken = await walk("anna", of(ANNA))
    assert (document.status, taken.status) == ("passed", "passed")
    async with services.pool.acquire() as conn:
        for each in (document, taken):
            told = await replay(conn, installation.production, each.id)
            assert (told.same, told.passed, told.differences) == (True, True, ())


async def test_a_record_that_was_changed_is_told(services: Any, installation: Any, walk: Any) -> None:
    document, _ = await walk("anna", of(ANNA))
    await services.pool.execute("UPDATE verification SET status = 'failed' WHERE id = $1", document.id)
    async with services.pool.acquire() as conn:
        told = await replay(conn, installation.production, document.id)
    assert not told.same
    assert [(one.what, one.recorded, one.replayed) for one in told.differences] == [("verdict", "failed", "passed")]


async def test_the_same_document_and_face_on_another_account_are_found(walk: Any) -> None:
    first, first_selfie = await walk("anna", of(ANNA))
    assert check(first, "id_repeat_detection") == ("passed", [])
    assert check(first_selfie, "selfie_repeat_detection") == ("passed", [])
    again, again_selfie = await walk("somebody else", of(ANNA))
    assert check(again, "id_repeat_detection") == ("failed", ["used_on_another_account"])
    assert check(again, "id_inconsistent_repeat_detection") == ("passed", [])
    assert check(again_selfie, "selfie_repeat_detection") == ("failed", ["face_on_another_account"])
    assert again.status == again_selfie.status == "passed"  # recorded, not required


async def test_half_of_a_document_on_another_account_is_found(walk: Any) -> None:
    await walk("anna", of(ANNA))
    (swapped, _) = await walk("berta", of(BERTA))
    assert check(swapped, "id_repeat_detection") == ("passed", [])
    assert check(swapped, "id_inconsistent_repeat_detection") == ("failed", ["same_details_other_portrait"])
    (renamed, _) = await walk("carla", of(ANNA, OTHER))
    assert check(renamed, "id_inconsistent_repeat_detection") == ("failed", ["same_portrait_other_details"])


async def test_ones_own_account_is_no_repeat_and_its_selfie_is_compared(walk: Any) -> None:
    _, first = await walk("anna", of(ANNA))
    assert check(first, "selfie_account_comparison") == ("not_applicable", ["no_account_selfie_present"])
    document, again = await walk("anna", of(ANNA))
    assert check(document, "id_repeat_detection") == ("passed", [])
    assert check(again, "selfie_repeat_detection") == ("passed", [])
    assert check(again, "selfie_account_comparison") == ("passed", [])
    _, other = await walk("anna", of(BERTA))
    assert check(other, "selfie_account_comparison") == ("failed", ["face_mismatch"])


async def test_redaction_erases_what_was_seen_and_workers_forget_it(
    services: Any, installation: Any, walk: Any
) -> None:
    document, taken = await walk("anna", of(ANNA))
    await walk("berta", of(BERTA, OTHER))
    environment_id = installation.production.id
    assert services.faces.held(environment_id, "selfie") >= 1
    async with transaction(services.pool) as conn:
        await redaction.redact(conn, environment_id, document.inquiry_id)
    rows = await services.pool.fetch("SELECT * FROM sighting WHERE inquiry_id = $1", document.inquiry_id)
    assert len(rows) == 2
    for row in rows:
        assert row["face"] is row["number_digest"] is row["person_digest"] is row["face_model"] is None
    again, again_selfie = await walk("carla", of(ANNA))
    assert check(again, "id_repeat_detection") == ("passed", [])
    assert check(again_selfie, "selfie_repeat_detection") == ("passed", [])
    left = await services.pool.fetchval(
        "SELECT count(*) FROM sighting WHERE kind = 'selfie' AND face IS NOT NULL AND inquiry_id <> $1",
        again.inquiry_id,
    )
    assert services.faces.held(environment_id, "selfie") == left == 1
    async with services.pool.acquire() as conn:
        with pytest.raises(Conflict, match="redacted"):
            await replay(conn, installation.production, taken.id)


async def test_redacting_one_verification_erases_its_sighting_and_the_cases_with_it(
    services: Any, installation: Any, walk: Any
) -> None:
    document, taken = await walk("anna", of(ANNA))
    _, later = await walk("anna", of(ANNA))
    assert later.judgement["case"]["account-selfie-of"] == document.inquiry_id
    async with transaction(services.pool) as conn:
        await redaction.redact_verification(conn, installation.production.id, taken.id)
    sealed = "SELECT verification_id FROM sighting WHERE face IS NOT NULL AND inquiry_id = $1"
    assert [row[0] for row in await services.pool.fetch(sealed, document.inquiry_id)] == [document.id]
    kept = "SELECT judgement FROM verification WHERE id = ANY($1)"
    assert [row[0] for row in await services.pool.fetch(kept, [document.id, later.id])] == [None, None]


async def test_a_face_is_erased_from_cases_of_inquiries_that_moved_to_another_account(
    services: Any, installation: Any, walk: Any
) -> None:
    _, taken = await walk("anna", of(ANNA))
    _, later = await walk("anna", of(ANNA))
    _, other = await walk("berta", of(BERTA, OTHER))
    moved = "UPDATE inquiry SET account_id = (SELECT account_id FROM inquiry WHERE id = $2) WHERE id = $1"
    await services.pool.execute(moved, later.inquiry_id, other.inquiry_id)
    async with transaction(services.pool) as conn:
        await erase_pictures(conn, installation.production.id, taken.inquiry_id)
    kept = "SELECT judgement IS NULL FROM verification WHERE id = ANY($1) ORDER BY id"
    ids = [taken.id, later.id, other.id]
    assert [row[0] for row in await services.pool.fetch(kept, ids)] == [True, True, False]


async def test_a_face_that_is_erased_while_another_is_held_against_it_stays_erased(
    services: Any, installation: Any, walk: Any
) -> None:
    _, taken = await walk("anna", of(ANNA))

    class Slow(Reader):
        async def selfie_pictures(self, frames: Any) -> dict[str, bytes]:
            async with transaction(services.pool) as conn:
                await erase_pictures(conn, installation.production.id, taken.inquiry_id)
            return {}

    _, later = await walk("anna", Slow(changed(passport(), portrait=ANNA), ANNA))
    assert check(later, "selfie_account_comparison") == ("passed", [])
    assert later.judgement is None


async def test_nothing_is_kept_or_searched_where_the_template_disables_it(
    services: Any, installation: Any, walk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("verilink.judging.surroundings.requirement_of", lambda *_: "disabled")
    document, _ = await walk("anna", of(ANNA))
    assert check(document, "id_repeat_detection") == ("not_applicable", ["not_searched"])
    assert await services.pool.fetchval("SELECT count(*) FROM sighting") == 0


async def test_a_face_is_stored_sealed_and_found_only_in_its_environment(
    services: Any, installation: Any, walk: Any
) -> None:
    document, _ = await walk("anna", of(ANNA))
    own, other = installation.production.id, installation.sandbox.id
    async with services.pool.acquire() as conn:
        (seen,) = await sightings.faces(conn, own, "government-id")
        assert await sightings.faces(conn, other, "government-id") == []
    assert Marks.of(services.keys, own).open(seen.face, document.id) is not None
    assert Marks.of(services.keys, other).open(seen.face, document.id) is None
    probe = changed(seen, environment_id=other, face=Marks.of(services.keys, other).seal(ANNA, document.id))
    assert await services.faces.search(services.pool, Marks.of(services.keys, other), probe, floor=0.4) == {}


async def test_a_row_written_while_another_process_searches_is_not_missed(services: Any, installation: Any) -> None:
    """The row of the slower transaction has the lower number and is committed last."""
    environment_id, marks = installation.production.id, Marks.of(services.keys, installation.production.id)

    def row(number: int) -> Any:
        return sightings.Sighting(
            environment_id=environment_id, verification_id=f"ver_{number}", inquiry_id=f"inq_{number}", kind="selfie",
            passed=True, seen_on=datetime.now(UTC).date(), face=marks.seal(ANNA, f"ver_{number}"), face_model="sface",
        )  # fmt: skip

    async with transaction(services.pool) as slow:
        await sightings.insert(slow, row(1))
        async with transaction(services.pool) as fast:
            await sightings.insert(fast, row(2))
        found = await services.faces.search(services.pool, marks, row(3), floor=0.4)
        assert set(found) == {"ver_2"}
    found = await services.faces.search(services.pool, marks, row(3), floor=0.4)
    assert set(found) == {"ver_1", "ver_2"}


async def test_a_listed_image_is_recognised(services: Any, installation: Any, walk: Any) -> None:
    organization_id = installation.production.organization_id
    image = KnownImage(
        organization_id=organization_id, id="kimg_1", hash="ffffffff00000001", label="forum",
        created_at=datetime.now(UTC),
    )  # fmt: skip
    async with transaction(services.pool) as conn:
        assert await sightings.add_known_image(conn, image)
        assert not await sightings.add_known_image(conn, changed(image, id="kimg_2"))
    document, _ = await walk("anna", of(ANNA))
    assert check(document, "id_compromised_detection") == ("failed", ["known_image"])
    async with transaction(services.pool) as conn:
        assert await sightings.remove_known_image(conn, organization_id, "kimg_1")
        assert not await sightings.remove_known_image(conn, organization_id, "kimg_1")
        told = await replay(conn, installation.production, document.id)
    assert told.same  # the case is what was found then


async def test_what_the_account_says_is_compared(services: Any, walk: Any) -> None:
    await walk("anna", of(ANNA))
    await services.pool.execute(
        "UPDATE account SET fields = $1", {"birthdate": {"type": "date", "value": "1990-01-01"}}
    )
    document, _ = await walk("anna", of(ANNA))
    assert check(document, "id_account_comparison") == ("failed", ["birthdate_mismatch"])


class InARoom(Reader):
    """Sees a person before one wall of shelves, always the same."""

    async def read_selfie(self, frames: Any, *, order: Any, **wanted: Any) -> Any:
        assert wanted["background"]
        facts = await super().read_selfie(frames, order=order)
        shelves = tuple(
            changed(each, background=SHELVES, background_corners=40) if each.asked == "center" else each
            for each in facts.frames
        )
        return changed(facts, frames=shelves)


async def test_a_room_behind_other_people_is_found_and_forgotten(
    services: Any, installation: Any, walk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("kinds.selfie", "surroundings"):
        monkeypatch.setattr(f"verilink.judging.{module}.asks_for_backgrounds", lambda _: True)

    def found(verification: Any) -> list[str]:
        return [one["inquiry"] for one in verification.judgement["case"]["backgrounds"]]

    def seated(person: Any) -> Reader:
        return InARoom(changed(passport(), portrait=person), person)

    _, first = await walk("anna", seated(ANNA))
    _, second = await walk("berta", seated(BERTA))
    _, again = await walk("carla", seated(ANNA))
    assert found(first) == []
    assert found(second) == [first.inquiry_id]
    assert found(again) == [second.inquiry_id]  # the same face elsewhere is the same person, not another one
    assert not any("background" in frame for frame in first.facts["frames"])
    async with transaction(services.pool) as conn:
        await redaction.redact(conn, installation.production.id, second.inquiry_id)
        (day,) = {row["seen_on"] for row in await conn.fetch("SELECT seen_on FROM sighting")}
        assert await sightings.prune_backgrounds(conn, day, 100) == 0
        assert await sightings.prune_backgrounds(conn, day + timedelta(days=1), 100) == 2
        assert await conn.fetchval("SELECT count(background) FROM sighting") == 0
