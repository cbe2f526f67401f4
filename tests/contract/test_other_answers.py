"""Answers about accounts, verifications, templates, events, webhooks and keys have the contract's form."""

from __future__ import annotations

import json
from typing import Any

from support.contract import OWN, check, needs_contract, validator
from support.scenes import body, verified
from verilink.access.api_keys import PERMISSIONS
from verilink.api import build_api
from verilink.database import transaction
from verilink.events import queries as events
from verilink.kit.pagination import Page
from verilink.webhooks import payload
from verilink.webhooks import queries as webhooks

pytestmark = needs_contract


async def test_accounts(contract: Any) -> None:
    full = {
        "reference-id": "user-7",
        "tags": ["vip"],
        "account-status": "Default",
        "name-first": "Ada",
        "country-code": "US",
        "social-security-number": "000-00-0000",
        "fields": {
            "name": {"last": "Example"},
            "address": {"street_1": "1 Sample Road"},
            "birthdate": "1990-02-03",
            "identification_numbers": [{"identification_class": "dl", "identification_number": "X0"}],
        },
    }
    made = await contract.sandbox.post("/accounts", {"data": {"attributes": full}})
    assert made.status == 201
    account, one = made.json()["data"], f"/accounts/{made.json()['data']['id']}"
    name = account["attributes"]["fields"]["name"]["value"]
    assert (name["first"]["value"], name["last"]["value"]) == ("Ada", "Example")
    assert (await contract.sandbox.post("/accounts", body(reference_id="USER-7"))).status == 409
    upsert = {"data": {"attributes": {"reference-id": "user-7", "tags": ["b"]}}, "meta": {"upsert-by": "reference-id"}}
    again = await contract.sandbox.post("/accounts", upsert)
    assert (again.status, again.json()["data"]["id"]) == (200, account["id"])
    fresh = {"data": {"attributes": {"reference-id": "user-8"}}, "meta": {"upsert-by": "reference_id"}}
    assert (await contract.sandbox.post("/accounts", fresh)).status == 201
    assert (await contract.sandbox.post("/accounts")).status == 201
    listed = (await contract.sandbox.get("/accounts?filter[reference-id]=USER-7,user-8")).json()
    assert len(listed["data"]) == 2
    shown = (await contract.sandbox.get(f"{one}?include=account-type")).json()
    assert [item["type"] for item in shown["included"]] == ["account-type"]
    changed = await contract.sandbox.patch(one, body(reference_id="user-9", fields={"name": {"middle": "M"}}))
    assert changed.json()["data"]["attributes"]["fields"]["name"]["value"]["first"]["value"] == "Ada"
    assert (await contract.sandbox.patch(one, body(reference_id="user-8"))).status == 409
    assert (await contract.sandbox.post(f"{one}/add-tag", {"meta": {"tag-name": "x"}})).status == 200
    assert (await contract.sandbox.post(f"{one}/remove-tag", {"meta": {"tag-name": "b"}})).status == 200
    tagged = await contract.sandbox.post(f"{one}/set-tags", {"meta": {"tag-name": ["one", "two"]}})
    assert tagged.json()["data"]["attributes"]["tags"] == ["one", "two"]
    redacted = (await contract.sandbox.delete(one)).json()["data"]["attributes"]
    assert redacted["redacted-at"] is not None
    assert redacted["reference-id"] == "user-9"
    assert redacted["fields"]["name"]["value"]["first"]["value"] is None


