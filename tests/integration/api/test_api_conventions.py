"""What holds for every operation: who may ask, in which form, how often, and what errors look like."""

from __future__ import annotations

import asyncio
from typing import Any

from support.apis import Api
from support.asgi import Response
from verilink.database import transaction

RATE = ("ratelimit-limit", "ratelimit-remaining", "ratelimit-reset")


def _create(api: Api, **attributes: Any) -> dict[str, Any]:
    return {"data": {"attributes": {"inquiry-template-id": api.template_id, **attributes}}}


async def test_without_a_key_everything_is_401_even_what_does_not_exist(api: Api) -> None:
    nobody = api.client(None)
    for method, target in (("GET", "/inquiries"), ("POST", "/inquiries"), ("GET", "/nothing"), ("PUT", "/inquiries")):
        answer = await nobody.request(method, target)
        assert answer.status == 401
        assert answer.json() == {"errors": [{"title": "Must be authenticated to access this endpoint"}]}
        assert not set(RATE) & set(answer.headers)


async def test_a_key_that_is_unknown_or_of_another_scheme_is_a_token_that_is_invalid(api: Api) -> None:
    for header in ("Bearer persona_sandbox_nope", "Basic abc", "Bearer", "Bearer  ", "Bearer " + "x" * 5000):
        answer = await api.client(None).request("GET", "/inquiries", headers={"authorization": header})
        assert answer.status == 401, header
        assert answer.json() == {"errors": [{"title": "Token is invalid"}]}


async def test_an_unknown_path_is_404_and_a_wrong_method_405_with_the_methods_that_exist(api: Api) -> None:
    assert (await api.sandbox.get("/nothing/at/all")).json() == {"errors": [{"title": "Record not found"}]}
    assert (await api.sandbox.get("/inquiries/")).status == 404
    refused = await api.sandbox.request("PUT", "/inquiries")
    assert refused.status == 405
    assert refused.headers["allow"] == "GET, POST"


async def test_every_answer_names_the_request_the_environment_and_what_is_left(api: Api) -> None:
    answer = await api.sandbox.get("/inquiries")
    assert answer.headers["request-id"].startswith("req_")
    assert answer.headers["persona-environment-id"] == api.environments["sandbox"].id
    assert answer.headers["persona-organization-id"] == api.bootstrap.organization_id
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache, no-store, max-age=0, must-revalidate"
    assert answer.headers["vary"] == "Accept"
    assert set(RATE) <= set(answer.headers)
    again = await api.sandbox.get("/inquiries")
    assert again.headers["request-id"] != answer.headers["request-id"]
    assert int(again.headers["ratelimit-remaining"]) == int(answer.headers["ratelimit-remaining"]) - 1


async def test_a_key_without_the_permission_is_403_and_one_with_it_is_let_through(api: Api) -> None:
    reader = api.client(await api.key("sandbox", ["inquiry.read"]))
    assert (await reader.get("/inquiries")).status == 200
    refused = await reader.post("/inquiries", _create(api))
    assert refused.status == 403
    assert refused.error == {"title": "Forbidden", "details": "The API key lacks the permission inquiry.write"}
    for target in ("/accounts", "/webhooks", "/events", "/api-keys", "/verifications/ver_1", "/documents/doc_1"):
        assert (await reader.get(target)).status == 403, target


async def test_a_key_bound_to_addresses_works_from_those_only(api: Api) -> None:
    made = await api.sandbox.post(
        "/api-keys",
        {"data": {"attributes": {"name": "Office", "ip-address-allowlist": ["192.0.2.0/24", "2001:db8::1"]}}},
    )
    value = made.json()["data"]["attributes"]["value"]
    for address, status in (("192.0.2.9", 200), ("2001:db8::1", 200), ("198.51.100.1", 403), ("", 403), ("unix:", 403)):
        answer = await api.client(value, address).get("/inquiries")
        assert answer.status == status, address
    assert answer.error["details"] == "IP address is not permitted access to current environment"


