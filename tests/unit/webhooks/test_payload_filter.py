from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.errors import BadRequest
from verilink.webhooks import payload_filter
from verilink.webhooks.payload_filter import matches, normalise

PAYLOAD = {
    "data": {
        "type": "inquiry",
        "attributes": {
            "status": "completed",
            "tags": ["vip", "beta"],
            "reference-id": "user-42",
            "fields": {"name_first": {"value": "Ada"}},
            "score": 1,
        },
        "relationships": {"reports": {"data": [{"type": "report", "id": "rep_1"}]}},
    },
    "included": [],
}


def fits(attributes: dict[str, Any]) -> bool:
    return matches(normalise({"data": {"attributes": attributes}}), PAYLOAD)


def test_a_filter_is_a_subset_of_the_payload() -> None:
    assert fits({"status": "completed"})
    assert fits({"status": "completed", "reference-id": "user-42"})
    assert not fits({"status": "failed"})
    assert not fits({"unknown": None})
    assert matches({}, PAYLOAD)


def test_lists_match_when_every_listed_element_is_there() -> None:
    assert fits({"tags": ["beta"]})
    assert fits({"tags": ["beta", "vip"]})
    assert fits({"tags": []})
    assert not fits({"tags": ["beta", "other"]})
    assert not fits({"status": ["completed"]})


def test_or_over_values_and_over_objects() -> None:
    assert fits({"status": {"$or": ["failed", "completed"]}})
    assert not fits({"status": {"$or": ["failed", "expired"]}})
    assert fits({"$or": [{"status": "failed"}, {"reference-id": "user-42"}]})
    assert not fits({"status": "failed", "$or": [{"reference-id": "user-42"}]})
    assert matches({"$or": [{"data": {"type": "case"}}, {"data": {"type": "inquiry"}}]}, PAYLOAD)
    assert fits({"tags": {"$or": [["x"], ["vip"]]}})


def test_keys_may_be_in_any_inflection_but_field_names_are_as_they_are() -> None:
    assert fits({"referenceId": "user-42"})
    assert fits({"reference_id": "user-42"})
    assert fits({"fields": {"name_first": {"value": "Ada"}}})
    assert not fits({"fields": {"name-first": {"value": "Ada"}}})


def test_true_is_not_one() -> None:
    assert not fits({"score": True})
    assert fits({"score": 1})


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ([], "must be an object"),
        ("x", "must be an object"),
        ({"attributes": {}}, "at the top"),
        ({"data": {"$or": []}}, "alternatives"),
        ({"data": {"status": {"$or": "completed"}}}, "alternatives"),
        ({"data": {"text": "x" * payload_filter.MAX_BYTES}}, "bytes"),
        ({"data": {"reference-id": 1, "referenceId": 2}}, "twice"),
    ],
)
def test_what_is_no_filter_is_refused(pattern: Any, problem: str) -> None:
    with pytest.raises(BadRequest, match=problem):
        normalise(pattern)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=3),
    max_leaves=10,
)


@given(JSON)
def test_every_value_matches_itself(value: Any) -> None:
    assert matches(value, value)


@given(st.dictionaries(st.sampled_from("abcd"), JSON), st.sampled_from("abcd"))
def test_leaving_a_key_out_of_a_filter_only_widens_it(value: dict[str, Any], key: str) -> None:
    assert matches({name: inner for name, inner in value.items() if name != key}, value)
