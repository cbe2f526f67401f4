"""The page knows when it ends, and gives more time where that is to be had."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from support.visitor import Visitor
from verilink.database import transaction
from verilink.flow.document import Expiry, Links
from verilink.inquiries import actions
from verilink.inquiries.extension import MOST
from verilink.kit import clock
from verilink.sessions import queries as sessions
from verilink.templates import actions as template_actions
from verilink.templates import queries as template_queries


async def _link(installation: Any, extend: Any) -> str:
    """The generic link of a template whose inquiries last ten minutes, and an hour from their start or resume."""
    async with transaction(installation.services.pool) as conn:
        organization = installation.production.organization_id
        document = (await template_queries.live(conn, organization, installation.template_id)).document
        expiry = Expiry(create=600, start=3_600, resume=3_600)
        document = msgspec.structs.replace(document, name=extend, links=Links(extend=extend), expiry=expiry)
        template = await template_actions.create(conn, organization, document)
        await template_actions.publish(conn, organization, template.id)
    return f"inquiry-template-id={template.id}&environment-id={installation.production.id}"


async def _extend(visitor: Visitor) -> Any:
    return (await visitor.call("POST", "/flow/extend")).json


def _about(seconds: int, wanted: int) -> bool:
    return wanted - 30 <= seconds <= wanted


async def test_every_screen_says_when_it_ends(installation: Any, visitor: Visitor) -> None:
    started = await visitor.start(await _link(installation, "session"))
    assert _about(started.json["ends"]["seconds"], 600)
    assert not started.json["ends"]["extends"], "the session lasts as long as the inquiry may"
    assert _about((await visitor.choose()).json["ends"]["seconds"], 600)


async def test_a_session_is_extended_up_to_the_deadline_that_moved_when_the_inquiry_began(
    installation: Any, visitor: Visitor
) -> None:
    await visitor.start(await _link(installation, "session"))
    await visitor.choose(**{"id-class": "id"})
    begun = await visitor.photograph("verification_government_id", "front")
    assert begun.json["ends"]["extends"]
    assert _about(begun.json["ends"]["seconds"], 600)
    extended = await _extend(visitor)
    assert _about(extended["ends"]["seconds"], 3_600)
    assert not extended["ends"]["extends"]
    assert _about((await _extend(visitor))["ends"]["seconds"], 3_600), "asking again changes nothing"


async def test_an_extended_session_works_after_its_first_end(
    installation: Any, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = await _link(installation, "session")
    await visitor.start(query)
    await visitor.choose(**{"id-class": "id"})
    await visitor.photograph("verification_government_id", "front")
    await _extend(visitor)
    later = clock.in_seconds(700)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert (await visitor.call("GET", "/flow/screen")).status == 200
    again = await Visitor(visitor.services).start(f"inquiry-id={visitor.inquiry_id}", token=visitor.token)
    assert again.status == 200


async def test_a_template_can_let_people_move_the_deadline_ten_times(installation: Any, visitor: Visitor) -> None:
    started = await visitor.start(await _link(installation, "inquiry"))
    assert started.json["ends"]["extends"]
    for number in range(MOST):
        extended = await _extend(visitor)
        assert _about(extended["ends"]["seconds"], 3_600)
        assert extended["ends"]["extends"] == (number < MOST - 1)
    inquiry = await visitor.inquiry(installation.production)
    assert inquiry.expires_at is not None
    assert _about(int((inquiry.expires_at - clock.now()).total_seconds()), 3_600)
    async with installation.services.pool.acquire() as conn:
        [session] = await sessions.of_inquiry(conn, installation.production.id, inquiry.id)
    assert session.extensions == MOST


async def test_a_template_can_allow_no_more_time(installation: Any, visitor: Visitor) -> None:
    started = await visitor.start(await _link(installation, "never"))
    assert not started.json["ends"]["extends"]
    assert _about((await _extend(visitor))["ends"]["seconds"], 600)


async def test_it_is_too_late_when_the_inquiry_has_expired(installation: Any, visitor: Visitor) -> None:
    await visitor.start(await _link(installation, "inquiry"))
    async with transaction(installation.services.pool) as conn:
        await actions.expire(conn, installation.production.id, visitor.inquiry_id)
    reply = await visitor.call("POST", "/flow/extend")
    assert (reply.status, reply.json["reason"]) == (409, "expired")