async def test_accounts_that_do_not_fit(contract: Any) -> None:
    refused = [
        ({"fields": {"shoe-size": 43}}, 400),
        ({"fields": {"name": "Ada"}}, 400),
        ({"fields": {"name": {"nick": "A"}}}, 400),
        ({"fields": {"birthdate": "yesterday"}}, 400),
        ({"fields": {"identification_numbers": 5}}, 400),
        ({"fields": {"identification_numbers": [5]}}, 400),
        ({"fields": {"identification_numbers": [{"colour": "red"}]}}, 400),
        ({"fields": {"selfie_photo": {"data": {}}}}, 422),
        ({"selfie-photo": {"data": {"data": "AAAA", "filename": "x.png"}}}, 422),
        ({"fields": []}, 400),
        ({"name-first": 5}, 400),
        ({"tags": "x"}, 400),
        ({"reference-id": ["x"]}, 400),
        ({"shoe-size": 43}, 400),
        ({"account-type-id": "acttp_none"}, 404),
    ]
    for attributes, status in refused:
        answer = await contract.api.sandbox.post("/accounts", {"data": {"attributes": attributes}})
        assert answer.status == status, (attributes, answer.body)
    for target in ("/accounts/act_none", "/accounts/act_none/add-tag"):
        method = "POST" if target.endswith("tag") else "GET"
        assert (await contract.sandbox.request(method, target, {"meta": {"tag-name": "x"}})).status == 404
    by_nothing = {"data": {"attributes": {}}, "meta": {"upsert-by": "email-address"}}
    assert (await contract.sandbox.post("/accounts", by_nothing)).status == 400
    assert (await contract.sandbox.patch("/accounts/act_none", body())).status == 404
    assert (await contract.sandbox.delete("/accounts/act_none")).status == 404
    assert (await contract.sandbox.get("/accounts?filter[name]=x")).status == 400


async def test_verifications_and_documents(contract: Any) -> None:
    scene = await verified(contract.api)
    sandbox = contract.sandbox
    names = (
        "accounts,document,inquiry,inquiry-template,inquiry-template-version,template,transaction,verification-template,"
        "verification-template-version"
    )
    shown = (await sandbox.get(f"/verifications/{scene.government_id}?include={names}")).json()
    assert shown["data"]["attributes"]["status"] == "passed"
    assert {item["id"] for item in shown["included"]} >= {scene.inquiry_id, scene.account_id, scene.document_id}
    assert (await sandbox.get(f"/verifications/{scene.selfie}")).status == 200
    assert (await sandbox.get(f"/verification/government-ids/{scene.government_id}")).status == 200
    assert (await sandbox.get(f"/verification/selfies/{scene.selfie}")).status == 200
    assert (await sandbox.get(f"/verification/selfies/{scene.government_id}")).status == 404
    assert (await sandbox.get(f"/verification/government-ids/{scene.selfie}")).status == 404
    assert (await sandbox.get("/verifications/ver_none")).status == 404
    document = await sandbox.get(f"/documents/{scene.document_id}?include=inquiry,document-files")
    photo = document.json()["data"]["attributes"]["front-photo"]
    assert photo["url"].startswith("http://localhost:3000/files/front.jpg?access_token=")
    assert (await sandbox.get(f"/document/government-ids/{scene.document_id}")).status == 200
    assert (await sandbox.get(f"/document/generics/{scene.document_id}")).status == 404
    for target in ("/documents/doc_none", f"/documents/{scene.selfie_id}", "/document/government-ids/doc_none"):
        assert (await sandbox.get(target)).status == 404
    redacted = (await sandbox.delete(f"/verifications/{scene.government_id}")).json()["data"]["attributes"]
    assert redacted["redacted-at"] is not None
    assert redacted["front-photo-url"] is None
    assert redacted["name-first"] is None
    assert (await sandbox.delete(f"/verifications/{scene.government_id}")).status == 200
    assert (await sandbox.delete("/verifications/ver_none")).status == 404
    assert (await sandbox.get(f"/documents/{scene.document_id}")).json()["data"]["attributes"]["front-photo"] is None


async def test_templates(contract: Any) -> None:
    listed = (await contract.production.get("/inquiry-templates?page[size]=2")).json()
    assert len(listed["data"]) == 2
    rest = (await contract.production.get(listed["links"]["next"].removeprefix("/api/v1"))).json()
    assert rest["data"]
    assert not {item["id"] for item in rest["data"]} & {item["id"] for item in listed["data"]}
    back = (await contract.production.get(rest["links"]["prev"].removeprefix("/api/v1"))).json()
    assert [item["id"] for item in back["data"]] == [item["id"] for item in listed["data"]]
    one = f"/inquiry-templates/{contract.api.template_id}"
    shown = (await contract.production.get(f"{one}?include=latest-published-version")).json()
    assert [item["type"] for item in shown["included"]] == ["inquiry-template-version"]
    assert shown["included"][0]["attributes"]["live"] is True
    target = f"/inquiry-template-versions?filter[inquiry-template-id]={contract.api.template_id}"
    assert len((await contract.production.get(target)).json()["data"]) == 1
    assert (await contract.production.get("/inquiry-template-versions")).status == 400
    assert (await contract.production.get("/inquiry-template-versions?filter[inquiry-template-id]=x")).status == 404
    assert (await contract.production.get("/inquiry-templates/itmpl_none")).status == 404
    for sandbox_target in ("/inquiry-templates", one, target, f"{one}/translations"):
        assert (await contract.sandbox.get(sandbox_target)).status == 403


