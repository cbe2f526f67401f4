"""Many inquiries from a table, by program: a portion a call, told how far it is, nothing made twice."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import Any

import pytest

from support.apis import Api
from support.visitor import Visitor
from verilink.inquiries.bulk import api as bulk

TABLE = """reference-id,name-first,email-address,language
u1,Zoë,zoe@example.com,
u2,Bo,,xx-nonsense
u3,Cy,not an address,
u4,Di,,
"""


def _asked(api: Api, **more: Any) -> dict[str, Any]:
    return {"data": {"attributes": {"inquiry-template-id": api.template_id, "csv": TABLE} | more}}


async def test_a_program_sends_a_table_and_is_told_how_far_it_is(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "PORTION", 3)
    first = (await api.sandbox.post(bulk.PATH, _asked(api))).json()
    assert first["meta"] == {"rows-total": 4, "rows-done": 3, "next-row": 3}
    assert [row["attributes"]["outcome"] for row in first["data"]] == ["created", "error", "error"]
    assert first["data"][1]["relationships"]["inquiry"]["data"] is None
    rest = await api.sandbox.post(bulk.PATH, _asked(api, **{"from-row": 3}))
    assert rest.json()["meta"] == {"rows-total": 4, "rows-done": 4, "next-row": None}
    again = (await api.sandbox.post(bulk.PATH, _asked(api))).json()["data"][0]
    assert again["attributes"]["outcome"] == "existing"
    inquiry = first["data"][0]["relationships"]["inquiry"]["data"]["id"]
    assert again["relationships"]["inquiry"]["data"]["id"] == inquiry
    assert len((await api.sandbox.get("/inquiries")).json()["data"]) == 2
    opened = await Visitor(api.services).start(first["data"][0]["attributes"]["link"].partition("?")[2])
    assert (opened.status, opened.json["inquiry-id"]) == (200, inquiry)


async def test_a_table_that_cannot_be_used_is_refused_in_a_sentence(api: Api) -> None:
    for wrong in ({"csv": "name\nA"}, {"csv": ""}, {"link": "x"}, {"days": 0}, {"from-row": 9}, {"x": 1}, {"csv": 7}):
        assert (await api.sandbox.post(bulk.PATH, _asked(api, **wrong))).status == 400, wrong
    unknown = _asked(api, **{"inquiry-template-id": "itmpl_1111111111111111111111111111"})
    rows = (await api.sandbox.post(bulk.PATH, unknown)).json()["data"]
    assert {row["attributes"]["outcome"] for row in rows} == {"error"}


async def test_only_keys_that_may_write_inquiries_import_them(api: Api) -> None:
    reader = api.client(await api.key("sandbox", ["inquiry.read"]))
    assert (await reader.post(bulk.PATH, _asked(api))).status == 403
    assert (await api.client(None).post(bulk.PATH, _asked(api))).status == 401


async def test_imports_count_against_the_limit_of_calls(api: Api) -> None:
    tight = api.limited(api_rate_limit_per_minute=1).client(api.sandbox.key)
    assert (await tight.post(bulk.PATH, _asked(api))).status == 200
    assert (await tight.post(bulk.PATH, _asked(api))).status == 429


async def test_a_repeated_request_with_its_key_is_answered_as_before(api: Api) -> None:
    sent = {"idempotency-key": "import-1"}
    answers = [await api.sandbox.request("POST", bulk.PATH, _asked(api), headers=sent) for _ in range(2)]
    assert answers[0].body == answers[1].body
    assert answers[1].json()["data"][0]["attributes"]["outcome"] == "created"


@pytest.mark.parametrize("sent", [{}, {"idempotency-key": "import-2"}])
async def test_an_import_needs_one_connection_only(api: Api, sent: dict[str, str]) -> None:
    pool = api.services.pool
    async with AsyncExitStack() as busy:
        for _ in range(pool.get_max_size() - 1):
            await busy.enter_async_context(pool.acquire())
        async with asyncio.timeout(20):
            rows = (await api.sandbox.request("POST", bulk.PATH, _asked(api), headers=sent)).json()["data"]
    assert [row["attributes"]["outcome"] for row in rows] == ["created", "error", "error", "created"]


async def test_a_link_set_by_program_may_not_lead_where_the_organization_forbids(api: Api) -> None:
    async with api.services.pool.acquire() as conn:
        await conn.execute(
            "UPDATE organization SET settings = jsonb_build_object('allowed_domains', $1::jsonb)", ["app.example.com"]
        )
    fresh = api.client(await api.key("sandbox"))
    for host, status in (("app.example.com", 201), ("evil.example.com", 400)):
        body = {
            "data": {"attributes": {"inquiry-template-id": api.template_id, "redirect-uri": f"https://{host}/done"}}
        }
        assert (await fresh.post("/inquiries", body)).status == status
