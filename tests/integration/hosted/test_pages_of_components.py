"""Pages of a company's own: drawn anew by what is typed, files kept encrypted, what programs see of them."""

from __future__ import annotations

import os
from typing import Any

import pytest

from support.own_templates import ABOUT, publish
from support.visitor import Reply, Visitor, picture
from verilink.database import transaction
from verilink.errors import Gone, NotFound
from verilink.events import queries as events
from verilink.files import actions as files
from verilink.files import queries as file_queries
from verilink.files.links import file_id
from verilink.inquiries import redaction
from verilink.inquiries.wire import attributes

PDF = b"%PDF-1.4\n" + b"1 0 obj<</Type/Page>>endobj\n" * 600 + b"%%EOF\n"


@pytest.fixture
async def asked(installation: Any, visitor: Visitor) -> Visitor:
    """At the page."""
    services, environment = installation.services, installation.production
    template = await publish(services, environment.organization_id, ABOUT)
    await visitor.start(f"inquiry-template-id={template}&environment-id={environment.id}")
    await visitor.answer("start")
    return visitor


async def send(visitor: Visitor, data: bytes, field: str = "contract", **headers: str) -> Reply:
    """Send a file for a field."""
    sent = {"upload-key": os.urandom(8).hex(), "upload-name": "my contract.pdf", **headers}
    return await visitor.call("PUT", f"/flow/files/{field}?step=about", body=data, headers=sent)


async def test_the_page_asks_for_more_once_something_is_chosen_and_keeps_nothing_of_it(
    installation: Any, asked: Visitor
) -> None:
    before = await asked.inquiry(installation.production)
    assert 'name="company"' not in (await asked.call("GET", "/flow/screen")).html
    values = {"plan": "l", "tax-number": "half"}
    reply = await asked.call("POST", "/flow/draft", json={"step": "about", "values": values})
    assert 'name="company"' in reply.html
    assert 'value="half"' in reply.html
    after = await asked.inquiry(installation.production)
    assert (after.fields, after.revision) == (before.fields, before.revision)


async def test_what_does_not_fit_is_said_in_place_and_what_was_typed_stays(asked: Visitor) -> None:
    reply = await asked.answer("about", plan="l", company="", **{"tax-number": "12-34"})
    assert reply.status == 422
    assert "Enter this in the form 12-3456." in reply.html
    assert "Fill this in to go on." in reply.html
    assert 'value="12-34"' in reply.html


async def test_a_file_is_kept_encrypted_and_read_by_link(installation: Any, asked: Visitor) -> None:
    sent = await send(asked, PDF)
    assert (sent.status, sent.json["say"]) == (201, "Received: my contract.pdf")
    values = {"plan": "s", "tax-number": "123456", "contract": sent.json["file-id"], "@press": "go"}
    assert (await asked.answer("about", **values)).screen == "finish"
    inquiry = await asked.inquiry(installation.production)
    shown = attributes(inquiry)["fields"]
    kept = shown["contract"]["value"]
    assert (shown["contract"]["type"], kept["filename"], kept["mime-type"]) == (
        "file", "my contract.pdf", "application/pdf",
    )  # fmt: skip
    assert (shown["tax-number"]["value"], shown["company"]["value"]) == ("12-3456", None)
    async with transaction(installation.services.pool) as conn:
        file = await file_queries.get(conn, inquiry.environment_id, file_id(kept["url"]))
    assert await files.read(installation.services, file) == PDF
    taken_back = await asked.call("DELETE", f"/flow/uploads/{file.id}")
    assert taken_back.status in (204, 401, 409, 410)
    assert await files.read(installation.services, file) == PDF