async def test_translations_of_a_template(contract: Any) -> None:
    target = f"/inquiry-templates/{contract.api.template_id}/translations"
    shown = (await contract.production.get(target)).json()["data"]
    assert shown["type"] == "inquiry-template-translations"
    title = next(row for row in shown["attributes"]["translations"] if row["component"] == "title")
    assert {"locale": "en-US", "value": "Let’s confirm it’s you"} in title["locale-values"]
    change = {key: title[key] for key in ("step", "component", "attribute-name")}
    row = change | {"locale-values": [{"locale": "de", "value": "Guten Tag"}]}
    made = await contract.production.post(target, body(translations=[row]))
    assert made.status == 200
    assert (made.json()["data"]["type"], made.json()["data"]["attributes"]["status"]) == (
        "inquiry-template-version",
        "draft",
    )
    again = (await contract.production.get(target)).json()["data"]
    assert again["id"] == made.json()["data"]["id"] != shown["id"]
    title = next(row for row in again["attributes"]["translations"] if row["component"] == "title")
    assert {"locale": "de", "value": "Guten Tag"} in title["locale-values"]
    unknown = body(translations=[row | {"step": "nowhere"}])
    assert (await contract.production.post(target, unknown)).status == 400
    broken = body(translations=[change | {"locale-values": [{"locale": "de", "value": "<script>"}]}])
    assert (await contract.production.post(target, broken)).status == 422
    assert (await contract.production.post(target, body(translations="x"))).status == 400
    for locale in ("xx", "", "en"):
        odd = body(translations=[change | {"locale-values": [{"locale": locale, "value": "x"}]}])
        assert (await contract.production.post(target, odd)).status == 422


async def test_events_and_their_payloads(contract: Any) -> None:
    scene = await verified(contract.api)
    found = []
    target: str | None = "/events?page[size]=100"
    while target:
        page = (await contract.sandbox.get(target)).json()
        found += page["data"]
        target = page["links"]["next"] and page["links"]["next"].removeprefix("/api/v1")
    names = {event["attributes"]["name"] for event in found}
    assert names >= {
        "inquiry.created",
        "inquiry.started",
        "verification.passed",
        "document.processed",
        "selfie.created",
    }
    for event in found:
        _check_payload(event["attributes"]["payload"]["data"])
    one = found[0]["id"]
    assert (await contract.sandbox.get(f"/events/{one}")).json()["data"]["id"] == one
    for query in (f"filter[name]=inquiry.created&filter[object-id]={scene.inquiry_id}", f"filter[id]={one}"):
        assert len((await contract.sandbox.get(f"/events?{query}")).json()["data"]) == 1, query
    assert (await contract.sandbox.get("/events/evt_none")).status == 404
    assert (await contract.sandbox.get("/events?filter[kind]=x")).status == 400


SCHEMAS = {
    "account": "account",
    "document/government-id": "document-government-id",
    "inquiry": "inquiry",
    "inquiry-session": "inquiry-session",
    "selfie/profile-and-center": "selfie",
    "verification/government-id": "verification-government-id",
    "verification/selfie": "verification-selfie",
}


def _check_payload(resource: dict[str, Any]) -> None:
    check(resource, f"/components/schemas/{SCHEMAS[resource['type']]}")


