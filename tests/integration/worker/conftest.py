from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from verilink.database import transaction
from verilink.files.actions import store
from verilink.files.model import NewFile
from verilink.flow.outcomes import Answer, Captured, Show
from verilink.inquiries import progress
from verilink.inquiries.create import NewInquiry, create
from verilink.inquiries.model import Inquiry
from verilink.services import Services


@pytest.fixture
def make_inquiry(services: Services, installation: Any) -> Callable[..., Awaitable[Inquiry]]:
    """Make an inquiry in production from the shipped template of that name."""

    async def make(template: str = "Government ID", **new: Any) -> Inquiry:
        async with transaction(services.pool) as conn:
            wanted = NewInquiry(template_id=installation.bootstrap.templates[template], **new)
            return (await create(conn, services, installation.production, wanted)).inquiry

    return make


@pytest.fixture
def submit(services: Services, installation: Any, make_inquiry: Any) -> Callable[[], Awaitable[Inquiry]]:
    """An inquiry whose person has photographed an ID card and waits for the verdict."""

    async def answer(inquiry: Inquiry, event: Any) -> progress.View:
        async with transaction(services.pool) as conn:
            return await progress.answer(conn, installation.production, inquiry.id, event)

    async def make() -> Inquiry:
        inquiry = await make_inquiry()
        async with transaction(services.pool) as conn:
            view = await progress.open_flow(conn, installation.production, inquiry.id)
        view = await answer(inquiry, Answer(step=view.outcome.step, values={"consent": True}))
        chosen = {"country": "DE", "id-class": "pp"}
        view = await answer(inquiry, Answer(step=view.outcome.step, values=chosen))
        while isinstance(view.outcome, Show):
            page = view.outcome.model["page"]
            new = NewFile(
                inquiry_id=inquiry.id, page=page, data=b"picture" * 20, filename="a.jpg", content_type="image/jpeg"
            )
            file = await store(services, installation.production.id, new)
            view = await answer(inquiry, Captured(step=view.outcome.step, page=page, file_id=file.id))
        return view.inquiry

    return make
