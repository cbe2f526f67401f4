"""Answers about inquiries and sessions have the form that the contract promises, good and bad ones.

The checked clients compare every answer with the contract's schema for its operation and status; the tests here see to
it that every operation is asked in every way that matters.
"""

from __future__ import annotations

from typing import Any

from support.contract import needs_contract
from support.scenes import body, simulate, verification_templates, verified

pytestmark = needs_contract
RELATIONS = (
    "account,documents,template,inquiry-template,inquiry-template-version,reports,transaction,reviewer,selfies,sessions,"
    "verifications,inquiry-template.latest-published-version,verifications.document"
)


async def _make(contract: Any, meta: dict[str, Any] | None = None, **attributes: Any) -> dict[str, Any]:
    wanted = body(inquiry_template_id=contract.api.template_id, **attributes)
    made = await contract.sandbox.post("/inquiries", wanted | ({"meta": meta} if meta else {}))
    assert made.status == 201, made.body
    answer: dict[str, Any] = made.json()
    return answer


async def test_creating_with_every_switch(contract: Any) -> None:
    plain = await _make(contract)
    assert plain["meta"] == {"session-token": None, "one-time-link": None, "one-time-link-short": None}
    switches = {
        "auto-create-account-reference-id": "user-1",
        "auto-create-account-type-id": plain and await _account_type(contract, plain),
        "auto-create-inquiry-session": True,
        "auto-create-one-time-link": True,
        "expiration-after-create-interval-seconds": 3600,
        "expiration-after-start-interval-seconds": 7200,
        "expiration-after-resume-interval-seconds": 600,
        "one-time-link-expiration-seconds": 60,
    }
    fields = {"name-first": "Zoë", "birthdate": "1990-02-03", "email-address": "zoe@example.com"}
    full = await _make(
        contract, switches, fields=fields, note="n", tags=["a"], redirect_uri="https://example.com/x", theme_set_id=None
    )
    assert full["meta"]["session-token"].count(".") == 2
    assert full["meta"]["one-time-link"].startswith("http")
    assert full["data"]["attributes"]["fields"]["name-first"] == {"type": "string", "value": "Zoë"}
    assert (await _make(contract, {"auto-create-account": False}))["data"]["relationships"]["account"]["data"] is None
    by_version = plain["data"]["relationships"]["inquiry-template-version"]["data"]["id"]
    made = await contract.sandbox.post("/inquiries", body(inquiry_template_version_id=by_version))
    assert made.status == 201


async def _account_type(contract: Any, made: dict[str, Any]) -> str:
    account = await contract.sandbox.get(f"/accounts/{made['data']['relationships']['account']['data']['id']}")
    type_id: str = account.json()["data"]["relationships"]["account-type"]["data"]["id"]
    assert (await contract.sandbox.get(f"/account-types/{type_id}")).status == 200
    assert (await contract.sandbox.get("/account-types/acttp_none")).status == 404
    return type_id


async def test_creating_what_does_not_fit(contract: Any) -> None:
    template_id, account_id = contract.api.template_id, (await _make(contract))["data"]["id"]
    refused = [
        ({}, None, 400),
        ({"inquiry-template-id": template_id, "inquiry-template-version-id": "itmplv_x"}, None, 400),
        ({"inquiry-template-id": template_id, "template-id": "tmpl_x"}, None, 400),
        ({"inquiry-template-id": "itmpl_none"}, None, 404),
        ({"inquiry-template-version-id": "itmplv_none"}, None, 404),
        ({"inquiry-template-id": template_id, "account-id": "act_none"}, None, 404),
        ({"inquiry-template-id": template_id, "theme-set-id": "theset_none"}, None, 404),
        ({"inquiry-template-id": template_id, "account-id": account_id, "reference-id": "r"}, None, 400),
        ({"inquiry-template-id": template_id, "fields": {"nope": 1}}, None, 400),
        ({"inquiry-template-id": template_id, "fields": {"birthdate": "1990-02-30"}}, None, 400),
        ({"inquiry-template-id": template_id, "redirect-uri": "javascript:alert(1)"}, None, 400),
        ({"inquiry-template-id": template_id, "initial-step-name": "end"}, None, 422),
        ({"inquiry-template-id": template_id, "colour": "red"}, None, 400),
        ({"inquiry-template-id": template_id, "reference-id": "a"}, {"auto-create-account-reference-id": "b"}, 400),
        ({"inquiry-template-id": template_id, "reference-id": "a"}, {"auto-create-account": False}, 400),
        ({"inquiry-template-id": template_id}, {"auto-create-account": "yes"}, 400),
        ({"inquiry-template-id": template_id}, {"auto-create-account-type-id": "acttp_none"}, 404),
        ({"inquiry-template-id": template_id}, {"expiration-after-create-interval-seconds": -1}, 400),
    ]
    for attributes, meta, status in refused:
        answer = await contract.sandbox.post("/inquiries", {"data": {"attributes": attributes}, "meta": meta})
        assert answer.status == status, (attributes, meta, answer.body)


