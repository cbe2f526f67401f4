"""Finding the operation for a method and a path."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.api import build_api
from verilink.api.dispatch import MethodNotAllowed, Tree
from verilink.errors import NotFound


def _tree() -> Tree[str]:
    tree: Tree[str] = Tree()
    tree.add("GET", "/things", "list")
    tree.add("POST", "/things", "make")
    tree.add("POST", "/things/search", "search")
    tree.add("GET", "/things/{thing_id}", "show")
    tree.add("POST", "/things/{thing_id}/break", "break")
    return tree


def test_a_fixed_segment_wins_over_a_variable_one() -> None:
    tree = _tree()
    assert tree.find("POST", "/things/search") == ("search", {})
    assert tree.find("GET", "/things/thg_1") == ("show", {"thing_id": "thg_1"})
    assert tree.find("POST", "/things/thg_1/break") == ("break", {"thing_id": "thg_1"})


def test_head_is_answered_like_get() -> None:
    assert _tree().find("HEAD", "/things") == ("list", {})


@pytest.mark.parametrize(
    "path",
    ["", "/", "/thing", "/things/", "//things", "/things/a/b", "/things/a b", "/things/..", "/things/é", "/THINGS"],
)
def test_what_is_not_served_is_not_found(path: str) -> None:
    with pytest.raises(NotFound):
        _tree().find("GET", path)


def test_another_method_is_told_which_ones_there_are() -> None:
    with pytest.raises(MethodNotAllowed) as refused:
        _tree().find("DELETE", "/things")
    assert refused.value.allow == ("GET", "POST")


def test_a_path_that_only_leads_further_is_not_found() -> None:
    tree: Tree[str] = Tree()
    tree.add("GET", "/a/b", "ab")
    with pytest.raises(NotFound):
        tree.find("GET", "/a")


def test_an_operation_cannot_be_served_twice_nor_an_id_have_two_names() -> None:
    tree = _tree()
    with pytest.raises(ValueError, match="twice"):
        tree.add("GET", "/things", "again")
    with pytest.raises(ValueError, match="stands where"):
        tree.add("GET", "/things/{other_id}", "other")


@given(st.sampled_from(["GET", "POST", "PATCH", "DELETE", "BREW"]), st.text(max_size=60))
def test_any_method_and_path_is_found_or_refused(method: str, path: str) -> None:
    try:
        operation, values = _tree().find(method, path)
    except (NotFound, MethodNotAllowed):
        return
    assert operation
    assert all(value.isascii() for value in values.values())


def test_the_table_of_operations_has_each_once() -> None:
    operations = build_api().operations
    assert len(operations) == len(set(operations)) > 50
