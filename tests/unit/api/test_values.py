"""Reading values, bodies and accounts of callers: right, or refused with the place."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.accounts import fields
from verilink.api import bodies, relations, values
from verilink.errors import BadRequest, Unprocessable
from verilink.inquiries import search
from verilink.kit.inflection import MAX_DEPTH

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def test_times_without_an_offset_are_utc_and_dates_begin_at_midnight() -> None:
    noon = datetime(2026, 1, 31, 12, tzinfo=UTC)
    for text in (
        "2026-01-31T12:00:00Z",
        "2026-01-31T12:00:00",
        "2026-01-31T13:00:00+01:00",
        "2026-01-31T12:00:00.000Z",
    ):
        assert values.checked_moment(text, "x") == noon
    assert values.checked_moment("2026-01-31", "x") == noon.replace(hour=0)
    for text in ("", "yesterday", "2026-13-01", "99999-01-01", "1", "0001-01-01T00:00:00+23:59"):
        with pytest.raises(BadRequest):
            values.checked_moment(text, "x")


def test_tags_are_kept_once_and_bounded() -> None:
    assert values.checked_tags(["a", "b", "a"], "tags") == ["a", "b"]
    for wrong in ("a", [1], [""], ["x" * 101], [str(number) for number in range(51)], None, {}):
        with pytest.raises(BadRequest):
            values.checked_tags(wrong, "tags")


@given(JSON)
def test_account_fields_take_any_value_or_refuse_it(value: Any) -> None:
    for key in (*fields.empty(), "name_first", "social_security_number", "country_code", "anything"):
        try:
            read = fields.incoming({key: value})
        except (BadRequest, Unprocessable):
            continue
        assert set(fields.complete(read)) == set(fields.empty())


def test_account_fields_are_taken_flat_nested_and_in_read_form_alike() -> None:
    nested = fields.incoming({"name": {"first": "Ada"}, "address": {"street-1": "1 Road"}})
    assert nested == fields.incoming({"name-first": "Ada", "addressStreet1": "1 Road"})
    assert nested == fields.incoming(nested)


def test_laying_fields_over_others_changes_neither() -> None:
    base, change = fields.empty(), fields.incoming({"name": {"first": "Ada"}})
    merged = fields.merged(base, change)
    assert merged["name"]["value"]["first"]["value"] == "Ada"
    assert base == fields.empty()
    assert change == fields.incoming({"name": {"first": "Ada"}})


@given(JSON)
def test_a_search_is_understood_or_refused(query: Any) -> None:
    try:
        found = search.condition(query)
    except BadRequest:
        return
    assert found.text == "true"  # random JSON is no predicate


def test_values_of_a_search_never_stand_in_its_text() -> None:
    hostile = "x' OR '1'='1"
    clause = {"attribute": "reference_id", "operator": "eq", "value": hostile}
    found = search.condition({"and": [clause, {"not": clause}]})
    assert found.text == "(coalesce(i.reference_key, '') = {0} AND (NOT coalesce(i.reference_key, '') = {1}))"
    assert found.values == (hostile.casefold(), hostile.casefold())


@pytest.mark.parametrize("levels", [MAX_DEPTH - 1, MAX_DEPTH, MAX_DEPTH + 1, MAX_DEPTH + 2, 900])
def test_depth_is_counted_to_the_limit_and_no_further(levels: int) -> None:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    assert bodies._is_deeper_than(value, MAX_DEPTH) == (levels > MAX_DEPTH + 1)


def test_includes_go_one_level_deep() -> None:
    allowed = relations.allowed("inquiry")
    assert {"account", "inquiry-template.latest-published-version", "verifications.document"} <= allowed
    assert not any(path.count(".") > 1 for path in allowed)
    assert relations.allowed("webhook") == frozenset()