async def test_reading_with_everything_included(contract: Any) -> None:
    scene = await verified(contract.api)
    shown = (await contract.sandbox.get(f"/inquiries/{scene.inquiry_id}?include={RELATIONS}")).json()
    kinds = {item["type"] for item in shown["included"]}
    assert kinds >= {
        "account",
        "document/government-id",
        "inquiry-session",
        "inquiry-template",
        "inquiry-template-version",
        "selfie/profile-and-center",
        "verification/government-id",
        "verification/selfie",
    }
    assert (await contract.sandbox.get("/inquiries/inq_none")).status == 404
    assert (await contract.sandbox.get(f"/inquiries/{scene.inquiry_id}?include=nope")).status == 400


async def test_listing_with_every_filter(contract: Any) -> None:
    made = await _make(contract, reference_id="User-1", note="vip")
    inquiry_id, account_id = made["data"]["id"], made["data"]["relationships"]["account"]["data"]["id"]
    created = made["data"]["attributes"]["created-at"]
    filters = {
        "inquiry-id": f"{inquiry_id},inq_none",
        "account-id": account_id,
        "note": "vip",
        "reference-id": "user-1",
        "inquiry-template-id": contract.api.template_id,
        "template-id": contract.api.template_id,
        "status": "created,pending",
        "created-at-start": created,
        "created-at-end": created,
    }
    for name, value in filters.items():
        found = (await contract.sandbox.get(f"/inquiries?filter[{name}]={value}")).json()
        assert [item["id"] for item in found["data"]] == [inquiry_id], name
    assert (await contract.sandbox.get("/inquiries?filter[created-at-start]=yesterday")).status == 400
    assert (await contract.sandbox.get("/inquiries?page[size]=0")).status == 400


async def test_searching(contract: Any) -> None:
    made = [(await _make(contract, reference_id=f"user-{number}"))["data"]["id"] for number in range(3)]
    await contract.sandbox.post(f"/inquiries/{made[0]}/approve")
    pending = {"attribute": "status", "operator": "eq", "value": "created"}
    mine = {"attribute": "reference_id", "operator": "eq", "value": "USER-2"}
    recent = {"attribute": "created_at", "operator": "gte", "value": "2020-01-01"}
    searches = [
        ({}, made[::-1]),
        ({"query": pending}, [made[2], made[1]]),
        ({"query": {"not": pending}}, [made[0]]),
        ({"query": {"and": [pending, mine]}}, [made[2]]),
        ({"query": {"or": [mine, {"not": pending}]}}, [made[2], made[0]]),
        ({"query": recent, "sort": {"attribute": "created_at", "direction": "asc"}}, made),
        ({"query": {"attribute": "inquiry_template_id", "operator": "eq", "value": "itmpl_none"}}, []),
        ({"query": recent, "page": {"size": 2}}, [made[2], made[1]]),
        ({"sort": {"attribute": "reference_id", "direction": "desc"}}, made[::-1]),
    ]
    for search, ids in searches:
        found = await contract.sandbox.post("/inquiries/search", search)
        assert [item["id"] for item in found.json()["data"]] == ids, search
    refused = [
        {"query": {"attribute": "note", "operator": "eq", "value": "x"}},
        {"query": {"attribute": "status", "operator": "gt", "value": "created"}},
        {"query": {"attribute": "status", "operator": "eq", "value": "great"}},
        {"query": {"attribute": "created_at", "operator": "gte", "value": 5}},
        {"query": {"and": []}},
        {"query": {"and": [pending] * 21}},
        {"query": {"not": {"not": {"not": pending}}}},
        {"query": [pending]},
        {"query": {"and": [pending], "or": [pending]}},
        {"sort": {"attribute": "note", "direction": "asc"}},
        {"sort": {"attribute": "status", "direction": "up"}},
        {"page": {"size": 1000}},
        {"page": 5},
        {"extra": 1},
    ]
    for search in refused:
        assert (await contract.sandbox.post("/inquiries/search", search)).status == 400, search


