from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import pytest

from unit.checks.specimen_facts import changed, frame, passport, selfie
from verilink.database import transaction
from verilink.evidence.facts import DocumentFacts, FaceFacts, SelfieFacts
from verilink.files.actions import store
from verilink.files.model import NewFile
from verilink.flow.outcomes import Answer, Captured, Show
from verilink.inquiries import progress
from verilink.inquiries import queries as inquiries
from verilink.inquiries.create import NewInquiry, create
from verilink.inquiries.verdict import decide
from verilink.judging.judge import judge
from verilink.verifications import queries as verifications
from verilink.verifications.model import Verification


class Reader:
    """An engine that sees what it is told to see."""

    def __init__(self, document: DocumentFacts, person: FaceFacts | None = None) -> None:
        self.document, self.person = document, person

    async def read_document(self, pages: Mapping[str, bytes], **_: Any) -> DocumentFacts:
        return self.document

    async def read_selfie(self, frames: Sequence[Any], *, order: Sequence[str], **_: Any) -> SelfieFacts:
        taken = selfie()
        if self.person is None:
            return changed(taken, order=tuple(order))
        faces = {asked: (changed(self.person, yaw=frame(asked).faces[0].yaw),) for asked in order}
        frames_of = tuple(changed(frame(asked), faces=faces[asked]) for asked in order)
        times = {asked: 1000 + 2500 * place for place, asked in enumerate(order)}
        frames_of = tuple(changed(each, captured_ms=times[each.asked]) for each in frames_of)
        return changed(taken, frames=frames_of, order=tuple(order))

    async def document_pictures(self, pages: Mapping[str, bytes], facts: DocumentFacts) -> dict[str, bytes]:
        return {}

    async def selfie_pictures(self, frames: Mapping[str, bytes]) -> dict[str, bytes]:
        return {}


@pytest.fixture
def walk(services: Any, installation: Any) -> Callable[..., Awaitable[list[Verification]]]:
    """Take a new inquiry as far as verdicts take it, judged by the real judge; returns its verifications."""

    async def answer(inquiry_id: str, event: Any) -> progress.View:
        async with transaction(services.pool) as conn:
            return await progress.answer(conn, installation.production, inquiry_id, event)

    async def opened(inquiry_id: str) -> progress.View:
        async with transaction(services.pool) as conn:
            return await progress.open_flow(conn, installation.production, inquiry_id)

    async def capture(inquiry_id: str, view: progress.View) -> None:
        while isinstance(view.outcome, Show) and type(view.outcome.screen).__name__.startswith("Capture"):
            page = view.outcome.model.get("page") or view.outcome.model["pose"]
            new = NewFile(inquiry_id=inquiry_id, page=page, data=b"x" * 99, filename="a.jpg", content_type="image/jpeg")
            file = await store(services, installation.production.id, new)
            view = await answer(inquiry_id, Captured(step=view.outcome.step, page=page, file_id=file.id))

    async def settle(inquiry_id: str, reader: Reader) -> None:
        async with services.pool.acquire() as conn:
            inquiry = await inquiries.get(conn, installation.production.id, inquiry_id)
        verification_id = inquiry.verification_refs[-1].split()[1]
        decision = await judge(services, installation.production, verification_id, reader)
        async with transaction(services.pool) as conn:
            await decide(conn, installation.production, verification_id, decision)

    async def made(
        reference: str, reader: Reader | None = None, template: str = "Government ID and selfie", **new: Any
    ) -> list[Verification]:
        async with transaction(services.pool) as conn:
            wanted = NewInquiry(template_id=installation.bootstrap.templates[template], reference_id=reference, **new)
            inquiry_id = (await create(conn, services, installation.production, wanted)).inquiry.id
        reader = reader or Reader(passport())
        view = await opened(inquiry_id)
        view = await answer(inquiry_id, Answer(step=view.outcome.step, values={"consent": True}))
        if isinstance(view.outcome, Show) and type(view.outcome.screen).__name__ == "ChooseId":
            chosen = {"country": "SE", "id-class": "pp"}
            view = await answer(inquiry_id, Answer(step=view.outcome.step, values=chosen))
        await capture(inquiry_id, view)
        await settle(inquiry_id, reader)
        view = await opened(inquiry_id)
        if isinstance(view.outcome, Show) and type(view.outcome.screen).__name__.startswith("Capture"):
            await capture(inquiry_id, view)
            await settle(inquiry_id, reader)
        async with services.pool.acquire() as conn:
            return await verifications.of_inquiry(conn, installation.production.id, inquiry_id)

    return made
