"""The consent page says after how many days photos are erased; then they are, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from support.apis import Api
from support.scenes import Verified, verified
from verilink.database import transaction
from verilink.flow.document import Privacy
from verilink.inquiries import actions, queries
from verilink.inquiries.model import Inquiry
from verilink.inquiries.retention import erase_due
from verilink.inquiries.verdict import decide
from verilink.kit import clock
from verilink.templates import actions as template_actions
from verilink.templates import queries as templates
from verilink.verifications.model import Decision


@pytest.fixture
async def scene(api: Api) -> Verified:
    return await verified(api)


async def _ended(
    api: Api, scene: Verified, *, days_ago: float, status: str = "completed", kept: int | None = 30
) -> None:
    async with api.services.pool.acquire() as conn:
        await conn.execute(
            "UPDATE inquiry SET status = $2, retention_days = $3, completed_at = $4, expired_at = NULL WHERE id = $1",
            scene.inquiry_id,
            status,
            kept,
            clock.now() - timedelta(days=days_ago),
        )


async def _sweep(api: Api) -> int:
    async with transaction(api.services.pool) as conn:
        return await erase_due(conn, 10)


async def _inquiry(api: Api, scene: Verified) -> Inquiry:
    async with api.services.pool.acquire() as conn:
        return await queries.get(conn, api.environments["sandbox"].id, scene.inquiry_id)


async def test_pictures_go_and_what_was_read_stays(api: Api, scene: Verified) -> None:
    path = f"/verifications/{scene.government_id}"
    before = (await api.sandbox.get(path)).json()["data"]["attributes"]
    await _ended(api, scene, days_ago=31, status="approved")
    assert await _sweep(api) == 1
    answer = await api.sandbox.get(path)
    after = answer.json()["data"]["attributes"]
    assert (after["name-last"], after["status"], after["checks"]) == (
        before["name-last"],
        before["status"],
        before["checks"],
    )
    async with api.services.pool.acquire() as conn:
        files = await conn.fetch("SELECT wrapped_key, erased_at FROM file WHERE inquiry_id = $1", scene.inquiry_id)
        facts = await conn.fetch("SELECT facts, judgement FROM verification WHERE inquiry_id = $1", scene.inquiry_id)
    assert files
    assert all(file["wrapped_key"] is None and file["erased_at"] for file in files)
    assert all(row["facts"] is None and row["judgement"] is None for row in facts)
    told = await _inquiry(api, scene)
    assert told.pictures_erased_at is not None
    assert told.redacted_at is None
    assert await _sweep(api) == 0


@pytest.mark.parametrize(
    ("days_ago", "status", "kept"),
    [(29, "completed", 30), (31, "pending", 30), (31, "created", 30), (400, "completed", None)],
)
async def test_nothing_goes_before_its_time(
    api: Api, scene: Verified, days_ago: float, status: str, kept: int | None
) -> None:
    await _ended(api, scene, days_ago=days_ago, status=status, kept=kept)
    assert await _sweep(api) == 0
    assert (await _inquiry(api, scene)).pictures_erased_at is None


@pytest.mark.parametrize("ending", [actions.approve, actions.decline, actions.mark_for_review])
async def test_an_end_by_a_person_before_the_flow_ended_is_an_end(api: Api, scene: Verified, ending: Any) -> None:
    environment_id = api.environments["sandbox"].id
    async with transaction(api.services.pool) as conn:
        await conn.execute("UPDATE inquiry SET retention_days = 30 WHERE id = $1", scene.inquiry_id)
        reviewer = () if ending is actions.mark_for_review else (None,)
        await ending(conn, environment_id, scene.inquiry_id, *reviewer)
    assert await _sweep(api) == 0
    await _put_back(api, scene, timedelta(days=31))
    assert await _sweep(api) == 1
    assert (await _inquiry(api, scene)).pictures_erased_at is not None


async def _put_back(api: Api, scene: Verified, by: timedelta) -> None:
    """As if all of it had been so much earlier."""
    query = """
        UPDATE inquiry SET marked_for_review_at = marked_for_review_at - $2::interval,
                           decisioned_at = decisioned_at - $2::interval
        WHERE id = $1
    """
    async with api.services.pool.acquire() as conn:
        await conn.execute(query, scene.inquiry_id, by)


async def test_a_verdict_that_comes_after_its_time_brings_nothing_back(api: Api, scene: Verified) -> None:
    await _ended(api, scene, days_ago=31)
    async with api.services.pool.acquire() as conn:
        await conn.execute("UPDATE verification SET status = 'submitted' WHERE id = $1", scene.selfie)
    assert await _sweep(api) == 1
    late = Decision(passed=True, checks=[], facts={"frames": []})
    async with transaction(api.services.pool) as conn:
        await decide(conn, api.environments["sandbox"], scene.selfie, late)
        held = await conn.fetchrow("SELECT status, facts FROM verification WHERE id = $1", scene.selfie)
    assert held is not None
    assert tuple(held) == ("canceled", None)


async def test_an_inquiry_that_goes_on_has_its_time_anew(api: Api, scene: Verified) -> None:
    await _ended(api, scene, days_ago=31)
    assert await _sweep(api) == 1
    async with transaction(api.services.pool) as conn:
        await conn.execute("UPDATE inquiry SET status = 'expired', completed_at = NULL WHERE id = $1", scene.inquiry_id)
        await actions.resume(conn, api.environments["sandbox"], scene.inquiry_id)
    assert (await _inquiry(api, scene)).pictures_erased_at is None


async def test_an_inquiry_keeps_to_the_version_it_was_made_with(api: Api) -> None:
    async with transaction(api.services.pool) as conn:
        organization = api.bootstrap.organization_id
        document = (await templates.live(conn, organization, api.template_id)).document
        promised = msgspec.structs.replace(document, name="A week", privacy=Privacy(retention_days=7))
        template = await template_actions.create(conn, organization, promised)
        await template_actions.publish(conn, organization, template.id)
    made = await api.inquiry(**{"inquiry-template-id": template.id})
    async with api.services.pool.acquire() as conn:
        assert (await queries.get(conn, api.environments["sandbox"].id, made["id"])).retention_days == 7