async def test_search_pages_forward_and_back_in_the_order_asked_for(contract: Any) -> None:
    made = [(await _make(contract, reference_id=f"user-{9 - number}"))["data"]["id"] for number in range(5)]
    search = {"sort": {"attribute": "reference_id", "direction": "asc"}}
    first = (await contract.sandbox.post("/inquiries/search?page[size]=2", search)).json()
    assert [item["id"] for item in first["data"]] == [made[4], made[3]]
    assert first["links"]["prev"] is None
    second = (await contract.sandbox.post(first["links"]["next"].removeprefix("/api/v1"), search)).json()
    assert [item["id"] for item in second["data"]] == [made[2], made[1]]
    back = (await contract.sandbox.post(second["links"]["prev"].removeprefix("/api/v1"), search)).json()
    assert [item["id"] for item in back["data"]] == [made[4], made[3]]


async def test_every_verb_and_its_refusals(contract: Any) -> None:
    inquiry_id = (await _make(contract))["data"]["id"]
    target = f"/inquiries/{inquiry_id}"
    steps: list[tuple[str, Any, int]] = [
        ("resume", None, 409),
        ("generate-one-time-link", {"meta": {"expires-in-seconds": 60}}, 200),
        ("generate-one-time-link", {"meta": {"expires-in-seconds": 0}}, 400),
        ("generate-one-time-link", None, 200),
        ("add-tag", {"meta": {"tag-name": "blue"}}, 200),
        ("add-tag", {}, 400),
        ("remove-tag", {"meta": {"tag-id": "blue"}}, 200),
        ("set-tags", {"meta": {"tag-name": ["a", "b"]}}, 200),
        ("set-tags", {"meta": {"tag-name": "a"}}, 400),
        ("perform-simulate-actions", simulate("start_inquiry"), 200),
        ("perform-simulate-actions", simulate("start_inquiry"), 409),
        ("perform-simulate-actions", simulate("dance"), 400),
        ("perform-simulate-actions", {}, 400),
        ("resume", None, 200),
        ("expire", None, 200),
        ("expire", None, 409),
        ("generate-one-time-link", None, 409),
        ("resume", None, 200),
        ("mark-for-review", None, 200),
        ("approve", {"meta": {"comment": "fine"}}, 200),
        ("mark-for-review", None, 409),
        ("decline", {"meta": {"comment": "not so fine"}}, 200),
        ("decline", {"meta": {"comment": 5}}, 400),
    ]
    for verb, given, status in steps:
        answer = await contract.sandbox.post(f"{target}/{verb}", given)
        assert answer.status == status, (verb, answer.body)
        assert (await contract.sandbox.post(f"/inquiries/inq_none/{verb}", given)).status in {400, 404}
    shown = (await contract.sandbox.get(target)).json()["data"]
    assert shown["attributes"]["status"] == "declined"
    assert shown["attributes"]["reviewer-comment"] == "not so fine"
    assert shown["attributes"]["tags"] == ["a", "b"]


