"""Older forms of inquiries, accounts and events."""

from __future__ import annotations

from typing import Any

import pytest

from verilink.accounts.fields import complete, incoming
from verilink.api import versions
from verilink.errors import BadRequest


def test_a_header_wins_over_the_key_and_an_unknown_version_is_refused() -> None:
    assert versions.chosen(None, "2025-12-08") == "2025-12-08"
    assert versions.chosen("2023-01-05", "2025-12-08") == "2023-01-05"
    for unknown in ("2024-01-01", "latest", "9999-12-31"):
        with pytest.raises(BadRequest):
            versions.chosen(unknown, "2025-12-08")


def test_newer_versions_get_resources_as_they_are() -> None:
    resource = {"type": "inquiry", "id": "inq_1", "attributes": {"fields": {}}}
    assert versions.downgrade(resource, "2025-10-27") is resource
    assert versions.default_include("2025-10-27", "inquiry") == ()


def test_an_old_inquiry_has_its_fields_at_the_top_as_well_and_is_a_copy() -> None:
    fields = {"name-first": {"type": "string", "value": "Ada"}, "birthdate": {"type": "date", "value": None}}
    resource: dict[str, Any] = {"type": "inquiry", "id": "inq_1", "attributes": {"status": "created", "fields": fields}}
    old = versions.downgrade(resource, "2023-01-05")["attributes"]
    assert (old["name-first"], old["birthdate"], old["phone-number"]) == ("Ada", None, None)
    assert old["fields"] == fields
    assert "name-first" not in resource["attributes"]


def test_an_old_account_is_flat() -> None:
    given = {
        "name": {"first": "Ada"},
        "address": {"street_1": "1 Road", "country_code": "US"},
        "identification_numbers": [
            {"identification_class": "visa", "identification_number": "V1", "issuing_country": "US"},
            {"identification_class": "ssn", "identification_number": "000-00-0000"},
        ],
    }
    resource = {"type": "account", "id": "act_1", "attributes": {"fields": complete(incoming(given))}}
    old = versions.downgrade(resource, "2023-01-05")["attributes"]
    assert (old["name-first"], old["address-street-1"], old["country-code"]) == ("Ada", "1 Road", "US")
    assert old["social-security-number"] == "000-00-0000"
    visa = {"identification-class": "visa", "identification-number": "V1", "issuing-country": "US"}
    assert old["identification-numbers"] == {"visa": [visa]}


def test_an_erased_account_is_flat_too() -> None:
    resource = {"type": "account", "id": "act_1", "attributes": {"fields": {}}}
    old = versions.downgrade(resource, "2023-01-05")["attributes"]
    assert old["name-first"] is None
    assert old["identification-numbers"] == {}


def test_the_payload_of_an_event_is_older_with_it() -> None:
    inquiry = {"type": "inquiry", "id": "inq_1", "attributes": {"fields": {}}}
    event = {"type": "event", "id": "evt_1", "attributes": {"name": "inquiry.created", "payload": {"data": inquiry}}}
    old = versions.downgrade(event, "2023-01-05")["attributes"]["payload"]["data"]["attributes"]
    assert old["name-first"] is None
    assert event["attributes"]["payload"] == {"data": inquiry}
