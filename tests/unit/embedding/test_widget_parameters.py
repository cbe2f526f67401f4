"""The query of the published SDK, as it is."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.embedding.parameters import MAX_ANCESTORS, parse
from verilink.errors import BadRequest
from verilink.kit import query as queries

TEMPLATE = "itmpl_1111111111111111111111111111"
# As the SDK of version 5.9.0 writes it.
WRITTEN = (
    "client-version=5.9.0&container-id=persona-widget-krtn5qj4j9lt5uw3&flow-type=embedded"
    f"&inquiry-template-id={TEMPLATE}&environment-id=env_1111111111111111111111111111"
    "&iframe-origin=http%3A%2F%2Flocalhost%3A9101&frame-ancestors%5B0%5D=http%3A%2F%2Flocalhost%3A9101"
    "&frame-ancestors%5B1%5D=https%3A%2F%2Fouter.example&language=fr&reference-id=u%201%262"
    "&fields%5Bname-first%5D=Zo%C3%AB&fields%5Bnested%5D%5Bsub-key%5D%5B0%5D=1"
    "&fields%5Bnested%5D%5Bsub-key%5D%5B1%5D=b&fields%5Bis-ok%5D=true&style-variant=dark"
)


def test_the_query_of_the_sdk_is_read_whole() -> None:
    found = parse(WRITTEN)
    assert (found.origin, found.target) == ("http://localhost:9101", "http://localhost:9101")
    assert found.ancestors == ("http://localhost:9101", "https://outer.example")
    assert (found.container_id, found.flow_type) == ("persona-widget-krtn5qj4j9lt5uw3", "embedded")
    assert (found.template_id, found.version_id) == (TEMPLATE, None)
    assert found.link is not None
    assert (found.link.template_id, found.link.reference_id, found.link.language) == (TEMPLATE, "u 1&2", "fr")
    assert found.link.fields == {"name-first": "Zoë", "nested": {"sub-key": ["1", "b"]}, "is-ok": "true"}


@pytest.mark.parametrize("name", ["template-id", "inquiry-template-id"])
def test_the_template_is_echoed_under_whichever_name_it_came(name: str) -> None:
    assert parse(f"{name}=tmpl_abc&iframe-origin=x").template_id == "tmpl_abc"


def test_a_query_that_opens_nothing_still_says_whose_page_it_is() -> None:
    found = parse("iframe-origin=https%3A%2F%2Fa.example&inquiry-id=inq_1&inquiry-template-id=itmpl_1")
    assert (found.link, found.origin) == (None, "https://a.example")
    assert found.problem == "Give only one of inquiry-template-id, inquiry-id and code"


@pytest.mark.parametrize(
    ("given_", "read"),
    [
        ({"top": "12"}, {"top": "12px"}),
        ({"top": "1.5rem", "left": "4px", "right": "10%"}, {"top": "1.5rem", "left": "4px", "right": "10%"}),
        ({"top": "calc(1px)", "bottom": "-3px", "left": "9999px", "middle": "1px"}, {}),
        ({"top": "1px;background:red"}, {}),
    ],
)
def test_paddings_are_lengths_or_left_out(given_: dict[str, str], read: dict[str, str]) -> None:
    query = "&".join(f"widget-padding%5B{side}%5D={quote(value, safe='')}" for side, value in given_.items())
    assert parse(f"flow-type=inline&{query}").widget_padding == read
    assert parse(f"flow-type=inline&{query.replace('widget', 'navigation')}").navigation_padding == read
    assert parse(f"flow-type=embedded&{query}").widget_padding == {}


def test_odd_shapes_are_left_out_rather_than_believed() -> None:
    found = parse("iframe-origin=a&iframe-origin=b&frame-ancestors[x]=https://a.example&widget-padding=3&container-id=")
    assert (found.origin, found.ancestors, found.container_id) == ("", (), None)
    many = "&".join(f"frame-ancestors[{at}]=https://a{at}.example" for at in range(50))
    assert len(parse(many).ancestors) == MAX_ANCESTORS


_TREES = st.dictionaries(
    st.sampled_from(["iframe-origin", "frame-ancestors", "widget-padding", "container-id", "flow-type", "fields", "x"]),
    st.recursive(st.text(max_size=8), lambda inner: st.lists(inner, min_size=1, max_size=3), max_leaves=5),
    max_size=5,
)


@given(_TREES)
def test_any_query_is_read_or_refused_with_a_sentence(tree: dict[str, Any]) -> None:
    query = queries.encode(queries.flatten(tree))
    try:
        found = parse(query)
    except BadRequest as error:
        found = None
        sentence = error.details
    assert found or sentence
    if found:
        assert (found.link is None) == (found.problem is not None)