async def test_redaction_takes_all_but_what_is_not_about_the_person(installation: Any, asked: Visitor) -> None:
    sent = await send(asked, PDF)
    await asked.answer("about", plan="s", contract=sent.json["file-id"], **{"tax-number": "123456", "@press": "go"})
    async with transaction(installation.services.pool) as conn:
        inquiry = await redaction.redact(conn, installation.production.id, asked.inquiry_id)
        file = await file_queries.get(conn, inquiry.environment_id, sent.json["file-id"])
    values = {key: field["value"] for key, field in inquiry.fields.items() if field["value"] is not None}
    assert values == {"customer-tier": "gold"}
    with pytest.raises(Gone):
        await files.read(installation.services, file)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (picture("JPEG"), "Files of this kind are not taken here."),
        (b"hello" * 5000, "Files of this kind are not taken here."),
        (b"", "The file was empty."),
        (PDF * 20, "This file is too large."),
    ],
)
async def test_a_file_that_does_not_fit_is_refused_in_words(asked: Visitor, data: bytes, said: str) -> None:
    reply = await send(asked, data)
    assert reply.status == 422
    assert said in reply.json["say"]


async def test_a_file_for_nothing_that_is_asked_is_not_taken(asked: Visitor) -> None:
    assert (await send(asked, PDF, field="company")).status == 409
    assert (await send(asked, PDF, field="x" * 90)).status == 400
    assert (await send(asked, PDF, **{"upload-key": "no"})).status == 400
    await asked.answer("about", **{"@press": "none"})
    assert (await send(asked, PDF)).status != 201


@pytest.mark.parametrize("forged", ["file_0", {"filename": "x", "byte-size": 1, "mime-type": "x", "url": "x"}, 7])
async def test_a_file_cannot_be_made_up(asked: Visitor, forged: Any) -> None:
    reply = await asked.answer("about", plan="s", contract=forged, **{"tax-number": "123456"})
    assert reply.status == 422
    assert "Choose a file." in reply.html


async def test_a_file_of_another_inquiry_is_not_taken(installation: Any, asked: Visitor, another: Any) -> None:
    stranger = another()
    inquiry = await asked.inquiry(installation.production)
    query = f"inquiry-template-id={inquiry.template_id}&environment-id={inquiry.environment_id}"
    await stranger.start(query)
    await stranger.answer("start")
    theirs = (await send(stranger, PDF)).json["file-id"]
    reply = await asked.answer("about", plan="s", contract=theirs, **{"tax-number": "123456"})
    assert reply.status == 422
    async with transaction(installation.services.pool) as conn:
        assert (await file_queries.get(conn, inquiry.environment_id, theirs)).owner_id is None
        with pytest.raises(NotFound):
            await file_queries.get(conn, installation.sandbox.id, theirs)


async def test_a_button_leads_elsewhere_without_keeping_anything(installation: Any, asked: Visitor) -> None:
    reply = await asked.answer("about", plan="l", **{"@press": "none"})
    assert "Come back later" in reply.html
    assert (await asked.inquiry(installation.production)).fields["plan"]["value"] is None


@pytest.mark.parametrize(
    ("decide", "status"), [("approve", "approved"), ("decline", "declined"), ("review", "needs_review")]
)
async def test_an_end_may_decide_the_inquiry_at_once(
    installation: Any, visitor: Visitor, decide: str, status: str
) -> None:
    services, environment = installation.services, installation.production
    text = ABOUT.replace("status: completed,", f"status: completed, decide: {decide},")
    template = await publish(services, environment.organization_id, text)
    await visitor.start(f"inquiry-template-id={template}&environment-id={environment.id}")
    await visitor.answer("start")
    shown = await visitor.answer("about", plan="s", **{"tax-number": "123456"})
    assert "Thank you" in shown.html
    inquiry = await visitor.inquiry(environment)
    assert (inquiry.status, inquiry.flow_status) == (status, "completed")
    assert inquiry.completed_at is not None
    async with transaction(services.pool) as conn:
        told = [event.name for event in await events.of_inquiry(conn, environment.id, inquiry.id)]
    assert {"inquiry.completed", f"inquiry.{status.replace('needs_review', 'marked-for-review')}"} <= set(told)
