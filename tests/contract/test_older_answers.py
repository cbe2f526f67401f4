"""A caller of an older version gets answers in that version's form."""

from __future__ import annotations

from typing import Any

import pytest

from support.contract import DOCUMENT, needs_contract
from support.scenes import body, verified

OLD = "2023-01-05"
pytestmark = [
    needs_contract,
    pytest.mark.skipif(
        not DOCUMENT.with_name(f"openapi-{OLD}.json").is_file(),
        reason=f"the contract of {OLD} is not beside the newest",
    ),
]


async def test_answers_in_the_form_of_2023(contract: Any) -> None:
    scene = await verified(contract.api)
    old = {"persona_version": OLD}
    full = {
        "reference-id": "u",
        "name-first": "Ada",
        "social-security-number": "000-00-0000",
        "birthdate": "1990-02-03",
    }
    made = await contract.sandbox.post("/accounts", {"data": {"attributes": full}}, **old)
    account = made.json()["data"]["attributes"]
    assert (account["name-first"], account["social-security-number"]) == ("Ada", "000-00-0000")
    inquiry = await contract.sandbox.post("/inquiries", body(inquiry_template_id=contract.api.template_id), **old)
    assert {item["type"] for item in inquiry.json()["included"]} == {"account", "inquiry-template"}
    shown = (await contract.sandbox.get(f"/inquiries/{scene.inquiry_id}", **old)).json()
    assert {item["type"].partition("/")[0] for item in shown["included"]} == {
        "account",
        "document",
        "inquiry-session",
        "inquiry-template",
        "selfie",
        "verification",
    }
    for target in (
        "/inquiries",
        "/accounts",
        "/events?page[size]=100",
        "/inquiry-sessions",
        f"/inquiry-sessions/{scene.session_id}",
        f"/accounts/{scene.account_id}",
        f"/verifications/{scene.government_id}",
        f"/verifications/{scene.selfie}",
        f"/verification/government-ids/{scene.government_id}",
        f"/documents/{scene.document_id}",
        "/webhooks",
        "/api-keys",
        "/rate-limits",
        "/inquiries/inq_none",
    ):
        await contract.sandbox.get(target, **old)
    await contract.production.get("/inquiry-templates", **old)
    await contract.sandbox.delete(f"/inquiries/{scene.inquiry_id}", **old)
