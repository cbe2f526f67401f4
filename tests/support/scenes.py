"""Inquiries that have been through something, made by the API and the simulator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from support.apis import Api
from verilink.database import transaction
from verilink.files import actions as files
from verilink.files import queries as file_rows
from verilink.files.model import NewFile
from verilink.templates import queries as templates

PICTURE = b"\xff\xd8\xff\xe0" + bytes(20_000)


@dataclass(frozen=True)
class Verified:
    """A sandbox inquiry with one passed verification of each kind, and a picture on its document."""

    inquiry_id: str
    government_id: str
    selfie: str
    document_id: str
    selfie_id: str
    session_id: str
    account_id: str


def body(**attributes: Any) -> dict[str, Any]:
    """``data.attributes`` with dashes for underscores."""
    return {"data": {"attributes": {name.replace("_", "-"): value for name, value in attributes.items()}}}


def simulate(*steps: Any) -> dict[str, Any]:
    """The body of ``perform-simulate-actions``."""
    return {"meta": {"simulate-actions": [{"type": step} if isinstance(step, str) else step for step in steps]}}


async def verification_templates(api: Api) -> dict[str, str]:
    """``vtmpl_…`` of the default template, by verification type."""
    organization_id = api.bootstrap.organization_id
    async with transaction(api.services.pool) as conn:
        version = await templates.live(conn, organization_id, api.template_id)
    return {version.document.verifications[name].type: ids.template for name, ids in version.verification_ids.items()}


async def verified(api: Api) -> Verified:
    """Make one."""
    made = await api.inquiry(**{"reference-id": "user-42"}, fields={"name-first": "Ada"})
    inquiry_id = made["id"]
    session = await api.sandbox.post("/inquiry-sessions", body(inquiry_id=inquiry_id))
    known = await verification_templates(api)
    steps = [
        {"type": "create_passed_verification", "data": {"verification-template-id": known[kind]}}
        for kind in ("government-id", "selfie")
    ]
    done = await api.sandbox.post(
        f"/inquiries/{inquiry_id}/perform-simulate-actions", simulate("start_inquiry", *steps)
    )
    assert done.status == 200, done.body
    related = done.json()["data"]["relationships"]
    ids = {item["type"]: item["id"] for item in related["verifications"]["data"]}
    document_id = related["documents"]["data"][0]["id"]
    await _photograph(api, inquiry_id, document_id)
    return Verified(
        inquiry_id=inquiry_id,
        government_id=ids["verification/government-id"],
        selfie=ids["verification/selfie"],
        document_id=document_id,
        selfie_id=related["selfies"]["data"][0]["id"],
        session_id=session.json()["data"]["id"],
        account_id=related["account"]["data"]["id"],
    )


async def _photograph(api: Api, inquiry_id: str, document_id: str) -> None:
    environment_id = api.environments["sandbox"].id
    new = NewFile(
        inquiry_id=inquiry_id,
        page="front",
        data=PICTURE,
        filename="front.jpg",
        content_type="image/jpeg",
        capture_method="upload",
    )
    stored = await files.store(api.services, environment_id, new)
    async with transaction(api.services.pool) as conn:
        assert await file_rows.assign(conn, environment_id, inquiry_id, document_id, [stored.id]) == 1
