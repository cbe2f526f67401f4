"""Erasing a person: downwards, for good, and everywhere the API could still tell of them."""

from __future__ import annotations

from support.apis import Api
from support.scenes import body, verified


async def test_erasing_an_account_erases_its_inquiries_and_their_evidence(api: Api) -> None:
    scene = await verified(api)
    await api.sandbox.patch(f"/accounts/{scene.account_id}", body(fields={"name": {"first": "Marguerite"}}))
    await api.sandbox.patch(
        f"/inquiries/{scene.inquiry_id}", body(note="Marguerite", fields={"name-last": "Marguerite"})
    )
    other = await api.inquiry(**{"reference-id": "somebody-else"}, note="Marguerite")
    assert (await api.sandbox.delete(f"/accounts/{scene.account_id}")).status == 200
    for target in (
        f"/accounts/{scene.account_id}",
        f"/inquiries/{scene.inquiry_id}",
        f"/verifications/{scene.government_id}",
        f"/documents/{scene.document_id}",
        "/events?page[size]=100",
    ):
        answer = await api.sandbox.get(target)
        assert answer.status == 200
        assert answer.body.count(b"Marguerite") == (1 if target.startswith("/events") else 0), target
        assert b"access_token" not in answer.body
        assert b"ALEXANDER" not in answer.body.upper()
    kept = (await api.sandbox.get(f"/inquiries/{other['id']}")).json()["data"]["attributes"]
    assert kept["note"] == "Marguerite"
    redacted = (await api.sandbox.get(f"/inquiries/{scene.inquiry_id}")).json()["data"]["attributes"]
    assert redacted["redacted-at"] is not None
    names = [event["attributes"]["name"] for event in (await api.sandbox.get("/events?page[size]=100")).json()["data"]]
    assert names.count("account.redacted") == names.count("inquiry.redacted") == 1


async def test_a_verification_that_waits_for_its_verdict_cannot_be_erased_alone(api: Api) -> None:
    scene = await verified(api)
    async with api.services.pool.acquire() as conn:
        await conn.execute("UPDATE verification SET status = 'submitted' WHERE id = $1", scene.selfie)
    assert (await api.sandbox.delete(f"/verifications/{scene.selfie}")).status == 409
    assert (await api.sandbox.delete(f"/inquiries/{scene.inquiry_id}")).status == 200
    erased = (await api.sandbox.get(f"/verifications/{scene.selfie}")).json()["data"]["attributes"]
    assert erased["status"] == "canceled"


async def test_an_erased_account_can_be_used_again(api: Api) -> None:
    made = await api.inquiry(**{"reference-id": "user-1"})
    account_id = made["relationships"]["account"]["data"]["id"]
    await api.sandbox.delete(f"/accounts/{account_id}")
    again = await api.inquiry(**{"reference-id": "USER-1"})
    assert again["relationships"]["account"]["data"]["id"] == account_id
    assert (await api.sandbox.patch(f"/accounts/{account_id}", body(name_first="New"))).status == 200
