"""A proof of address from its link to its verdict: several files, read by the engine, told to programs and people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from support.contract import check, needs_contract
from support.paper import bill
from support.visitor import Reply, Visitor, picture
from verilink.database import transaction
from verilink.evidence.papers.facts import PaperFacts
from verilink.evidence.papers.read import read_paper
from verilink.files import actions as files
from verilink.files import queries as file_queries
from verilink.inquiries.verdict import decide
from verilink.judging.judge import judge
from verilink.judging.replay import replay
from verilink.kit import clock
from verilink.verifications import queries, reading
from verilink.worker.operations import PaperPictures, paper_pictures

STEP = "verification_document"
HOME = {
    "name-first": "Zoë",
    "name-last": "Müller-Example",
    "address-street-1": "12 Sample Road",
    "address-city": "Berlin",
    "address-postal-code": "10115",
    "address-country-code": "DE",
}


class HereEngine:
    """The engine without its process."""

    async def read_paper(self, sent: Mapping[str, bytes]) -> PaperFacts:
        return read_paper(sent)

    async def paper_pictures(self, sent: Mapping[str, bytes], facts: PaperFacts) -> dict[str, bytes]:
        import msgspec

        answer = paper_pictures(msgspec.msgpack.encode(PaperPictures(files=dict(sent), facts=facts)))
        return msgspec.msgpack.decode(answer, type=dict[str, bytes])


def today() -> str:
    """As a bill writes it."""
    return clock.now().strftime("%d %B %Y")


@pytest.fixture
async def sending(installation: Any, visitor: Visitor) -> Visitor:
    """At the page that asks for the files."""
    template, environment = installation.bootstrap.templates["Proof of address"], installation.production.id
    await visitor.start(f"inquiry-template-id={template}&environment-id={environment}")
    await visitor.answer("start")
    asked = await visitor.answer("address", **HOME)
    assert asked.screen == "capture-document", asked.json
    return visitor


async def send(visitor: Visitor, page: str, data: bytes, name: str = "bill.pdf") -> Reply:
    """Send and confirm one file."""
    sent = await visitor.upload(STEP, page, data, name=name)
    assert sent.status == 201, sent.json
    return await visitor.call(
        "POST", "/flow/captured", json={"step": STEP, "page": page, "file-id": sent.json["file-id"]}
    )


async def judged(installation: Any, visitor: Visitor) -> Any:
    """What the worker does, with the real reader; the verification afterwards."""
    environment, services = installation.production, installation.services
    inquiry = await visitor.inquiry(environment)
    verification_id = inquiry.verification_refs[-1].split()[1]
    decision = await judge(services, environment, verification_id, HereEngine())  # type: ignore[arg-type]
    async with transaction(services.pool) as conn:
        await decide(conn, environment, verification_id, decision)
        return await queries.get(conn, environment.id, verification_id)


async def test_files_arrive_one_by_one_and_the_last_can_be_taken_back(sending: Visitor) -> None:
    assert (await sending.answer(STEP)).status == 422
    assert "File 1" in (await send(sending, "page-1", picture())).html
    assert (await sending.upload(STEP, "page-1", picture())).status == 409
    shown = await send(sending, "page-2", bill("PDF"))
    assert "File 2" in shown.html
    back = await sending.call("POST", "/flow/back", json={"step": STEP, "page": "page-3"})
    assert "File 2" not in back.html
    for number in range(2, 6):
        shown = await send(sending, f"page-{number}", picture())
    assert 'data-page=""' in shown.html
    assert (await sending.upload(STEP, "page-6", picture())).status == 409


async def test_a_good_bill_passes_and_its_verdict_can_be_drawn_again(installation: Any, sending: Visitor) -> None:
    original = bill("PDF", today())
    await send(sending, "page-1", original)
    await send(sending, "page-2", bill("JPEG", today(), exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"))
    assert (await sending.answer(STEP)).screen == "processing"
    verification = await judged(installation, sending)
    assert (verification.status, verification.type) == ("passed", "document"), verification.checks
    inquiry = await sending.inquiry(installation.production)
    assert inquiry.status == "completed"
    assert inquiry.fields["document-type"]["value"] == "standard_utility_bill"
    assert inquiry.fields["document-date"]["value"] == clock.now().date().isoformat()
    async with transaction(installation.services.pool) as conn:
        again = await replay(conn, installation.production, verification.id)
        kept = await file_queries.of_owners(conn, inquiry.environment_id, [verification.evidence_id])
    assert again.same, again.differences
    pages = {file.page: file for file in kept}
    assert set(pages) == {"page-1", "page-1-normalized", "page-2", "page-2-normalized"}
    assert await files.read(installation.services, pages["page-1"]) == original
    assert b"Exif" not in await files.read(installation.services, pages["page-2"])


async def test_a_bill_of_somebody_else_fails_and_the_person_reads_why(installation: Any, sending: Visitor) -> None:
    await send(sending, "page-1", bill("PDF", "1 January 2020"))
    await sending.answer(STEP)
    await sending.call("GET", "/flow/screen")
    verification = await judged(installation, sending)
    assert verification.status == "failed"
    page = (await sending.call("GET", "/flow/screen")).html
    assert "This document is too old. Use a newer one." in page
    again = await sending.answer("retry_verification_document")
    assert "Where do you live?" in again.html


@needs_contract
async def test_programs_see_it_as_the_contract_says(installation: Any, sending: Visitor) -> None:
    await send(sending, "page-1", bill("PDF", today()))
    await sending.answer(STEP)
    verification = await judged(installation, sending)
    environment_id = installation.production.id
    async with transaction(installation.services.pool) as conn:
        [shown] = await reading.resources(conn, environment_id, [verification])
        evidence = await queries.evidence(conn, environment_id, verification.evidence_id)
        [document] = await reading.evidence_resources(conn, environment_id, [evidence])
    check(shown, "/components/schemas/verification-document")
    check(document, "/components/schemas/document-generic")
    assert shown["attributes"]["document-type"] == document["attributes"]["document-type"] == "standard_utility_bill"
    assert [file["filename"] for file in shown["attributes"]["files"]] == ["bill.pdf"]
    assert shown["relationships"]["document"]["data"] == {"type": "document/generic", "id": evidence.id}
