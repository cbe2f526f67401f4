"""Somebody who signed up in a real browser, and inquiries in every state."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from browser.conftest import Server
from verilink.database import transaction
from verilink.files.actions import store
from verilink.files.model import NewFile
from verilink.inquiries.create import NewInquiry, create
from verilink.inquiries.simulate import SimulateAction, perform
from verilink.organizations import queries as organizations
from verilink.templates import queries as templates
from verilink.verifications import queries as verifications

PASSWORD = "marble-otter-lantern"
# One white pixel.
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)
Seed = Callable[..., str]


@pytest.fixture
def seed(web_server: Server) -> Seed:
    """Make an inquiry in the sandbox and move it: ``seed("usr_1", "start_inquiry", …)``; its id.

    A verification that is made is the first of ``template``, in the order of its steps.
    """

    async def make(reference: str, *steps: str, template: str = "Government ID and selfie", **fields: str) -> str:
        services = web_server.services
        async with transaction(services.pool) as conn:
            sandbox = await organizations.environment(conn, web_server.environment("sandbox"))
            template_id = web_server.made.templates[template]
            live = await templates.live(conn, sandbox.organization_id, template_id)
            given = {key.replace("_", "-"): value for key, value in fields.items()}
            new = NewInquiry(template_id=template_id, reference_id=reference, fields=given)
            inquiry = (await create(conn, services, sandbox, new)).inquiry
            first = live.verification_ids[next(iter(live.document.verifications))].template
            actions = [SimulateAction(step, first if "verification" in step else None) for step in steps]
            if actions:
                await perform(conn, sandbox, inquiry.id, actions)
            made = await verifications.of_inquiry(conn, sandbox.id, inquiry.id)
        for each in made:
            if template == "Email and phone":
                continue
            file = NewFile(
                inquiry_id=inquiry.id,
                page="page-1" if template == "Proof of address" else "front",
                data=PICTURE,
                filename="front.png",
                content_type="image/png",
                owner_id=each.evidence_id,
            )
            await store(services, sandbox.id, file)
        return inquiry.id

    return lambda reference, *steps, **fields: web_server.run(make(reference, *steps, **fields))


@pytest.fixture
def owner(page: Page, web_server: Server) -> Page:
    """A page of the first owner, who has just signed up."""
    page.goto(web_server.signup_url)
    page.get_by_label("Your name").fill("Ada Ruiz")
    page.get_by_label("E-mail address").fill("ada@northwind.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    page.wait_for_url("**/dashboard")
    return page
