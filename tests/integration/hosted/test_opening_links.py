"""Every row of the decision table: what a link does, by the state of the inquiry and the token at hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from support.visitor import Visitor
from verilink.database import transaction
from verilink.flow.document import Security
from verilink.inquiries import actions, redaction
from verilink.inquiries import queries as inquiry_queries
from verilink.inquiries.create import NewInquiry, create
from verilink.inquiries.model import Filters
from verilink.kit import clock
from verilink.kit.pagination import Page
from verilink.sessions import queries as session_queries
from verilink.sessions.actions import token_of
from verilink.templates import actions as template_actions
from verilink.templates import queries as template_queries


async def _made(installation: Any, **new: Any) -> Any:
    async with transaction(installation.services.pool) as conn:
        request = NewInquiry(template_id=installation.template_id, **new)
        return await create(conn, installation.services, installation.production, request)


async def _all(installation: Any) -> list[Any]:
    async with transaction(installation.services.pool) as conn:
        return await inquiry_queries.list_inquiries(conn, installation.production.id, Page(size=50), Filters())


async def _begin(visitor: Visitor, query: str) -> None:
    """Make the inquiry pending: the first page of an identity card is confirmed."""
    await visitor.start(query)
    await visitor.choose(**{"id-class": "id"})
    reply = await visitor.photograph("verification_government_id", "front")
    assert reply.status == 200


async def test_loading_the_page_alone_creates_nothing(installation: Any, visitor: Visitor, generic: str) -> None:
    reply = await visitor.call("GET", f"/verify?{generic}")
    assert reply.status == 200
    assert await _all(installation) == []


async def test_every_load_of_a_generic_link_makes_a_new_inquiry(
    installation: Any, visitor: Visitor, generic: str
) -> None:
    first = await visitor.start(generic)
    second = await visitor.start(generic)
    assert (first.status, second.status) == (200, 200)
    assert first.screen == "consent"
    assert first.json["inquiry-id"] != second.json["inquiry-id"]
    assert first.json["token"] != second.json["token"]
    assert {inquiry.status for inquiry in await _all(installation)} == {"created"}
    assert {inquiry.creator for inquiry in await _all(installation)} == {"Client"}


async def test_a_repeated_call_of_the_same_page_load_makes_one_inquiry(
    installation: Any, visitor: Visitor, generic: str
) -> None:
    first = await visitor.start(generic, key="a" * 32)
    again = await visitor.start(generic, key="a" * 32)
    assert first.json["inquiry-id"] == again.json["inquiry-id"]
    assert len(await _all(installation)) == 1


async def test_one_reference_id_leads_to_one_account(installation: Any, visitor: Visitor, generic: str) -> None:
    await visitor.start(f"{generic}&reference-id=User-7")
    await visitor.start(f"{generic}&reference-id=user-7")
    accounts = {inquiry.account_id for inquiry in await _all(installation)}
    assert len(accounts) == 1
    assert None not in accounts


async def test_without_an_environment_a_generic_link_opens_production(installation: Any, visitor: Visitor) -> None:
    reply = await visitor.start(f"inquiry-template-id={installation.template_id}")
    assert reply.json["environment"] == "production"
    sandboxed = await visitor.start(f"inquiry-template-id={installation.template_id}&environment=sandbox")
    assert sandboxed.json["environment"] == "sandbox"
    assert "Sandbox" in sandboxed.html
    assert "Sandbox" not in reply.html


async def test_anyone_may_open_a_created_inquiry_and_it_stays_created(installation: Any, visitor: Visitor) -> None:
    made = await _made(installation)
    reply = await visitor.start(f"inquiry-id={made.inquiry.id}")
    assert reply.status == 200
    assert reply.json["inquiry-id"] == made.inquiry.id
    inquiry = await visitor.inquiry(installation.production)
    assert inquiry.status == "created"
    assert len(inquiry.session_refs) == 1


async def test_a_pending_inquiry_goes_on_with_the_tabs_token(
    visitor: Visitor, another: Callable[..., Visitor], generic: str
) -> None:
    await _begin(visitor, generic)
    tab = another()
    reply = await tab.start(f"inquiry-id={visitor.inquiry_id}", token=visitor.token)
    assert reply.status == 200
    assert 'data-page="back"' in reply.html


async def test_a_pending_inquiry_goes_on_with_the_token_of_the_link(
    visitor: Visitor, another: Callable[..., Visitor], generic: str
) -> None:
    await _begin(visitor, generic)
    reply = await another().start(f"inquiry-id={visitor.inquiry_id}&session-token={visitor.token}")
    assert reply.status == 200
    assert reply.screen == "capture-id"


@pytest.mark.parametrize("token", [None, "nonsense", "eyJhbGciOiJub25lIn0.e30."])
async def test_a_pending_inquiry_without_a_valid_token_is_a_session_expired_page(
    visitor: Visitor, another: Callable[..., Visitor], generic: str, token: str | None
) -> None:
    await _begin(visitor, generic)
    reply = await another().start(f"inquiry-id={visitor.inquiry_id}", token=token)
    assert reply.status == 409
    assert reply.json["code"] == "unauthenticated"
    assert "Your session has ended" in reply.html
    assert visitor.inquiry_id in reply.html
    assert "token" not in reply.json


async def test_the_token_of_another_inquiry_opens_nothing(
    visitor: Visitor, another: Callable[..., Visitor], generic: str
) -> None:
    await _begin(visitor, generic)
    stranger = another()
    await stranger.start(generic)
    reply = await another().start(f"inquiry-id={visitor.inquiry_id}", token=stranger.token)
    assert reply.status == 409


@pytest.mark.parametrize("begun", [False, True])
async def test_an_expired_inquiry_is_an_expired_page_with_any_token(
    installation: Any, visitor: Visitor, generic: str, begun: bool
) -> None:
    await (_begin(visitor, generic) if begun else visitor.start(generic))
    async with transaction(installation.services.pool) as conn:
        await actions.expire(conn, installation.production.id, visitor.inquiry_id)
    reply = await visitor.start(f"inquiry-id={visitor.inquiry_id}", token=visitor.token)
    assert reply.status == 409
    assert "This link has expired" in reply.html
    assert "Northwind" in reply.html


async def test_a_deadline_that_passed_counts_before_the_sweeper_comes(installation: Any, visitor: Visitor) -> None:
    made = await _made(installation)
    with clock.frozen(clock.now()) as advance:
        advance(timedelta(days=2))
        reply = await visitor.start(f"inquiry-id={made.inquiry.id}")
    assert reply.status == 409
    assert "This link has expired" in reply.html


async def test_an_expired_inquiry_that_was_resumed_goes_on(installation: Any, visitor: Visitor, generic: str) -> None:
    await _begin(visitor, generic)
    async with transaction(installation.services.pool) as conn:
        await actions.expire(conn, installation.production.id, visitor.inquiry_id)
        _, session = await actions.resume(conn, installation.production, visitor.inquiry_id)
    token = token_of(installation.services, session)
    reply = await visitor.start(f"inquiry-id={visitor.inquiry_id}&session-token={token}")
    assert reply.status == 200
    assert 'data-page="back"' in reply.html


@pytest.mark.parametrize("decision", ["approve", "decline", "mark_for_review"])
async def test_a_decided_inquiry_is_a_finished_page(
    installation: Any, visitor: Visitor, generic: str, decision: str
) -> None:
    await visitor.start(generic)
    async with transaction(installation.services.pool) as conn:
        arguments = () if decision == "mark_for_review" else (None,)
        await getattr(actions, decision)(conn, installation.production.id, visitor.inquiry_id, *arguments)
    reply = await visitor.start(f"inquiry-id={visitor.inquiry_id}", token=visitor.token)
    assert reply.status == 409
    assert "This is already done" in reply.html


async def test_a_completed_inquiry_offers_the_way_back_only_to_its_own_tab(
    installation: Any, visitor: Visitor, another: Callable[..., Visitor]
) -> None:
    await _complete(installation, visitor, "&redirect-uri=https%3A%2F%2Fapp.example.com%2Fdone%3Fx%3D1")
    own = await visitor.start(f"inquiry-id={visitor.inquiry_id}", token=visitor.token)
    assert own.status == 409
    assert "Back to app.example.com" in own.html
    stranger = await another().start(f"inquiry-id={visitor.inquiry_id}")
    assert stranger.status == 409
    assert "app.example.com" not in stranger.html


async def _complete(installation: Any, visitor: Visitor, more: str = "") -> None:
    query = f"inquiry-template-id={installation.bootstrap.templates['Government ID']}{more}"
    await visitor.start(query)
    await visitor.choose()
    await visitor.photograph("verification_government_id", "front")
    await visitor.verdict(installation.production, passed=True)


async def test_a_failed_inquiry_is_a_page_that_says_so(installation: Any, visitor: Visitor, generic: str) -> None:
    await visitor.start(generic)
    for _ in range(3):
        await visitor.choose()
        await visitor.photograph("verification_government_id", "front")
        await visitor.verdict(installation.production, passed=False, reasons=("too_blurry",))
        await visitor.answer("retry_verification_government_id")
    reply = await visitor.start(f"inquiry-id={visitor.inquiry_id}", token=visitor.token)
    assert reply.status == 409
    assert "This link can no longer be used" in reply.html


async def test_a_redacted_inquiry_is_gone(installation: Any, visitor: Visitor, generic: str) -> None:
    await visitor.start(generic)
    async with transaction(installation.services.pool) as conn:
        await redaction.redact(conn, installation.production.id, visitor.inquiry_id)
    reply = await visitor.start(f"inquiry-id={visitor.inquiry_id}", token=visitor.token)
    assert reply.status == 410
    assert "was erased" in reply.html


async def test_the_twenty_sixth_session_is_refused(installation: Any, visitor: Visitor) -> None:
    made = await _made(installation)
    for _ in range(25):
        assert (await visitor.start(f"inquiry-id={made.inquiry.id}")).status == 200
    reply = await visitor.start(f"inquiry-id={made.inquiry.id}")
    assert reply.status == 409
    assert "opened too often" in reply.html
    async with transaction(installation.services.pool) as conn:
        assert await session_queries.count(conn, installation.production.id, made.inquiry.id) == 25


async def _link(installation: Any, inquiry_id: str) -> str:
    async with transaction(installation.services.pool) as conn:
        _, link = await actions.generate_link(conn, installation.services, installation.production, inquiry_id)
    return str(link.url.partition("?")[2])


async def test_a_one_time_link_opens_once_and_again_within_its_grace(
    installation: Any, visitor: Visitor, generic: str, another: Callable[..., Visitor]
) -> None:
    await _begin(visitor, generic)
    query = await _link(installation, visitor.inquiry_id)
    first = await another().start(query)
    assert (first.status, first.screen) == (200, "capture-id")
    with clock.frozen(clock.now()) as advance:
        advance(timedelta(minutes=4, seconds=50))
        assert (await another().start(query)).status == 200
        advance(timedelta(seconds=20))
        late = await another().start(query)
    assert late.status == 410
    assert "This link was already used" in late.html


async def test_a_one_time_link_ends_with_its_inquiry(installation: Any, visitor: Visitor, generic: str) -> None:
    await visitor.start(generic)
    query = await _link(installation, visitor.inquiry_id)
    async with transaction(installation.services.pool) as conn:
        await actions.expire(conn, installation.production.id, visitor.inquiry_id)
    reply = await visitor.start(query)
    assert reply.status == 410
    assert "This link has expired" in reply.html


async def test_an_unknown_one_time_link_says_where_to_look(visitor: Visitor) -> None:
    reply = await visitor.start("code=us1-nothing")
    assert reply.status == 404
    assert "cannot find" in reply.html


async def test_the_short_form_of_a_one_time_link_leads_to_the_long_one(visitor: Visitor) -> None:
    reply = await visitor.call("GET", "/v/abcDEF123")
    assert (reply.status, reply.headers["location"]) == (302, "/verify?code=abcDEF123")


@pytest.mark.parametrize(
    "query",
    [
        "inquiry-id=inq_1111111111111111111111111111",
        "inquiry-template-id=itmpl_1111111111111111111111111111",
        "inquiry-template-version-id=itmplv_111111111111111111111111",
    ],
)
async def test_an_id_nobody_has_is_a_calm_page(visitor: Visitor, query: str) -> None:
    reply = await visitor.start(query)
    assert reply.status == 404
    assert "We cannot find what this link points to" in reply.html


async def test_a_template_in_the_environment_of_nobody_is_unknown(installation: Any, visitor: Visitor) -> None:
    query = f"inquiry-template-id={installation.template_id}&environment-id=env_1111111111111111111111111111"
    assert (await visitor.start(query)).status == 404


async def test_a_template_that_was_switched_off_says_so(installation: Any, visitor: Visitor, generic: str) -> None:
    async with transaction(installation.services.pool) as conn:
        await template_actions.set_status(
            conn, installation.production.organization_id, installation.template_id, "inactive"
        )
    reply = await visitor.start(generic)
    assert (reply.status, reply.json["code"]) == (422, "inactive_template")
    assert "This link is not in use" in reply.html


async def test_a_template_may_forbid_generic_links(installation: Any, visitor: Visitor) -> None:
    organization_id = installation.production.organization_id
    async with transaction(installation.services.pool) as conn:
        version = await template_queries.live(conn, organization_id, installation.template_id)
        document = msgspec.structs.replace(
            version.document, name="Blocked", security=Security(block_client_creation=True)
        )
        template = await template_actions.create(conn, organization_id, document, "test")
        await template_actions.publish(conn, organization_id, template.id)
    reply = await visitor.start(f"inquiry-template-id={template.id}")
    assert reply.status == 403
    assert "You need a link of your own" in reply.html


async def test_two_browsers_on_one_created_inquiry_take_turns(
    installation: Any, visitor: Visitor, another: Callable[..., Visitor]
) -> None:
    made = await _made(installation)
    other = another()
    await visitor.start(f"inquiry-id={made.inquiry.id}")
    await other.start(f"inquiry-id={made.inquiry.id}")
    assert (await visitor.answer("start")).screen == "choose-id"
    late = await other.answer("start", consent="off")
    assert late.status == 409
    assert late.screen == "choose-id"
