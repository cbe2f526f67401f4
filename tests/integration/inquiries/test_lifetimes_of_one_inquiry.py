"""Lifetimes given with an inquiry come before the template's, at each turn of its life."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from support.visitor import Visitor
from verilink.database import transaction
from verilink.inquiries import actions
from verilink.inquiries import queries as inquiries
from verilink.inquiries.create import NewInquiry, create
from verilink.kit import clock

SLACK = timedelta(seconds=90)


async def _deadline(installation: Any, inquiry_id: str) -> Any:
    async with transaction(installation.services.pool) as conn:
        return (await inquiries.get(conn, installation.production.id, inquiry_id)).expires_at


def _from_now(seconds: int, moment: Any) -> bool:
    return bool(abs(clock.now() + timedelta(seconds=seconds) - moment) < SLACK)


async def test_each_deadline_is_the_inquirys_own(installation: Any) -> None:
    services, environment = installation.services, installation.production
    async with transaction(services.pool) as conn:
        asked = NewInquiry(
            template_id=installation.template_id,
            with_link=True,
            create_seconds=3_600,
            start_seconds=7_200,
            resume_seconds=600,
            one_time_link_seconds=900,
        )
        made = await create(conn, services, environment, asked)
    assert _from_now(3_600, await _deadline(installation, made.inquiry.id))
    assert made.link is not None
    assert _from_now(900, made.link.expires_at)
    visitor = Visitor(services)
    await visitor.start(f"inquiry-id={made.inquiry.id}")
    await visitor.choose(**{"id-class": "id"})
    assert (await visitor.photograph("verification_government_id", "front")).status == 200
    assert _from_now(7_200, await _deadline(installation, made.inquiry.id))
    async with transaction(services.pool) as conn:
        await actions.expire(conn, environment.id, made.inquiry.id)
        await actions.resume(conn, environment, made.inquiry.id)
    assert _from_now(600, await _deadline(installation, made.inquiry.id))


async def test_without_them_the_templates_count(installation: Any) -> None:
    services, environment = installation.services, installation.production
    async with transaction(services.pool) as conn:
        made = await create(
            conn, services, environment, NewInquiry(template_id=installation.template_id, with_link=True)
        )
    assert _from_now(86_400, await _deadline(installation, made.inquiry.id))
    assert made.link is not None
    assert _from_now(86_400, made.link.expires_at)
