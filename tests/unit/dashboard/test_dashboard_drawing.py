"""The drawing of a template."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from verilink.dashboard.library.diagram import HEIGHT, WIDTH, drawing_of
from verilink.dashboard.library.layout import places_of
from verilink.flow.shipped import shipped_templates

NAMES = [f"s{number}" for number in range(12)]
graphs = st.dictionaries(st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), max_size=4)).map(
    lambda ways: {name: ways.get(name, []) for name in NAMES}
)


@given(graphs, st.lists(st.sampled_from(NAMES), unique=True, max_size=3))
def test_no_two_steps_share_a_place_whatever_the_ways_are(ways: dict[str, list[str]], last: list[str]) -> None:
    places = places_of("s0", ways, last)
    assert len(set(places.values())) == len(places)
    assert places["s0"][1] == 0 or "s0" in last


@given(graphs)
def test_exactly_the_steps_that_can_be_reached_are_drawn(ways: dict[str, list[str]]) -> None:
    reached, todo = {"s0"}, ["s0"]
    while todo:
        for to in ways[todo.pop()]:
            if to not in reached:
                reached.add(to)
                todo.append(to)
    assert set(places_of("s0", ways)) == reached


def test_every_box_of_the_shipped_templates_is_inside_the_drawing() -> None:
    for template in shipped_templates().values():
        drawing = drawing_of(template)
        assert len(drawing.boxes) == len(template.steps)
        for box in drawing.boxes:
            assert 0 <= box.x <= drawing.width - WIDTH
            assert 0 <= box.y <= drawing.height - HEIGHT


def test_the_way_to_success_is_the_first_column() -> None:
    drawing = drawing_of(shipped_templates()["Government ID and selfie"])
    by_name = {box.name: box for box in drawing.boxes}
    assert by_name["success"].x == by_name["start"].x
    assert by_name["failure"].x > by_name["start"].x
