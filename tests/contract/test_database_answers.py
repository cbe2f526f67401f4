"""Database verifications against the published contract: made by simulate actions, shown at their typed address."""

from __future__ import annotations

from typing import Any

import pytest

from support.contract import needs_contract
from support.own_templates import publish
from support.scenes import simulate
from verilink.database import transaction
from verilink.templates import queries as templates

TEMPLATE = """
schema: 1
name: Records
fields: {name-first: {}, name-last: {}, birthdate: {type: date}}
start: start
steps:
  start: {kind: screen, screen: {kind: consent}, next: run}
  run: {kind: action, do: [{run: verification, verification: records}], next: decide}
  decide: {kind: branch, rules: [{when: verifications.records.passed, to: success}], otherwise: failure}
  success: {kind: end, status: completed, title: Done}
  failure: {kind: end, status: failed, title: Sorry}
verifications:
  records: {type: database, attempts: 1, checks: {database_identity_comparison: {}, database_name_comparison: {}}}
"""


@needs_contract
@pytest.mark.parametrize("ending", ["passed", "failed"])
async def test_a_simulated_look_up_is_shown_as_the_contract_says(contract: Any, ending: str) -> None:
    api = contract.api
    template_id = await publish(api.services, api.bootstrap.organization_id, TEMPLATE)
    made = await api.inquiry(**{"inquiry-template-id": template_id})
    async with transaction(api.services.pool) as conn:
        version = await templates.live(conn, api.bootstrap.organization_id, template_id)
    wanted = version.verification_ids["records"].template
    step = {"type": f"create_{ending}_verification", "data": {"verification-template-id": wanted}}
    path = f"/inquiries/{made['id']}/perform-simulate-actions"
    done = await contract.sandbox.post(path, simulate("start_inquiry", step))
    assert done.status == 200, done.body
    [verification] = done.json()["data"]["relationships"]["verifications"]["data"]
    assert verification["type"] == "verification/database"
    shown = (await contract.sandbox.get(f"/verification/databases/{verification['id']}")).json()["data"]
    attributes = shown["attributes"]
    assert (shown["type"], attributes["status"]) == ("verification/database", ending)
    assert (attributes["name-last"], attributes["normalized-address-city"]) == ("Sample", None)
    failed = [check["name"] for check in attributes["checks"] if check["status"] == "failed"]
    assert failed == ([] if ending == "passed" else ["database_identity_comparison"])
    assert "document" not in shown["relationships"]
    assert (await contract.sandbox.get(f"/verification/selfies/{verification['id']}")).status == 404
    again = (await contract.sandbox.get(f"/verifications/{verification['id']}")).json()["data"]
    assert again == shown
