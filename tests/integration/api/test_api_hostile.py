"""What a caller must not be able to do: crash an operation, reach another environment, or do a thing twice."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from support.apis import Api, ApiClient
from support.scenes import body, verified
from verilink.api import build_api
from verilink.api.arrival import MAX_BODY

OPERATIONS = build_api().operations
WITH_IDS = [(method, path) for method, path in OPERATIONS if "{" in path]
# What each operation needs in its body to get as far as looking the object up.
BODIES: dict[str, Any] = {
    "add-tag": {"meta": {"tag-name": "x"}},
    "remove-tag": {"meta": {"tag-name": "x"}},
    "set-tags": {"meta": {"tag-name": ["x"]}},
    "perform-simulate-actions": {"meta": {"simulate-actions": [{"type": "start_inquiry"}]}},
    "expire": {"meta": {"expires-in-seconds": 1}},
}


async def _owned_by_production(api: Api) -> dict[str, str]:
    """One object of each kind in the production environment, by the name of its id in paths."""
    made = await api.production.post("/inquiries", body(inquiry_template_id=api.template_id, reference_id="u"))
    inquiry = made.json()["data"]
    session = (await api.production.post("/inquiry-sessions", body(inquiry_id=inquiry["id"]))).json()["data"]
    hook = {"name": "n", "url": "https://example.com/", "enabled-events": ["*"]}
    webhook = (await api.production.post("/webhooks", {"data": {"attributes": hook}})).json()["data"]
    events = (await api.production.get("/events")).json()["data"]
    keys = (await api.production.get("/api-keys")).json()["data"]
    return {
        "inquiry_id": inquiry["id"],
        "account_id": inquiry["relationships"]["account"]["data"]["id"],
        "session_id": session["id"],
        "webhook_id": webhook["id"],
        "event_id": events[0]["id"],
        "api_key_id": keys[0]["id"],
        "verification_id": "ver_none",
        "document_id": "doc_none",
        "template_id": api.template_id,
        "account_type_id": "acttp_none",
        "theme_set_id": "theset_none",
    }


def _is_the_organizations(method: str, path: str) -> bool:
    """Whether a sandbox key is refused before anything is looked up: templates, and writing theme sets."""
    return path.startswith("/inquiry-templates") or (path.startswith("/theme-sets") and method != "GET")


async def test_the_objects_of_another_environment_do_not_exist(api: Api) -> None:
    owned = await _owned_by_production(api)
    for method, path in WITH_IDS:
        target = path.format(**owned)
        answer = await api.sandbox.request(method, target, BODIES.get(path.rpartition("/")[2]))
        assert answer.status == (403 if _is_the_organizations(method, path) else 404), (method, target, answer.body)
    shown = (await api.production.get(f"/inquiries/{owned['inquiry_id']}")).json()["data"]
    assert (shown["attributes"]["status"], shown["attributes"]["tags"]) == ("created", [])


async def test_verifications_and_documents_of_another_environment_do_not_exist(api: Api) -> None:
    scene = await verified(api)
    for target in (
        f"/verifications/{scene.government_id}",
        f"/verification/government-ids/{scene.government_id}",
        f"/verification/selfies/{scene.selfie}",
        f"/documents/{scene.document_id}",
        f"/document/government-ids/{scene.document_id}",
    ):
        assert (await api.sandbox.get(target)).status == 200, target
        assert (await api.production.get(target)).status == 404, target
    assert (await api.production.delete(f"/verifications/{scene.government_id}")).status == 404


async def test_ids_in_bodies_and_filters_reach_no_other_environment_either(api: Api) -> None:
    owned = await _owned_by_production(api)
    attributes = {"inquiry-template-id": api.template_id, "account-id": owned["account_id"]}
    assert (await api.sandbox.post("/inquiries", {"data": {"attributes": attributes}})).status == 404
    assert (await api.sandbox.post("/inquiry-sessions", body(inquiry_id=owned["inquiry_id"]))).status == 404
    ended = await api.sandbox.post("/inquiry-sessions/expire-all", {"meta": {"inquiry-ids": [owned["inquiry_id"]]}})
    assert ended.json()["data"] == []
    session = await api.production.get(f"/inquiry-sessions/{owned['session_id']}")
    assert session.json()["data"]["attributes"]["status"] == "new"
    for target in (
        f"/inquiries?filter[inquiry-id]={owned['inquiry_id']}",
        f"/inquiries?filter[account-id]={owned['account_id']}",
        "/inquiries?filter[reference-id]=u",
        "/accounts?filter[reference-id]=u",
        f"/inquiry-sessions?filter[inquiry-id]={owned['inquiry_id']}",
        f"/events?filter[object-id]={owned['inquiry_id']}",
    ):
        assert (await api.sandbox.get(target)).json()["data"] == [], target


STRANGE_IDS = ("inq_none", "..", "%2e%2e", "a%00b", "a%20b", "%ff", "1'%20OR%20'1'='1", "a" * 81, "a" * 5000, "%C3%A9")


async def test_unknown_and_malformed_ids_are_404(api: Api) -> None:
    for strange in STRANGE_IDS:
        for method, path in WITH_IDS:
            if not _is_the_organizations(method, path):
                target = path.replace(path[path.index("{") : path.index("}") + 1], strange)
                answer = await api.sandbox.request(method, target, BODIES.get(path.rpartition("/")[2]))
                assert answer.status == 404, (method, target, answer.body)


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"[]",
        b'"text"',
        b"5",
        b"null",
        b"{}{}",
        b'{"data": NaN}',
        b"\xff\xfe",
        b'{"data": "\xff"}',
        b'{"data": "\\ud800"}',
        b"{" + b'"a":{' * 200 + b"}" * 201,
        b'{"data":{"attributes":{"fields":{"name-first":' + b"[" * 60 + b"]" * 60 + b"}}}}",
        b'{"data":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b"[" * 1_000_000,
    ],
    ids=range(14),
)
async def test_a_body_that_is_not_a_sound_json_object_is_400(api: Api, raw: bytes) -> None:
    for method, target in (("POST", "/inquiries"), ("PATCH", "/accounts/act_1"), ("POST", "/webhooks")):
        answer = await api.sandbox.request(method, target, raw=raw)
        assert answer.status == 400, answer.body[:200]
        assert answer.error["title"] == "Bad Request"


async def test_a_body_that_is_too_large_is_413_whether_it_says_so_or_not(api: Api) -> None:
    large = b'{"data": "' + b"x" * MAX_BODY + b'"}'
    assert (await api.sandbox.request("POST", "/inquiries", raw=large)).status == 413
    assert (
        await api.sandbox.request("POST", "/inquiries", chunks=[large[:1_000_000], large[1_000_000:]])
    ).status == 413
    announced = {"content-length": "9" * 15}
    assert (await api.sandbox.request("POST", "/inquiries", headers=announced, raw=b"{}")).status == 413


async def test_a_body_of_another_kind_is_415(api: Api) -> None:
    kind = {"content-type": "application/xml"}
    assert (await api.sandbox.request("POST", "/inquiries", raw=b"<x/>", headers=kind)).status == 415


async def test_values_of_100_kb_and_nul_characters_are_refused_and_leave_nothing(api: Api) -> None:
    for value in ("x" * 100_000, "a\0b", "\0"):
        for attributes in (
            {"fields": {"name-first": value}},
            {"fields": {value: "x"}},
            {"note": value},
            {"reference-id": value},
            {"tags": [value]},
            {"creator-email-address": value},
            {"redirect-uri": f"https://example.com/{value}"},
            {"theme-set-id": value},
            {"account-id": value},
        ):
            wanted = {"data": {"attributes": {"inquiry-template-id": api.template_id, **attributes}}}
            answer = await api.sandbox.post("/inquiries", wanted)
            assert answer.status in {400, 404}, (attributes.keys(), answer.body[:200])
        for attributes in ({"name-first": value}, {"fields": {"name": {value: "x"}}}, {"account-status": value}):
            assert (await api.sandbox.post("/accounts", {"data": {"attributes": attributes}})).status == 400
        assert (await api.sandbox.post("/api-keys", body(name="x", note=value))).status == 400
    assert (await api.sandbox.get("/inquiries")).json()["data"] == []
    assert (await api.sandbox.get("/accounts")).json()["data"] == []


async def test_query_strings_that_are_not_sound_are_400(api: Api) -> None:
    for query in (
        "page[size]=999999999999999999999",
        "page[size]=1e2",
        "page[after]=%00",
        "page[after]=a%20b",
        "page[after]=" + "a" * 100,
        "page[after]=a&page[before]=b",
        "page[sideways]=1",
        "page=1",
        "filter[status]=%ff",
        "filter[reference-id]=%00",
        "filter[reference-id][x]=1",
        "filter[created-at-start]=0",
        "filter[created-at-start]=99999-01-01",
        "a[" * 20 + "]" * 20,
        "&".join(f"p{number}=1" for number in range(2_000)),
        "x=" + "y" * 70_000,
        "%",
        "fields=1",
        "fields[inquiry][x]=1",
    ):
        answer = await api.sandbox.get(f"/inquiries?{query}")
        assert answer.status == 400, (query[:60], answer.status)


async def test_text_that_looks_like_the_name_of_a_file_stays_text(api: Api) -> None:
    scene = await verified(api)
    link = f"verilink-file:file_{'1' * 28}/front.jpg"
    made = await api.inquiry(note=link, fields={"name-first": link})
    shown = (await api.sandbox.get(f"/inquiries/{made['id']}?include=account")).json()["data"]["attributes"]
    assert (shown["note"], shown["fields"]["name-first"]["value"]) == (link, link)
    document = await api.sandbox.get(f"/documents/{scene.document_id}")
    assert "access_token=" in document.json()["data"]["attributes"]["front-photo"]["url"]


async def test_a_file_s_address_works_without_a_key_and_dies_with_its_time(api: Api) -> None:
    scene = await verified(api)
    short = await api.sandbox.post("/api-keys", body(name="s", file_access_token_expires_in=1))
    client = api.client(short.json()["data"]["attributes"]["value"])
    photo = (await client.get(f"/documents/{scene.document_id}")).json()["data"]["attributes"]["front-photo"]
    path = photo["url"].removeprefix("http://localhost:3000")
    plain = super(ApiClient, api.client(None))
    assert (await plain.request("GET", path)).status == 200
    await asyncio.sleep(2.1)
    assert (await plain.request("GET", path)).status == 401
    forged = path[:-4] + ("AAAA" if not path.endswith("AAAA") else "BBBB")
    assert (await plain.request("GET", forged)).status == 401


async def test_one_reference_id_at_once_makes_one_account(api: Api) -> None:
    wanted = body(inquiry_template_id=api.template_id, reference_id="Same")
    made = await asyncio.gather(*(api.sandbox.post("/inquiries", wanted) for _ in range(8)))
    assert {answer.status for answer in made} == {201}
    accounts = {answer.json()["data"]["relationships"]["account"]["data"]["id"] for answer in made}
    assert len(accounts) == 1
    assert [item["id"] for item in (await api.sandbox.get("/accounts")).json()["data"]] == list(accounts)
    created = (await api.sandbox.get("/events?filter[name]=account.created")).json()["data"]
    assert len(created) == 1
    for event in (await api.sandbox.get("/events?filter[name]=inquiry.created")).json()["data"]:
        told = event["attributes"]["payload"]["data"]["relationships"]["account"]["data"]
        assert told == {"type": "account", "id": accounts.copy().pop()}


async def test_decisions_at_once_take_turns(api: Api) -> None:
    made = await api.inquiry()
    verbs = ["approve", "decline", "expire", "mark-for-review"] * 3
    answers = await asyncio.gather(*(api.sandbox.post(f"/inquiries/{made['id']}/{verb}") for verb in verbs))
    assert {answer.status for answer in answers} <= {200, 409}
    events = (await api.sandbox.get(f"/events?filter[object-id]={made['id']}&page[size]=100")).json()["data"]
    told = [event["attributes"]["name"] for event in events]
    assert told.count("inquiry.expired") <= 1
    final = (await api.sandbox.get(f"/inquiries/{made['id']}")).json()["data"]["attributes"]["status"]
    assert told[0] == {"approved": "inquiry.approved", "declined": "inquiry.declined"}[final]


async def test_a_rolled_back_request_leaves_neither_row_nor_event(api: Api, monkeypatch: Any) -> None:
    async def explode(*_: Any, **__: Any) -> None:
        raise RuntimeError("after the write")

    monkeypatch.setattr("verilink.inquiries.create.make_link", explode)
    wanted = body(inquiry_template_id=api.template_id) | {"meta": {"auto-create-one-time-link": True}}
    assert (await api.sandbox.post("/inquiries", wanted)).status == 500
    assert (await api.sandbox.post("/inquiries", wanted, idempotency_key="k")).status == 500
    assert (await api.sandbox.get("/inquiries")).json()["data"] == []
    assert (await api.sandbox.get("/events")).json()["data"] == []


async def test_a_websocket_is_closed(api: Api) -> None:
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "websocket", "path": "/api/v1/inquiries", "headers": [], "query_string": b"", "app": api.app}
    await build_api()(scope, receive, send)
    assert sent == [{"type": "websocket.close", "code": 1000}]
