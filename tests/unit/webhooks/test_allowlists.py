from __future__ import annotations

from typing import Any

import pytest

from verilink.errors import BadRequest
from verilink.webhooks.allowlists import normalise_included, normalise_relationships, wanted_relations

ALL = {"state": "include_all"}
NONE = {"state": "include_none"}


def custom(**chosen: list[str]) -> dict[str, Any]:
    entries = [{"event-type": kind, "relationships": names} for kind, names in chosen.items()]
    return {"state": "custom", "event-types": entries}


def test_nothing_is_included_unless_asked_for() -> None:
    assert normalise_included(None, ["*"]) == NONE
    assert wanted_relations(None, "inquiry.completed") == frozenset()
    assert wanted_relations(NONE, "inquiry.completed") == frozenset()


def test_include_all_wants_every_relation() -> None:
    assert wanted_relations(normalise_included(ALL, ["inquiry.completed"]), "inquiry.completed") is None


def test_kinds_that_are_not_subscribed_to_are_dropped() -> None:
    stored = normalise_included(custom(inquiry=["documents"], account=["*"]), ["inquiry.completed"])
    assert stored == custom(inquiry=["documents"])
    assert normalise_included(custom(account=["*"]), ["inquiry.completed"]) == NONE


def test_stars_for_everything_subscribed_to_are_include_all() -> None:
    assert normalise_included(custom(inquiry=["*"], account=["*"]), ["inquiry.failed", "account.created"]) == ALL
    assert normalise_included(custom(inquiry=["*"]), ["inquiry.failed", "account.created"]) == custom(inquiry=["*"])


def test_a_custom_list_is_read_by_the_kind_of_the_event() -> None:
    stored = custom(inquiry=["documents", "selfies"], account=["*"])
    assert wanted_relations(stored, "inquiry.completed") == {"documents", "selfies"}
    assert wanted_relations(stored, "account.created") is None
    assert wanted_relations(stored, "verification.passed") == frozenset()


@pytest.mark.parametrize(
    "given",
    [
        "include_all",
        {"state": "custom"},
        {"state": "custom", "event-types": []},
        {"state": "include_all", "event-types": []},
        custom(inquiry=[]),
        custom(inquiry=["*", "documents"]),
        custom(nothing=["*"]),
        {"state": "custom", "event-types": [{"event-type": "inquiry", "relationships": ["a"]}] * 2},
        {"state": "custom", "event-types": [{"event-type": "inquiry", "relationships": ["a"], "more": 1}]},
    ],
)
def test_another_form_is_refused(given: Any) -> None:
    with pytest.raises(BadRequest):
        normalise_included(given, ["*"])


def test_relationships_are_sent_unless_turned_off() -> None:
    assert normalise_relationships(None) == ALL
    assert normalise_relationships(NONE) == NONE
    with pytest.raises(BadRequest):
        normalise_relationships({"state": "custom"})