async def test_the_request_after_the_last_allowed_one_is_429_with_the_headers_that_say_when_to_return(api: Api) -> None:
    client = api.limited(api_rate_limit_per_minute=3).sandbox
    answers = [await client.get("/inquiries") for _ in range(4)]
    assert [answer.status for answer in answers] == [200, 200, 200, 429]
    assert [answer.headers["ratelimit-remaining"] for answer in answers] == ["2", "1", "0", "0"]
    assert answers[3].error["title"] == "Rate limit exceeded"
    assert 1 <= int(answers[3].headers["retry-after"]) <= 60


async def test_limits_are_per_environment_over_all_of_its_keys(api: Api) -> None:
    limited = api.limited(api_rate_limit_per_minute=2)
    other = limited.client(await api.key("sandbox"))
    assert [(await client.get("/inquiries")).status for client in (limited.sandbox, other, other)] == [200, 200, 429]
    assert (await limited.production.get("/inquiries")).status == 200


async def test_creating_inquiries_has_a_quota_of_its_own(api: Api) -> None:
    client = api.limited(create_quota_per_minute=2).sandbox
    answers = [await client.post("/inquiries", _create(api)) for _ in range(3)]
    assert [answer.status for answer in answers] == [201, 201, 429]
    assert [answer.headers["quota-remaining"] for answer in answers] == ["1", "0", "0"]
    assert answers[0].headers["quota-limit"] == "2"
    assert (await client.get("/inquiries")).status == 200


async def test_rate_limits_tells_the_same_as_the_headers(api: Api) -> None:
    answer = await api.limited(api_rate_limit_per_minute=10).sandbox.get("/rate-limits")
    [limit] = answer.json()["data"]
    assert limit["attributes"] == {"limit": 10, "remaining": 9, "seconds-to-reset": 60}
    sparse = await api.sandbox.get("/rate-limits?fields[rate-limit/api]=limit")
    assert sparse.json()["data"] == [{"type": "rate-limit/api", "attributes": {"limit": 1_000_000}}]


async def test_responses_come_in_the_inflection_asked_for_and_requests_in_any(api: Api) -> None:
    for style, name in (("kebab", "created-at"), ("camel", "createdAt"), ("snake", "created_at")):
        body = {"data": {"attributes": {_styled(style, "inquiry-template-id"): api.template_id}}}
        answer = await api.sandbox.post("/inquiries", body, key_inflection=style)
        assert answer.status == 201, answer.body
        attributes = answer.json()["data"]["attributes"]
        assert name in attributes
        assert "name-first" in attributes["fields"]  # keys of fields are names, never inflected
    refused = await api.sandbox.get("/inquiries", key_inflection="shout")
    assert refused.status == 400


def _styled(style: str, key: str) -> str:
    first, *rest = key.split("-")
    joined = {"kebab": "-", "snake": "_"}
    return joined[style].join([first, *rest]) if style in joined else first + "".join(part.title() for part in rest)


async def test_field_keys_are_taken_in_any_inflection_and_values_are_left_alone(api: Api) -> None:
    for fields in ({"nameFirst": "Ada"}, {"name_first": "Ada"}, {"name-first": {"type": "string", "value": "Ada"}}):
        made = await api.inquiry(fields=fields)
        assert made["attributes"]["fields"]["name-first"] == {"type": "string", "value": "Ada"}


async def test_the_same_key_in_two_spellings_is_refused(api: Api) -> None:
    twice = {"inquiry-template-id": api.template_id, "inquiryTemplateId": api.template_id}
    answer = await api.sandbox.post("/inquiries", {"data": {"attributes": twice}})
    assert (answer.status, answer.error["title"]) == (400, "Bad Request")