async def test_changing_and_redacting(contract: Any) -> None:
    scene = await verified(contract.api)
    target = f"/inquiries/{scene.inquiry_id}"
    changed = await contract.sandbox.patch(target, body(note="new", tags=["x"], fields={"nameFirst": "Bea"}))
    assert changed.json()["data"]["attributes"]["fields"]["name-first"]["value"] == "Bea"
    for attributes in ({"note": 5}, {"fields": []}, {"tags": "x"}, {"status": "approved"}, {"redirect-uri": "data:x"}):
        assert (await contract.sandbox.patch(target, {"data": {"attributes": attributes}})).status == 400, attributes
    redacted = (await contract.sandbox.delete(target)).json()["data"]
    assert redacted["attributes"]["redacted-at"] is not None
    assert redacted["attributes"]["fields"]["name-first"]["value"] is None
    assert (await contract.sandbox.delete(target)).status == 200
    assert (await contract.sandbox.patch(target, body(note="again"))).status == 409
    assert (await contract.sandbox.delete("/inquiries/inq_none")).status == 404
    assert (await contract.sandbox.get(f"/verifications/{scene.government_id}")).status == 200


async def test_simulating_is_for_the_sandbox(contract: Any) -> None:
    wanted = body(inquiry_template_id=contract.api.template_id)
    inquiry_id = (await contract.production.post("/inquiries", wanted)).json()["data"]["id"]
    target = f"/inquiries/{inquiry_id}/perform-simulate-actions"
    assert (await contract.production.post(target, simulate("start_inquiry"))).status == 409


async def test_simulated_verifications(contract: Any) -> None:
    inquiry_id = (await _make(contract))["data"]["id"]
    known = await verification_templates(contract.api)
    target = f"/inquiries/{inquiry_id}/perform-simulate-actions"
    for kind, status in (("create_failed_verification", 200), ("create_passed_verification", 200)):
        for template_id in known.values():
            step = {"type": kind, "data": {"verification-template-id": template_id}}
            assert (await contract.sandbox.post(target, simulate(step))).status == status
    unknown = {"type": "create_passed_verification", "data": {"verification-template-id": "vtmpl_none"}}
    assert (await contract.sandbox.post(target, simulate(unknown))).status == 422


async def test_sessions(contract: Any) -> None:
    inquiry_id = (await _make(contract))["data"]["id"]
    made = await contract.sandbox.post("/inquiry-sessions", body(inquiry_id=inquiry_id))
    session_id = made.json()["data"]["id"]
    one = f"/inquiry-sessions/{session_id}"
    assert made.status == 201
    shown = await contract.sandbox.get(f"{one}?include=inquiry,device,network")
    assert [item["id"] for item in shown.json()["included"]] == [inquiry_id]
    assert (await contract.sandbox.post(f"{one}/generate-one-time-link")).status == 200
    listed = await contract.sandbox.get(f"/inquiry-sessions?filter[inquiry-id]={inquiry_id}")
    assert [item["id"] for item in listed.json()["data"]] == [session_id]
    assert (await contract.sandbox.get("/inquiry-sessions?filter[nope]=1")).status == 400
    assert (await contract.sandbox.post(f"{one}/expire")).json()["data"]["attributes"]["status"] == "expired"
    assert (await contract.sandbox.post(f"{one}/expire")).status == 200
    assert (await contract.sandbox.post(f"{one}/generate-one-time-link")).status == 409
    await contract.sandbox.post("/inquiry-sessions", body(inquiry_id=inquiry_id))
    ended = await contract.sandbox.post(
        "/inquiry-sessions/expire-all", {"meta": {"inquiry-ids": [inquiry_id, "inq_x"]}}
    )
    assert [item["attributes"]["status"] for item in ended.json()["data"]] == ["expired"]
    assert (await contract.sandbox.post("/inquiry-sessions/expire-all", {"meta": {"inquiry-ids": []}})).status == 400
    assert (await contract.sandbox.post("/inquiry-sessions", body(inquiry_id="inq_none"))).status == 404
    assert (await contract.sandbox.post("/inquiry-sessions", body())).status == 400
    for verb in ("expire", "generate-one-time-link"):
        assert (await contract.sandbox.post(f"/inquiry-sessions/iqse_none/{verb}")).status == 404
    assert (await contract.sandbox.get("/inquiry-sessions/iqse_none")).status == 404
    await contract.sandbox.post(f"/inquiries/{inquiry_id}/approve")
    assert (await contract.sandbox.post("/inquiry-sessions", body(inquiry_id=inquiry_id))).status == 409
