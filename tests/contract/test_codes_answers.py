"""Verifications by a code against the published contract: made by simulate actions, shown at their typed address."""

from __future__ import annotations

from typing import Any

import pytest

from support.contract import needs_contract
from support.scenes import simulate
from verilink.database import transaction
from verilink.templates import queries as templates

KINDS = {"email-address": "email-addresses", "phone-number": "phone-numbers"}


async def _made(contract: Any, kind: str, action: str) -> tuple[str, str]:
    """Inquiry and verification."""
    api = contract.api
    template_id = api.bootstrap.templates["Email and phone"]
    made = await api.inquiry(**{"inquiry-template-id": template_id})
    async with transaction(api.services.pool) as conn:
        version = await templates.live(conn, api.bootstrap.organization_id, template_id)
    wanted = version.verification_ids[kind.replace("-", "_")].template
    step = {"type": action, "data": {"verification-template-id": wanted}}
    path = f"/inquiries/{made['id']}/perform-simulate-actions"
    done = await contract.sandbox.post(path, simulate("start_inquiry", step))
    assert done.status == 200, done.body
    related = done.json()["data"]["relationships"]
    assert related["documents"]["data"] == []
    [verification] = related["verifications"]["data"]
    assert verification["type"] == f"verification/{kind}"
    return made["id"], verification["id"]


@needs_contract
@pytest.mark.parametrize("kind", KINDS)
async def test_a_simulated_verification_is_shown_as_the_contract_says(contract: Any, kind: str) -> None:
    _, passed = await _made(contract, kind, "create_passed_verification")
    shown = (await contract.sandbox.get(f"/verification/{KINDS[kind]}/{passed}")).json()["data"]
    attributes = shown["attributes"]
    assert (shown["type"], attributes["status"]) == (f"verification/{kind}", "passed")
    assert attributes[kind]
    assert "confirmation-code" not in attributes
    assert "document" not in shown["relationships"]
    assert {check["status"] for check in attributes["checks"]} == {"passed"}
    other = next(path for one, path in KINDS.items() if one != kind)
    assert (await contract.sandbox.get(f"/verification/{other}/{passed}")).status == 404


@needs_contract
@pytest.mark.parametrize("kind", KINDS)
async def test_a_simulated_failure_and_its_events(contract: Any, kind: str) -> None:
    inquiry_id, failed = await _made(contract, kind, "create_failed_verification")
    shown = (await contract.sandbox.get(f"/verifications/{failed}")).json()["data"]["attributes"]
    assert shown["status"] == "failed"
    assert [check["name"] for check in shown["checks"] if check["status"] == "failed"] == [
        f"{kind.replace('-', '_')}_confirmation_code_comparison"
    ]
    async with transaction(contract.api.services.pool) as conn:
        rows = await conn.fetch("SELECT name FROM event WHERE inquiry_id = $1 ORDER BY id", inquiry_id)
    told = [row["name"] for row in rows if row["name"].startswith("verification.")]
    assert told == ["verification.created", "verification.submitted", "verification.failed"]