async def test_an_old_version_has_personal_attributes_at_the_top_and_related_objects_unasked(api: Api) -> None:
    made = await api.inquiry(fields={"name-first": "Ada"}, **{"reference-id": "u1"})
    old = (await api.sandbox.get(f"/inquiries/{made['id']}", persona_version="2023-01-05")).json()
    assert old["data"]["attributes"]["name-first"] == "Ada"
    assert old["data"]["attributes"]["social-security-number"] is None
    assert {item["type"] for item in old["included"]} == {"account", "inquiry-template"}
    account = next(item for item in old["included"] if item["type"] == "account")
    assert "name-first" in account["attributes"]
    new = (await api.sandbox.get(f"/inquiries/{made['id']}", persona_version="2025-10-27")).json()
    assert "name-first" not in new["data"]["attributes"]
    assert new["included"] == []
    none = await api.sandbox.get(f"/inquiries/{made['id']}?include=", persona_version="2023-01-05")
    assert none.json()["included"] == []


async def test_events_are_told_in_the_version_asked_for(api: Api) -> None:
    made = await api.inquiry(fields={"name-first": "Ada"})
    target = f"/events?filter[object-id]={made['id']}"
    old = (await api.sandbox.get(target, persona_version="2023-01-05")).json()["data"][0]
    assert old["attributes"]["payload"]["data"]["attributes"]["name-first"] == "Ada"
    new = (await api.sandbox.get(target)).json()["data"][0]
    assert "name-first" not in new["attributes"]["payload"]["data"]["attributes"]


async def test_an_unknown_version_is_refused(api: Api) -> None:
    answer = await api.sandbox.get("/inquiries", persona_version="2019-01-01")
    assert answer.status == 400
    assert "2025-12-08" in answer.error["details"]


async def test_a_key_has_its_own_version_and_inflection(api: Api) -> None:
    attributes = {"name": "Old", "api-version": "2023-01-05", "api-key-inflection": "camel"}
    made = await api.sandbox.post("/api-keys", {"data": {"attributes": attributes}})
    old = api.client(made.json()["data"]["attributes"]["value"])
    shown = (await old.post("/inquiries", _create(api))).json()["data"]["attributes"]
    assert "nameFirst" in shown
    assert "createdAt" in shown
    assert (
        "created-at"
        in (await old.get("/inquiries?page[size]=1", key_inflection="kebab")).json()["data"][0]["attributes"]
    )


async def test_related_objects_are_included_once_and_one_level_deeper(api: Api) -> None:
    made = await api.inquiry(**{"reference-id": "u1"})
    names = "account.account-type,account,inquiry-template.latest-published-version,inquiry-template-version,sessions"
    await api.sandbox.post("/inquiry-sessions", {"data": {"attributes": {"inquiry-id": made["id"]}}})
    found = (await api.sandbox.get(f"/inquiries/{made['id']}?include={names}")).json()["included"]
    kinds = [item["type"] for item in found]
    assert sorted(kinds) == [
        "account",
        "account-type",
        "inquiry-session",
        "inquiry-template",
        "inquiry-template-version",
    ]
    assert len({(item["type"], item["id"]) for item in found}) == len(found)
    unknown = await api.sandbox.get(f"/inquiries/{made['id']}?include=friends")
    assert unknown.status == 400


async def test_an_object_does_not_include_itself(api: Api) -> None:
    made = await api.inquiry()
    await api.sandbox.post("/inquiry-sessions", {"data": {"attributes": {"inquiry-id": made["id"]}}})
    found = (await api.sandbox.get(f"/inquiries/{made['id']}?include=sessions.inquiry")).json()["included"]
    assert [item["type"] for item in found] == ["inquiry-session"]


async def test_sparse_fieldsets_leave_the_rest_and_the_relationships_out(api: Api) -> None:
    made = await api.inquiry(fields={"name-first": "Ada"})
    target = f"/inquiries/{made['id']}?fields[inquiry]=status,fields.name-first"
    assert (await api.sandbox.get(target)).json()["data"] == {
        "type": "inquiry",
        "id": made["id"],
        "attributes": {"status": "created", "fields": {"name-first": {"type": "string", "value": "Ada"}}},
    }


