from __future__ import annotations

import pytest

from verilink.errors import BadRequest, NotAuthenticated, NotFound, Unprocessable
from verilink.kit import jsonapi
from verilink.kit.query import parse

_INQUIRY = jsonapi.resource(
    "inquiry",
    "inq_1",
    {"status": "created", "note": None, "fields": {"name-first": {"type": "string", "value": "Ada"}, "birthdate": 2}},
    {"account": jsonapi.to_one("account", "act_1"), "template": jsonapi.to_one("template", None)},
)


def test_documents_have_the_shape_of_the_contract() -> None:
    assert jsonapi.document(_INQUIRY) == {"data": _INQUIRY}
    assert jsonapi.document(_INQUIRY, [], {"session-token": None}) == {
        "data": _INQUIRY,
        "included": [],
        "meta": {"session-token": None},
    }
    assert jsonapi.listing([_INQUIRY], {"prev": None, "next": "/x"}) == {
        "data": [_INQUIRY],
        "links": {"prev": None, "next": "/x"},
    }


def test_relationships_to_one_none_and_many() -> None:
    assert jsonapi.to_one("account", "act_1") == {"data": {"type": "account", "id": "act_1"}}
    assert jsonapi.to_one("account", None) == {"data": None}
    assert jsonapi.to_many([("verification/selfie", "ver_1")]) == {
        "data": [{"type": "verification/selfie", "id": "ver_1"}]
    }
    assert jsonapi.to_many([]) == {"data": []}


def test_errors_say_title_details_and_pointer_and_nothing_else() -> None:
    assert jsonapi.error_body(NotAuthenticated()) == {
        "errors": [{"title": "Must be authenticated to access this endpoint"}]
    }
    assert jsonapi.error_body([NotFound(), Unprocessable("too late", pointer="/data/attributes/status")]) == {
        "errors": [
            {"title": "Record not found"},
            {
                "title": "Unprocessable entity",
                "details": "too late",
                "source": {"pointer": "/data/attributes/status"},
            },
        ]
    }


def test_a_sparse_fieldset_keeps_the_named_attributes_and_drops_relationships() -> None:
    sets = jsonapi.parse_fieldsets(parse("fields[inquiry]=status,fields.name-first,unknown"))
    assert sets.apply(_INQUIRY) == {
        "type": "inquiry",
        "id": "inq_1",
        "attributes": {"status": "created", "fields": {"name-first": {"type": "string", "value": "Ada"}}},
    }


def test_several_nested_paths_add_up_and_the_whole_wins() -> None:
    both = jsonapi.parse_fieldsets(parse("fields[inquiry]=fields.name-first,fields.birthdate"))
    assert both.apply(_INQUIRY)["attributes"] == {"fields": _INQUIRY["attributes"]["fields"]}
    whole = jsonapi.parse_fieldsets(parse("fields[inquiry]=fields.name-first,fields"))
    assert whole.apply(_INQUIRY)["attributes"]["fields"] == _INQUIRY["attributes"]["fields"]


def test_verification_is_the_umbrella_of_its_kinds_and_the_exact_type_wins() -> None:
    selfie = jsonapi.resource("verification/selfie", "ver_1", {"status": "passed", "tags": []}, {})
    umbrella = jsonapi.parse_fieldsets(parse("fields[verification]=status"))
    assert umbrella.apply(selfie)["attributes"] == {"status": "passed"}
    exact = jsonapi.parse_fieldsets(parse("fields[verification]=status&fields[verification/selfie]=tags"))
    assert exact.apply(selfie)["attributes"] == {"tags": []}


def test_types_without_a_fieldset_are_untouched() -> None:
    assert jsonapi.parse_fieldsets(parse("fields[account]=tags")).apply(_INQUIRY) is _INQUIRY
    assert jsonapi.parse_fieldsets({}).apply(_INQUIRY) is _INQUIRY
    assert jsonapi.parse_fieldsets(parse("fields[inquiry]=")).apply(_INQUIRY)["attributes"] == {}


def test_fieldsets_must_be_plain_lists() -> None:
    with pytest.raises(BadRequest, match="comma-separated"):
        jsonapi.parse_fieldsets(parse("fields[inquiry][status]=1"))
    with pytest.raises(BadRequest, match="key"):
        jsonapi.parse_fieldsets(parse("fields=status"))


def test_include_knows_absent_empty_named_and_unknown() -> None:
    allowed = ("account", "inquiry-template", "inquiry-template.latest-published-version")
    assert jsonapi.parse_include({}, allowed) is None
    assert jsonapi.parse_include(parse("include="), allowed) == ()
    assert jsonapi.parse_include(parse("include=account,account,inquiry-template"), allowed) == (
        "account",
        "inquiry-template",
    )
    assert jsonapi.parse_include(parse("include=inquiry-template.latest-published-version"), allowed) == (
        "inquiry-template.latest-published-version",
    )
    for bad in ("include=sessions", "include=account.x", "include[a]=account"):
        with pytest.raises(BadRequest, match="include"):
            jsonapi.parse_include(parse(bad), allowed)
