"""Every action of the dashboard, one by one: signed in, from our own page, in the role for it, or nothing happens."""

from __future__ import annotations

import re

import pytest
from starlette.routing import Route

from integration.conftest import Installation
from support.colleague import Colleague
from verilink import dashboard
from verilink.access.roles import Capability, Role, may
from verilink.database import transaction

ROUTES = [route for route in dashboard.routes() if isinstance(route, Route)]
ACTIONS = [each.path for each in ROUTES if "POST" in (each.methods or ()) and each.path.startswith("/dashboard")]
PAGES = [
    each.path
    for each in ROUTES
    if "GET" in (each.methods or ()) and each.path.startswith("/dashboard") and "static" not in each.path
]
IDS = {
    "inquiry": "inq_x",
    "queue": "que_x",
    "key": "api_x",
    "webhook": "wbh_x",
    "delivery": "wbhd_x",
    "template": "itmpl_x",
    "theme": "theset_x",
    "user": "user_x",
    "file": "file_x",
    "mail": "mail_x",
    "decision": "approve",
}
# What each role must not reach, by the beginning of the path.
FORBIDDEN = {
    Role.REVIEWER: ("/dashboard/api-keys", "/dashboard/webhooks", "/dashboard/settings", "/dashboard/people"),
    Role.DEVELOPER: ("/dashboard/settings", "/dashboard/people", "/dashboard/files", "/dashboard/audit"),
}


def address(path: str) -> str:
    """The path with ids that have the right shape and belong to nothing."""
    return re.sub(r"{(\w+)}", lambda match: IDS[match[1]], path)


def test_there_are_actions_and_pages_to_test() -> None:
    assert len(ACTIONS) > 15
    assert len(PAGES) > 20


async def footprint(installation: Installation) -> list[int]:
    """How many rows there are of everything a person can change."""
    tables = (
        "inquiry",
        "review_queue",
        "api_key",
        "webhook",
        "inquiry_template",
        "theme_set",
        "theme_asset",
        "invitation",
        "user_session",
        "event",
    )
    async with transaction(installation.services.pool) as conn:
        counts = [await conn.fetchval(f"SELECT count(*) FROM {table}") for table in tables]
        return [*counts, await conn.fetchval("SELECT count(*) FROM audit_entry")]


async def test_an_action_without_the_token_changes_nothing(installation: Installation, owner: Colleague) -> None:
    before = await footprint(installation)
    for path in ACTIONS:
        for csrf in ("", "wrong"):
            answer = await owner.post(address(path), {"name": "x", "url": "https://x.example"}, csrf=csrf)
            assert answer.status == 403, path
    assert await footprint(installation) == before


async def test_an_action_from_another_site_changes_nothing(installation: Installation, owner: Colleague) -> None:
    before = await footprint(installation)
    for path in ACTIONS:
        for origin in (None, "null", "https://evil.example"):
            owner.origin = origin
            assert (await owner.post(address(path), {"name": "x"})).status == 403, path
    assert await footprint(installation) == before


async def test_nobody_acts_or_looks_without_signing_in(installation: Installation) -> None:
    stranger = Colleague(installation.services)
    for path in ACTIONS:
        answer = await stranger.post(address(path), {})
        assert (answer.status, answer.location) == (303, "/sign-in"), path
    for path in PAGES:
        answer = await stranger.get(address(path))
        assert answer.status == 303, path
        assert answer.location.startswith("/sign-in?next=%2Fdashboard"), path


async def test_a_form_of_another_kind_is_refused(owner: Colleague) -> None:
    for path in ACTIONS:
        answer = await owner.post(address(path), {}, **{"content-type": "multipart/form-data; boundary=x"})
        assert answer.status == 415, path


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.DEVELOPER])
async def test_a_role_reaches_only_what_it_is_for(owner: Colleague, role: Role) -> None:
    person = await owner.invite(role.value, f"{role.value}@northwind.example")
    for path in (*ACTIONS, *PAGES):
        if path.startswith(FORBIDDEN[role]):
            answer = await (person.post(address(path), {}) if path in ACTIONS else person.get(address(path)))
            assert answer.status == 403, path
            assert role.value in answer.text, path


async def test_developers_cannot_decide_and_reviewers_cannot_publish(owner: Colleague) -> None:
    developer = await owner.invite("developer", "dev@northwind.example")
    assert (await developer.post("/dashboard/inquiries/inq_x/approve", {})).status == 403
    assert not may(Role.DEVELOPER, Capability.DECIDE)
    reviewer = await owner.invite("reviewer", "rev@northwind.example")
    assert (await reviewer.post("/dashboard/templates/itmpl_x/publish", {})).status == 403
    assert (await reviewer.post("/dashboard/hosted-flow/subdomain", {"subdomain": "x"})).status == 403


async def test_ids_that_belong_to_nothing_are_not_found(owner: Colleague) -> None:
    for path in (*ACTIONS, *PAGES):
        if "{" not in path:
            continue
        values = {"status": "active" if "templates" in path else "enabled"}
        answer = await (owner.post(address(path), values) if path in ACTIONS else owner.get(address(path)))
        assert answer.status == 404, path


async def test_every_page_carries_the_strict_policy_and_is_not_kept(owner: Colleague) -> None:
    for path in PAGES:
        answer = await owner.get(address(path))
        assert "script-src 'self';" in answer.headers["content-security-policy"], path
        assert answer.headers["cache-control"] == "private, no-store", path
        assert answer.headers["x-content-type-options"] == "nosniff", path


@pytest.mark.parametrize(
    "query", ["page%5Bsize%5D=0", "page%5Bafter%5D=%00", "q=%zz", "page%5Bafter%5D=a&page%5Bbefore%5D=b"]
)
async def test_a_query_that_cannot_be_read_is_said_so(owner: Colleague, query: str) -> None:
    assert (await owner.get(f"/dashboard/inquiries?{query}")).status == 400
