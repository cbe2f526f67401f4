from __future__ import annotations

from contextlib import suppress
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.errors import BadRequest
from verilink.kit import query

_names = st.text(st.characters(exclude_characters="[]\0", exclude_categories=["Cs"]), min_size=1, max_size=12)
_values = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)


@pytest.mark.parametrize(
    ("raw", "tree"),
    [
        ("", {}),
        ("a=1", {"a": "1"}),
        ("a", {"a": ""}),
        ("a=", {"a": ""}),
        ("a=b=c", {"a": "b=c"}),
        ("page[size]=10&page%5Bafter%5D=inq_1", {"page": {"size": "10", "after": "inq_1"}}),
        ("fields[address][street-1]=1%20Road", {"fields": {"address": {"street-1": "1 Road"}}}),
        ("phone=%2B1555&q=a+b", {"phone": "+1555", "q": "a b"}),
        ("a[]=x&a[]=y", {"a": ["x", "y"]}),
        ("a[1]=y&a[0]=x", {"a": ["x", "y"]}),
        ("a[1]=y&a[3]=x", {"a": {"1": "y", "3": "x"}}),
        ("a[0][b]=x&a[1][b]=y", {"a": [{"b": "x"}, {"b": "y"}]}),
        ("a=1&a=2&a=3", {"a": ["1", "2", "3"]}),
        ("&&a=1&", {"a": "1"}),
        ("n=%C3%85sa", {"n": "Åsa"}),
        ("n=Åsa", {"n": "Åsa"}),
        ("fields[verification/selfie]=status", {"fields": {"verification/selfie": "status"}}),
    ],
)
def test_the_bracket_convention(raw: str, tree: dict[str, Any]) -> None:
    assert query.parse(raw) == tree
    assert query.parse(raw.encode()) == tree


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("a=%", "hexadecimal"),
        ("a=%4", "hexadecimal"),
        ("a=%zz", "hexadecimal"),
        ("a=%ff", "UTF-8"),
        (b"a=\xff", "UTF-8"),
        ("a=\ud800", "UTF-8"),
        ("a=%00", "NUL"),
        ("a[b=1", "well-formed"),
        ("a]b=1", "well-formed"),
        ("[a]=1", "well-formed"),
        ("=1", "well-formed"),
        ("a[b]c=1", "well-formed"),
        ("a[[b]]=1", "well-formed"),
        ("a=1&a[b]=2", "both as a value and as a group"),
        ("a[b]=1&a=2", "both as a value and as a group"),
        ("a[b][c][d][e][f][g][h][i]=1", "nested deeper"),
        ("&".join(["a=1"] * 1001), "More than 1000"),
        ("a=" + "x" * 70_000, "longer than"),
    ],
)
def test_malformed_queries_are_refused_with_a_reason(raw: str | bytes, message: str) -> None:
    with pytest.raises(BadRequest, match=message):
        query.parse(raw)


@given(st.text(max_size=300))
def test_any_text_gives_a_tree_or_a_bad_request(raw: str) -> None:
    with suppress(BadRequest):
        assert isinstance(query.parse(raw), dict)


@given(st.binary(max_size=200))
def test_any_bytes_give_a_tree_or_a_bad_request(raw: bytes) -> None:
    with suppress(BadRequest):
        assert isinstance(query.parse(raw), dict)


@given(
    st.dictionaries(_names, st.one_of(_values, st.dictionaries(_names, _values, min_size=1, max_size=4)), max_size=5)
)
def test_an_encoded_tree_comes_back(tree: dict[str, Any]) -> None:
    back = query.parse(query.encode(query.flatten(tree)))
    assert query.flatten(back) == query.flatten({key: query._arrays(value) for key, value in tree.items()})


@given(_values)
def test_percent_decoding_undoes_encoding(value: str) -> None:
    assert query.decode(quote(value, safe="")) == value


def test_form_names_build_the_same_tree() -> None:
    assert query.build([("fields[name-first]", "Ada"), ("tags[]", "a"), ("tags[]", "b")]) == {
        "fields": {"name-first": "Ada"},
        "tags": ["a", "b"],
    }


def test_one_and_group_refuse_the_other_shape() -> None:
    tree = query.parse("a=1&b[c]=2&d=1&d=2")
    assert query.one(tree, "a") == "1"
    assert query.one(tree, "missing") is None
    assert query.group(tree, "b") == {"c": "2"}
    assert query.group(tree, "missing") == {}
    for name in ("b", "d"):
        with pytest.raises(BadRequest, match="given once"):
            query.one(tree, name)
    with pytest.raises(BadRequest, match=r"a\[key\]"):
        query.group(tree, "a")


def test_commas_drop_empty_parts() -> None:
    assert query.commas("a, b,,c,") == ["a", "b", "c"]
    assert query.commas("") == []
