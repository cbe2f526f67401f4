from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.errors import BadRequest
from verilink.webhooks import blocklist

INQUIRY: dict[str, Any] = {
    "type": "inquiry",
    "id": "inq_1",
    "attributes": {
        "status": "completed",
        "name-first": "Ada",
        "fields": {
            "name-first": {"type": "string", "value": "Ada"},
            "name-last": {"type": "string", "value": "Example"},
            "address-street-1": {"type": "string", "value": "1 Road"},
            "identification-number": {"type": "string", "value": "X1"},
            "names": {"type": "string", "value": "kept"},
        },
    },
    "relationships": {"account": {"data": {"type": "account", "id": "act_1"}}},
}
ACCOUNT: dict[str, Any] = {
    "type": "account",
    "id": "act_1",
    "attributes": {"email-address": "ada@example.com", "fields": {"name": {"value": {"first": {"value": "Ada"}}}}},
}
DOCUMENT = {"data": INQUIRY, "included": [ACCOUNT]}


def kept(*entries: str, document: dict[str, Any] = DOCUMENT) -> dict[str, Any]:
    return blocklist.apply(document, blocklist.parse(entries))


def test_a_simple_entry_removes_its_key_at_any_depth_of_any_object() -> None:
    result = kept("name-first", "email-address")
    assert "name-first" not in result["data"]["attributes"]
    assert set(result["data"]["attributes"]["fields"]) == set(INQUIRY["attributes"]["fields"]) - {"name-first"}
    assert "email-address" not in result["included"][0]["attributes"]


@pytest.mark.parametrize("entry", ["name-*", "name_*", "NAME-*"])
def test_a_wildcard_matches_the_rest_of_a_key_and_no_longer_word(entry: str) -> None:
    fields = kept(entry)["data"]["attributes"]["fields"]
    assert set(fields) == {"address-street-1", "identification-number", "names"}


def test_a_leading_wildcard_matches_the_end_of_a_key() -> None:
    assert "identification-number" not in kept("*-number")["data"]["attributes"]["fields"]


@pytest.mark.parametrize("entry", ["address-street-1", "addressStreet1", "address_street_1", "ADDRESS-STREET-1"])
def test_inflection_and_case_do_not_matter(entry: str) -> None:
    assert "address-street-1" not in kept(entry)["data"]["attributes"]["fields"]


def test_a_place_removes_the_key_there_and_nowhere_else() -> None:
    result = kept("/data/attributes/fields/name-*")
    assert result["data"]["attributes"]["name-first"] == "Ada"
    assert set(result["data"]["attributes"]["fields"]) == {"address-street-1", "identification-number", "names"}
    assert kept("/included/attributes/email-address")["included"][0]["attributes"] == {
        "fields": ACCOUNT["attributes"]["fields"]
    }


def test_a_star_for_the_place_means_data_and_included() -> None:
    result = kept("/*/attributes/fields")
    assert "fields" not in result["data"]["attributes"]
    assert "fields" not in result["included"][0]["attributes"]


def test_a_type_narrows_an_entry() -> None:
    assert kept("/data/attributes/status?type=account") == DOCUMENT
    assert "status" not in kept("/data/attributes/status?type=inquiry")["data"]["attributes"]


def test_the_type_verification_stands_for_all_of_its_kinds() -> None:
    document = {"data": {"type": "verification/selfie", "id": "ver_1", "attributes": {"checks": [1]}}}
    assert kept("/data/attributes/checks?type=verification", document=document)["data"]["attributes"] == {}


@pytest.mark.parametrize("entries", [("*", "!status"), ("!status", "*")])
def test_exemptions_win_whatever_the_order(entries: tuple[str, ...]) -> None:
    assert kept(*entries)["data"]["attributes"] == {"status": "completed"}


def test_what_is_inside_an_exempted_key_is_sent_unless_another_entry_blocks_it() -> None:
    whole = kept("*", "!fields")["data"]["attributes"]
    assert whole == {"fields": INQUIRY["attributes"]["fields"]}
    assert "name-last" not in kept("*", "!fields", "name-last")["data"]["attributes"]["fields"]


def test_one_nested_key_can_be_exposed() -> None:
    result = kept("*", "!/data/attributes/fields", "/data/attributes/fields/*", "!/data/attributes/fields/name-first")
    assert result["data"]["attributes"] == {"fields": {"name-first": {"type": "string", "value": "Ada"}}}


def test_ids_types_and_relationships_always_stay() -> None:
    result = kept("*", "id", "type", "relationships", "account")
    assert result["data"] == {**INQUIRY, "attributes": {}}
    assert result["included"] == [{**ACCOUNT, "attributes": {}}]


def test_keys_inside_lists_are_reached() -> None:
    document = {
        "data": {"type": "verification/selfie", "id": "v", "attributes": {"checks": [{"name": "a", "meta": 1}]}}
    }
    assert kept("meta", document=document)["data"]["attributes"] == {"checks": [{"name": "a"}]}


def test_the_document_itself_is_not_changed() -> None:
    before = repr(DOCUMENT)
    kept("*")
    assert repr(DOCUMENT) == before


@pytest.mark.parametrize(
    "entry", ["/attributes/x", "/data/relationships/x", "a b", "!", "/data/attributes/", "x" * 201]
)
def test_an_entry_outside_the_grammar_is_named(entry: str) -> None:
    with pytest.raises(BadRequest, match="is not a blocklist entry"):
        blocklist.parse([entry])


def test_too_many_entries_are_refused() -> None:
    with pytest.raises(BadRequest, match="at most"):
        blocklist.parse(["a"] * (blocklist.MAX_ENTRIES + 1))


KEYS = st.sampled_from(["name-first", "name-last", "birthdate", "address-street-1", "fields"])
VALUES = st.recursive(st.integers(), lambda inner: st.dictionaries(KEYS, inner, max_size=4), max_leaves=12)


@given(st.dictionaries(KEYS, VALUES), KEYS)
def test_a_blocked_key_is_nowhere_left_and_nothing_is_added(attributes: dict[str, Any], key: str) -> None:
    document = {"data": {"type": "inquiry", "id": "inq_1", "attributes": attributes}}
    result = kept(key, document=document)["data"]["attributes"]
    assert not _has(result, key)
    assert _is_part(result, attributes)


@given(st.dictionaries(KEYS, VALUES))
def test_an_exemption_of_everything_undoes_every_block(attributes: dict[str, Any]) -> None:
    document = {"data": {"type": "inquiry", "id": "inq_1", "attributes": attributes}}
    assert kept("*", "name-*", "!*", document=document) == document


def _has(value: Any, key: str) -> bool:
    return isinstance(value, dict) and (key in value or any(_has(inner, key) for inner in value.values()))


def _is_part(part: Any, whole: Any) -> bool:
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(k in whole and _is_part(v, whole[k]) for k, v in part.items())
    return bool(part == whole)