async def test_pages_are_stable_while_new_objects_arrive_and_their_links_are_relative(api: Api) -> None:
    made = [await api.inquiry() for _ in range(5)]
    first = (await api.sandbox.get("/inquiries?page[size]=2&filter[status]=created")).json()
    assert [item["id"] for item in first["data"]] == [made[4]["id"], made[3]["id"]]
    assert first["links"]["prev"] is None
    wanted = f"/api/v1/inquiries?page%5Bsize%5D=2&filter%5Bstatus%5D=created&page%5Bafter%5D={made[3]['id']}"
    assert first["links"]["next"] == wanted
    newcomer = await api.inquiry()
    second = (await api.sandbox.get(wanted.removeprefix("/api/v1"))).json()
    assert [item["id"] for item in second["data"]] == [made[2]["id"], made[1]["id"]]
    back = (await api.sandbox.get(second["links"]["prev"].removeprefix("/api/v1"))).json()
    assert [item["id"] for item in back["data"]] == [made[4]["id"], made[3]["id"]]
    newest = (await api.sandbox.get(back["links"]["prev"].removeprefix("/api/v1"))).json()
    assert [item["id"] for item in newest["data"]] == [newcomer["id"]]


async def test_page_sizes_go_from_1_to_100(api: Api) -> None:
    for size, status in (("1", 200), ("100", 200), ("0", 400), ("101", 400), ("-1", 400), ("9" * 9, 400), ("x", 400)):
        assert (await api.sandbox.get(f"/inquiries?page[size]={size}")).status == status, size


async def test_unknown_filters_and_statuses_are_refused(api: Api) -> None:
    for query in ("filter[nope]=1", "filter[status]=nice", "filter=1", "filter[note]=a&filter[status]=created"):
        assert (await api.sandbox.get(f"/inquiries?{query}")).status == 400, query


async def test_the_blocklist_of_a_key_takes_attributes_out_of_every_answer(api: Api) -> None:
    blocked = ["name-*", "/data/attributes/fields/email-address", "!name-last"]
    attributes = {"name": "Blind", "api-attributes-blocklist": blocked}
    key = (await api.sandbox.post("/api-keys", {"data": {"attributes": attributes}})).json()["data"]["attributes"][
        "value"
    ]
    blind = api.client(key)
    fields = {"name-first": "Ada", "name-last": "Example", "email-address": "ada@example.com"}
    made = (await blind.post("/inquiries", _create(api, fields=fields))).json()["data"]
    assert "name-first" not in made["attributes"]["fields"]
    assert "email-address" not in made["attributes"]["fields"]
    assert made["attributes"]["fields"]["name-last"]["value"] == "Example"
    for event in (await blind.get("/events?filter[name]=inquiry.created")).json()["data"]:
        shown = event["attributes"]["payload"]["data"]["attributes"]["fields"]
        assert "name-first" not in shown
        assert "email-address" not in shown
        assert event["attributes"]["name"] == "inquiry.created"


async def test_a_replayed_request_is_answered_with_the_same_bytes_and_happens_once(api: Api) -> None:
    body = _create(api, note="once")
    first = await api.sandbox.post("/inquiries", body, idempotency_key="k1")
    again = await api.sandbox.post("/inquiries", body, idempotency_key="k1")
    assert (first.status, first.body) == (again.status, again.body) == (201, first.body)
    assert len((await api.sandbox.get("/inquiries")).json()["data"]) == 1
    other = await api.sandbox.post("/inquiries", _create(api, note="twice"), idempotency_key="k1")
    assert other.status == 422
    elsewhere = await api.production.post("/inquiries", body, idempotency_key="k1")
    assert elsewhere.status == 201


