from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.errors import BadRequest
from verilink.kit.inflection import MAX_DEPTH, incoming, outgoing, to_camel, to_kebab, to_snake

_letters = st.from_regex(r"[a-z]{2,8}", fullmatch=True)
_digits = st.from_regex(r"[0-9]{1,3}", fullmatch=True)


@st.composite
def canonical_keys(draw: st.DrawFn) -> str:
    words = [draw(_letters)]
    for _ in range(draw(st.integers(0, 5))):
        words.append(draw(_letters if words[-1].isdigit() else st.one_of(_letters, _digits)))
    return "-".join(words)


@pytest.mark.parametrize(
    ("kebab", "snake", "camel"),
    [
        ("address-street-1", "address_street_1", "addressStreet1"),
        ("social-security-number-last-4", "social_security_number_last_4", "socialSecurityNumberLast4"),
        ("age-estimated-13-plus", "age_estimated_13_plus", "ageEstimated13Plus"),
        ("id", "id", "id"),
        ("created-at-ts", "created_at_ts", "createdAtTs"),
        ("is-vpn", "is_vpn", "isVpn"),
    ],
)
def test_the_three_spellings_of_a_contract_key_are_one_key(kebab: str, snake: str, camel: str) -> None:
    for spelling in (kebab, snake, camel):
        assert to_kebab(spelling) == kebab
        assert to_snake(spelling) == snake
        assert to_camel(spelling) == camel


@given(canonical_keys())
def test_canonical_keys_survive_every_round_trip(key: str) -> None:
    assert to_kebab(to_camel(key)) == to_kebab(to_snake(key)) == to_kebab(key) == key
    assert to_camel(to_snake(key)) == to_camel(key)


@given(st.text(max_size=200))
def test_conversion_is_idempotent_for_any_text(key: str) -> None:
    assert to_kebab(to_kebab(key)) == to_kebab(key)
    assert to_snake(to_snake(key)) == to_snake(key)


@pytest.mark.parametrize("key", ["", "$or", "-x", "x-", "a--b", "a.b", "verification/selfie", "é", "a b", "_id"])
def test_keys_that_are_not_words_are_left_alone(key: str) -> None:
    assert to_kebab(key) == to_snake(key) == to_camel(key) == key


def test_capital_runs_are_one_word() -> None:
    assert to_kebab("photoURL") == "photo-url"
    assert to_kebab("HTTPStatus") == "http-status"
    assert to_kebab("MY_KEY") == "my-key"


def test_incoming_converts_keys_at_every_depth_and_no_values() -> None:
    body = {
        "data": {"attributes": {"inquiryTemplateId": "itmpl_aB", "name_first": "addressStreet1"}, "aB": [{"c_d": 1}]}
    }
    assert incoming(body) == {
        "data": {"attributes": {"inquiry-template-id": "itmpl_aB", "name-first": "addressStreet1"}, "a-b": [{"c-d": 1}]}
    }


def test_incoming_keeps_what_the_caller_declares_verbatim() -> None:
    body = {"payload_filter": {"someKey": {"$or": [{"innerKey": 1}]}}}
    assert incoming(body, verbatim=frozenset({"payload-filter"})) == {"payload-filter": body["payload_filter"]}


def test_incoming_refuses_one_key_in_two_spellings() -> None:
    with pytest.raises(BadRequest, match="name-first is given twice"):
        incoming({"name-first": "A", "nameFirst": "B"})


def test_incoming_refuses_bodies_nested_without_end() -> None:
    body: object = 1
    for _ in range(MAX_DEPTH + 1):
        body = [body]
    with pytest.raises(BadRequest, match="nested deeper"):
        incoming(body)


def test_outgoing_keeps_field_keys_and_converts_the_rest() -> None:
    document = {
        "data": {
            "attributes": {"created-at": 1, "fields": {"name-first": {"type": "string"}, "postal_code": {"a-b": 1}}},
            "relationships": {"inquiry-template": {"data": [{"x-y": 1}]}},
        }
    }
    fields = document["data"]["attributes"]["fields"]
    assert outgoing(document, "camel") == {
        "data": {
            "attributes": {"createdAt": 1, "fields": fields},
            "relationships": {"inquiryTemplate": {"data": [{"xY": 1}]}},
        }
    }
    assert outgoing(document, "snake")["data"]["attributes"] == {"created_at": 1, "fields": fields}
    assert outgoing(document, "kebab") is document


@given(st.dictionaries(canonical_keys(), st.integers(), max_size=6), st.sampled_from(["camel", "snake"]))
def test_incoming_undoes_outgoing(attributes: dict[str, int], style: str) -> None:
    document = {"data": {"attributes": {key: value for key, value in attributes.items() if key != "fields"}}}
    assert incoming(outgoing(document, style)) == document  # type: ignore[arg-type]
