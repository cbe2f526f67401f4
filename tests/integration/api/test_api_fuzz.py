"""Whatever JSON or query a caller sends to whatever operation, it is answered, and never as a failure of the server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.apis import Portal, portal
from support.scenes import verified
from verilink.access import api as access
from verilink.accounts import parsing as accounts
from verilink.api import build_api
from verilink.inquiries import parsing as inquiries
from verilink.webhooks import api as webhooks

WRITES = [(method, path) for method, path in build_api().operations if method in {"POST", "PATCH"}]
READS = [path for method, path in build_api().operations if method == "GET"]
OTHERS = {"inquiry-id", "account-type-id"}
ATTRIBUTES = sorted({*inquiries._ATTRIBUTES, *accounts._KNOWN, *webhooks.ATTRIBUTES, *access.ATTRIBUTES} | OTHERS)
META_OF_VERBS = "tag-name tag-id comment expires-in-seconds inquiry-ids simulate-actions upsert-by"
META = sorted({*inquiries._META, *META_OF_VERBS.split(" ")})
WORDS = ["", "created", "eq", "and", "or", "not", "desc", "*", "inq_1", "2026-01-01", "name-*", "https://example.com/"]
INNER_KEYS = "type value data attribute operator name name-first nameFirst state event-types $or"
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20),
    st.sampled_from([*WORDS, "\0"]),
)
KEYS = st.sampled_from(INNER_KEYS.split(" ")) | st.text(max_size=8)
JUNK = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=8
)
PREDICATE = st.fixed_dictionaries({"attribute": SCALARS | st.just("status"), "operator": SCALARS, "value": JUNK})
SOME_ATTRIBUTES = st.dictionaries(st.sampled_from(ATTRIBUTES), JUNK, max_size=5)
DOCUMENT = {
    "data": JUNK | st.fixed_dictionaries({"attributes": JUNK | SOME_ATTRIBUTES}),
    "meta": JUNK | st.dictionaries(st.sampled_from(META), JUNK, max_size=3),
    "query": JUNK | PREDICATE | st.fixed_dictionaries({"and": st.lists(PREDICATE | JUNK, max_size=3)}),
    "sort": JUNK,
    "page": JUNK,
}
BODIES = JUNK | st.fixed_dictionaries({}, optional=DOCUMENT)


@pytest.fixture(scope="module")
def served(make_database: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """One installation for all examples: what one leaves behind the next may meet."""
    folder: Path = tmp_path_factory.mktemp("api")
    with portal(make_database, folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def ids(served: Portal) -> dict[str, str]:
    """An object for each kind of id in a path; ids that do not exist are tested elsewhere."""
    scene = served.run(verified(served.api))
    hook = {"name": "n", "url": "https://example.com/", "enabled-events": ["*"]}
    webhook = served.request("POST", "/webhooks", {"data": {"attributes": hook}}).json()["data"]["id"]
    key = served.request("POST", "/api-keys", {"data": {"attributes": {"name": "n"}}}).json()["data"]["id"]
    return {
        "inquiry_id": scene.inquiry_id,
        "account_id": scene.account_id,
        "session_id": scene.session_id,
        "verification_id": scene.government_id,
        "document_id": scene.document_id,
        "webhook_id": webhook,
        "api_key_id": key,
        "event_id": "evt_1",
        "template_id": "itmpl_1",
        "account_type_id": "acttp_1",
        "theme_set_id": "theset_1",
    }


_SLOW = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))


@_SLOW
@given(operation=st.sampled_from(WRITES), body=BODIES, version=st.sampled_from(["2023-01-05", "2025-12-08"]))
def test_no_body_makes_an_operation_fail(
    served: Portal, ids: dict[str, str], operation: tuple[str, str], body: Any, version: str
) -> None:
    method, path = operation
    answer = served.request(method, path.format(**ids), body, {"persona-version": version})
    assert answer.status < 500, (method, path, body, answer.body)
    if answer.status >= 400:
        assert set(answer.error) <= {"title", "details", "source", "meta"}


@_SLOW
@given(body=st.dictionaries(st.sampled_from(sorted(inquiries._ATTRIBUTES)), JUNK, max_size=4), meta=JUNK)
def test_no_attributes_make_creating_an_inquiry_fail(served: Portal, body: dict[str, Any], meta: Any) -> None:
    attributes = {"inquiry-template-id": served.api.template_id} | body
    answer = served.request("POST", "/inquiries", {"data": {"attributes": attributes}, "meta": meta})
    assert answer.status < 500, (body, meta, answer.body)


QUERY_NAMES = ["page[size]", "page[after]", "page[before]", "include", "fields[inquiry]", "filter[status]"]
QUERY_VALUES = ["account", "status,fields.name-first", "%00", "%ff"]
ODD_NAMES = st.text("abc[]%.=&+", max_size=8)
ODD_VALUES = st.text("abc,.%[]0123 \xe9", max_size=8)
QUERY = st.lists(
    st.tuples(st.sampled_from(QUERY_NAMES) | ODD_NAMES, ODD_VALUES | st.sampled_from(QUERY_VALUES)), max_size=4
)


@_SLOW
@given(path=st.sampled_from(READS), query=QUERY)
def test_no_query_makes_an_operation_fail(
    served: Portal, ids: dict[str, str], path: str, query: list[tuple[str, str]]
) -> None:
    text = "&".join(f"{name}={value}" for name, value in query)
    answer = served.request("GET", f"{path.format(**ids)}?{text}")
    assert answer.status < 500, (path, text, answer.body)