async def test_failures_are_replayed_too_and_so_are_unexpected_ones(api: Api, monkeypatch: Any) -> None:
    wrong = _create(api, fields={"no-such-field": 1})
    first = await api.sandbox.post("/inquiries", wrong, idempotency_key="bad")
    again = await api.sandbox.post("/inquiries", wrong, idempotency_key="bad")
    assert (first.status, first.body) == (again.status, again.body) == (400, first.body)

    async def explode(*_: Any, **__: Any) -> None:
        raise RuntimeError("not expected")

    with monkeypatch.context() as patched:
        patched.setattr("verilink.inquiries.api.create", explode)
        broken = await api.sandbox.post("/inquiries", _create(api), idempotency_key="boom")
    assert broken.status == 500
    assert broken.json() == {"errors": [{"title": "Service unavailable"}]}
    replayed = await api.sandbox.post("/inquiries", _create(api), idempotency_key="boom")
    assert (replayed.status, replayed.body) == (500, broken.body)


async def test_a_secret_in_an_answer_is_kept_sealed(api: Api) -> None:
    body = {"data": {"attributes": {"name": "Secret"}}}
    made = await api.sandbox.post("/api-keys", body, idempotency_key="k")
    value = made.json()["data"]["attributes"]["value"]
    assert (await api.sandbox.post("/api-keys", body, idempotency_key="k")).body == made.body
    async with transaction(api.services.pool) as conn:
        kept = await conn.fetchval("SELECT body FROM idempotency_record WHERE key = 'k'")
    assert value.encode() not in kept


async def test_401_and_429_are_never_stored(api: Api) -> None:
    body = _create(api)
    assert (await api.client("wrong").post("/inquiries", body, idempotency_key="k")).status == 401
    tight = api.limited(create_quota_per_minute=1).sandbox
    await tight.post("/inquiries", body)
    assert (await tight.post("/inquiries", body, idempotency_key="k")).status == 429
    assert (await api.sandbox.post("/inquiries", body, idempotency_key="k")).status == 201


async def test_two_requests_with_one_key_at_once_make_one_inquiry(api: Api) -> None:
    body = _create(api)
    answers = await asyncio.gather(*(api.sandbox.post("/inquiries", body, idempotency_key="race") for _ in range(8)))
    assert {answer.status for answer in answers} <= {201, 409}
    assert len({answer.body for answer in answers if answer.status == 201}) == 1
    assert len((await api.sandbox.get("/inquiries")).json()["data"]) == 1
    assert (await api.sandbox.post("/inquiries", body, idempotency_key="race")).status == 201


async def test_a_request_that_was_given_up_can_be_made_again_but_never_happens_twice(api: Api) -> None:
    body = _create(api)
    first = await api.sandbox.post("/inquiries", body, idempotency_key="late")
    async with transaction(api.services.pool) as conn:
        await conn.execute(
            "UPDATE idempotency_record SET status = NULL, body = NULL, created_at = now() - interval '5 minutes'"
        )
    again = await api.sandbox.post("/inquiries", body, idempotency_key="late")
    assert first.status == again.status == 201
    third = await api.sandbox.post("/inquiries", body, idempotency_key="late")
    assert third.body == again.body


async def test_bad_idempotency_keys_are_refused(api: Api) -> None:
    for key in ("", " ", "x" * 256, "schlüssel"):
        answer = await api.sandbox.post("/inquiries", _create(api), idempotency_key=key)
        assert answer.status == 400, key


async def test_an_idempotency_key_on_a_get_means_nothing(api: Api) -> None:
    first = await api.sandbox.get("/inquiries", idempotency_key="k")
    await api.inquiry()
    second = await api.sandbox.get("/inquiries", idempotency_key="k")
    assert len(first.json()["data"]) == 0
    assert len(second.json()["data"]) == 1


async def test_a_head_request_has_the_status_of_the_get(api: Api) -> None:
    answer: Response = await api.sandbox.request("HEAD", "/inquiries")
    assert answer.status == 200