async def test_what_a_webhook_receives(contract: Any) -> None:
    """The body of a delivery: an event whose payload also says what is included."""
    await verified(contract.api)
    made = await contract.sandbox.post("/webhooks", body(name="n", url="https://example.com/x", enabled_events=["*"]))
    environment_id, webhook_id = contract.api.environments["sandbox"].id, made.json()["data"]["id"]
    async with transaction(contract.api.services.pool) as conn:
        webhook = await webhooks.get(conn, environment_id, webhook_id)
        every = await events.list_events(conn, environment_id, Page(100))
    for event in every:
        sent = payload.build(webhook, event, contract.api.services)
        assert sent is not None
        data = json.loads(sent)["data"]
        assert data["type"] == "event"
        assert data["attributes"]["payload"].pop("included") == []
        check(data, "/components/schemas/event")
        _check_payload(data["attributes"]["payload"]["data"])


async def test_webhooks(contract: Any) -> None:
    sandbox = contract.sandbox
    attributes = {
        "name": "Main",
        "url": "https://example.com/hooks",
        "description": None,
        "enabled-events": ["inquiry.completed", "inquiry.failed"],
        "api-version": "2023-01-05",
        "api-key-inflection": "camel",
        "api-attributes-blocklist": ["name-*"],
        "file-access-token-expires-in": 600,
        "payload-filter": {"data": {"attributes": {"status": "completed"}}},
        "included-allowlist": {"state": "include_all"},
        "relationship-allowlist": {"state": "include_none"},
        "custom-http-headers": {"X-API-Key": "secret"},
    }
    made = await sandbox.post("/webhooks", {"data": {"attributes": attributes}})
    assert made.status == 201, made.body
    one = f"/webhooks/{made.json()['data']['id']}"
    assert made.json()["data"]["attributes"]["status"] == "disabled"
    assert (await sandbox.get(one)).json()["data"]["attributes"]["secret"].startswith("wbhsec_")
    assert len((await sandbox.get("/webhooks")).json()["data"]) == 1
    assert (await sandbox.patch(one, body(name="Other"))).json()["data"]["attributes"]["name"] == "Other"
    assert (await sandbox.post(f"{one}/enable")).json()["data"]["attributes"]["status"] == "enabled"
    rotated = await sandbox.post(f"{one}/rotate-secret", {"meta": {"expires-in-seconds": 3600}})
    assert len(rotated.json()["data"]["attributes"]["secrets"]) == 2
    assert (await sandbox.post(f"{one}/disable")).status == 200
    assert (await sandbox.post(f"{one}/clone")).status == 200
    assert (await sandbox.post(f"{one}/archive")).json()["data"]["attributes"]["status"] == "archived"
    for verb in ("enable", "disable", "archive", "clone", "rotate-secret"):
        assert (await sandbox.post(f"{one}/{verb}")).status == 409, verb
        assert (await sandbox.post(f"/webhooks/wbh_none/{verb}")).status == 404, verb
    assert (await sandbox.get("/webhooks/wbh_none")).status == 404
    assert (await sandbox.patch("/webhooks/wbh_none", body(name="x"))).status == 404


async def test_webhooks_that_do_not_fit(contract: Any) -> None:
    good = {"name": "n", "url": "https://example.com/", "enabled-events": ["*"]}
    refused = [
        ({"url": "http://169.254.169.254/latest"}, 422),
        ({"url": "http://localhost:1/"}, 422),
        ({"url": "ftp://example.com"}, 422),
        ({"url": 5}, 400),
        ({"enabled-events": ["inquiry.danced"]}, 400),
        ({"enabled-events": []}, 400),
        ({"api-version": "2019-01-01"}, 400),
        ({"api-attributes-blocklist": ["///"]}, 400),
        ({"payload-filter": 5}, 400),
        ({"secret": "mine"}, 400),
    ]
    for change, status in refused:
        answer = await contract.sandbox.post("/webhooks", {"data": {"attributes": good | change}})
        assert answer.status == status, (change, answer.body)
    assert (
        await contract.sandbox.post("/webhooks", {"data": {"attributes": {"url": "https://x.example"}}})
    ).status == 400


