"""``verilink replay`` and ``verilink known-images`` on an installation."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import asyncpg
import cv2
import msgspec

from integration.commands.conftest import Run
from specimens.passport import passport as drawn
from unit.checks.specimen_facts import PASSPORT_CASE, passport
from verilink.flow.shipped import shipped_templates
from verilink.judging.record import Judgement, judge_document, plain

SPEC = shipped_templates()["Government ID"].verifications["government_id"]


async def _judge(dsn: str) -> None:
    """Write a verification of the shipped template with the verdict that its facts give."""
    outcome = judge_document(passport(), PASSPORT_CASE, SPEC.checks)
    connection = await asyncpg.connect(dsn)
    try:
        environment = await connection.fetchval("SELECT id FROM environment WHERE kind = 'production'")
        version = await connection.fetchrow(
            """SELECT v.id, v.template_id FROM inquiry_template_version AS v JOIN inquiry_template AS t
               ON t.id = v.template_id WHERE t.name = 'Government ID' AND v.status = 'published'"""
        )
        await connection.execute(
            """INSERT INTO inquiry (environment_id, id, template_id, template_version_id, status, creator, flow,
               created_at, updated_at) VALUES ($1, 'inq_1', $2, $3, 'completed', 'API', '{}', now(), now())""",
            environment, version["template_id"], version["id"],
        )  # fmt: skip
        values = (outcome.extraction, outcome.checks, outcome.scores, plain(Judgement(case=plain(PASSPORT_CASE))))
        await connection.execute(
            """INSERT INTO verification (environment_id, id, inquiry_id, type, name, attempt, status,
               template_version_id, verification_template_id, verification_template_version_id, created_at, facts,
               extraction, checks, scores, judgement) VALUES ($1, 'ver_1', 'inq_1', 'government-id', 'government_id', 1,
               'passed', $2, 'vt', 'vtv', now(), $3, $4, $5, $6, $7)""",
            environment, version["id"], msgspec.json.encode(passport()).decode(),
            *(msgspec.json.encode(each).decode() for each in values),
        )  # fmt: skip
    finally:
        await connection.close()


async def _execute(dsn: str, statement: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def test_a_verdict_is_replayed_the_same_until_its_record_is_changed(installed: Run, empty_database_url: str) -> None:
    asyncio.run(_judge(empty_database_url))
    status, said, _ = installed("replay", "ver_1")
    assert (status, said.splitlines()[0]) == (0, "the same verdict: passed")
    change = "UPDATE verification SET facts = jsonb_set(facts, '{fields,expiration-date,value}', '\"2020-01-01\"')"
    asyncio.run(_execute(empty_database_url, change))
    status, said, _ = installed("replay", "ver_1", "--json")
    told = json.loads(said)
    assert (status, told["same"], told["passed"]) == (1, False, False)
    assert {each["what"] for each in told["differences"]} >= {
        "verdict", "check id_expired_detection", "extraction expiration-date",
    }  # fmt: skip
    status, said, _ = installed("replay", "ver_1")
    assert status == 1
    assert "not the same: failed" in said
    assert "check id_expired_detection: passed on record, failed expired now" in said


def test_what_cannot_be_replayed_says_why(installed: Run, empty_database_url: str) -> None:
    status, said, error = installed("replay", "ver_none")
    assert (status, said, error) == (1, "", "verilink: There is no verification ver_none\n")
    asyncio.run(_judge(empty_database_url))
    for change, why in {
        "SET judgement = NULL": "was not kept",
        "SET redacted_at = now()": "redacted",
        "SET simulated = true": "simulated",
        "SET status = 'submitted'": "has no verdict",
    }.items():
        asyncio.run(_execute(empty_database_url, f"UPDATE verification {change}"))
        status, _, error = installed("replay", "ver_1")
        assert status == 1
        assert why in error


def test_known_images_are_listed_and_taken_off(installed: Run, tmp_path: Path) -> None:
    picture, copy = tmp_path / "leaked.jpg", tmp_path / "copy.jpg"
    cv2.imwrite(str(picture), drawn())
    cv2.imwrite(str(copy), drawn())
    status, said, _ = installed("known-images", "add", str(picture), str(copy), "--label", "forum")
    first, second = said.splitlines()
    assert status == 0
    assert first.startswith("kimg_")
    assert second == f"listed already  {copy}"
    status, said, _ = installed("known-images", "list")
    image = said.split()[0]
    assert said.endswith("forum\n")
    assert len(said.splitlines()) == 1
    assert installed("known-images", "remove", image) == (0, "", "")
    assert installed("known-images", "remove", image)[0] == 1
    assert installed("known-images", "list") == (0, "", "")


def test_what_is_no_picture_is_not_listed(installed: Run, tmp_path: Path) -> None:
    nothing = tmp_path / "nothing.jpg"
    nothing.write_bytes(b"no picture" * 50)
    status, _, error = installed("known-images", "add", str(nothing))
    assert status == 1
    assert "could not be read" in error
    assert installed("known-images", "add", str(tmp_path / "away.jpg"))[0] == 1
    assert installed("known-images", "add", str(nothing), "--label", "x" * 201)[0] == 1