async def test_api_keys(contract: Any) -> None:
    sandbox = contract.sandbox
    attributes = {
        "name": "Backend",
        "note": "n",
        "api-version": "2025-10-27",
        "api-key-inflection": "snake",
        "api-attributes-blocklist": ["name-*"],
        "ip-address-allowlist": ["10.0.0.0/8"],
        "permissions": ["inquiry.read", "api_key.write"],
        "file-access-token-expires-in": 60,
    }
    made = await sandbox.post("/api-keys", {"data": {"attributes": attributes}})
    assert made.status == 201, made.body
    shown = made.json()["data"]["attributes"]
    assert {name: shown[name] for name in attributes} == attributes
    assert shown["value"].startswith("persona_sandbox_")
    one = f"/api-keys/{made.json()['data']['id']}"
    assert "value" not in (await sandbox.get(one)).json()["data"]["attributes"]
    assert [item["attributes"]["name"] for item in (await sandbox.get("/api-keys?filter[name]=Backend")).json()["data"]]
    changed = await sandbox.patch(one, body(name="Renamed", ip_address_allowlist=["*"]))
    assert changed.json()["data"]["attributes"]["name"] == "Renamed"
    copy = await sandbox.post(f"{one}/clone")
    assert copy.json()["data"]["attributes"]["value"] != shown["value"]
    expired = await sandbox.post(f"{one}/expire", {"meta": {"expires-in-seconds": 0}})
    assert expired.json()["data"]["attributes"]["expires-at"] is not None
    assert (await sandbox.post(f"{one}/expire", {"meta": {"expires-in-seconds": 0}})).status == 409
    assert (await contract.api.client(shown["value"]).get("/inquiries")).status == 401
    assert (await sandbox.post(f"{one}/expire", {})).status == 400
    assert (await sandbox.post("/api-keys/api_none/clone")).status == 404
    assert (await sandbox.patch("/api-keys/api_none", body(name="x"))).status == 404


async def test_api_keys_that_do_not_fit(contract: Any) -> None:
    refused = [
        {},
        {"name": ""},
        {"name": 5},
        {"name": "x", "permissions": ["everything"]},
        {"name": "x", "permissions": []},
        {"name": "x", "ip-address-allowlist": ["here"]},
        {"name": "x", "ip-address-allowlist": []},
        {"name": "x", "api-version": "new"},
        {"name": "x", "api-key-inflection": "shout"},
        {"name": "x", "file-access-token-expires-in": True},
        {"name": "x", "api-attributes-blocklist": [5]},
        {"name": "x", "value": "mine"},
    ]
    for attributes in refused:
        answer = await contract.sandbox.post("/api-keys", {"data": {"attributes": attributes}})
        assert answer.status == 400, (attributes, answer.body)


async def test_a_key_gives_away_only_what_it_has(contract: Any) -> None:
    weak = contract.api.client(await contract.api.key("sandbox", ["api_key.write", "inquiry.read"]))
    refused = await weak.post("/api-keys", body(name="x", permissions=["inquiry.write"]))
    assert refused.status == 403
    made = await weak.post("/api-keys", body(name="x"))
    assert made.json()["data"]["attributes"]["permissions"] == ["inquiry.read"]
    strong = (await contract.sandbox.post("/api-keys", body(name="s", permissions=list(PERMISSIONS)))).json()["data"][
        "id"
    ]
    assert (await weak.post(f"/api-keys/{strong}/clone")).status == 403


async def test_every_operation_refuses_in_the_contract_s_form(contract: Any) -> None:
    """401 and 403 of each operation; the checked client compares them with the operation's own schemas."""
    operations = [each for each in build_api().operations if tuple(each) not in OWN]
    for method, path in operations:
        target = path.replace("{", "").replace("}", "")
        contract.sandbox.key, key = None, contract.sandbox.key
        assert (await contract.sandbox.request(method, target)).status == 401
        contract.sandbox.key = key
    poor = type(contract.sandbox)(contract.api.app, await contract.api.key("sandbox", ["document.write"]))
    for method, path in operations:
        if path != "/rate-limits":
            assert (await poor.request(method, path.replace("{", "").replace("}", ""))).status == 403, path
    tight = type(contract.sandbox)(contract.api.limited(api_rate_limit_per_minute=1).app, contract.sandbox.key)
    assert (await tight.get("/rate-limits")).status == 200
    for method, path in operations:
        assert (await tight.request(method, path.replace("{", "").replace("}", ""))).status == 429, path


def test_the_checks_themselves_can_fail() -> None:
    assert list(validator("/components/schemas/inquiry").iter_errors({"type": "account"}))
