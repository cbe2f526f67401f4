"""Where the steps of a template stand in its drawing: layers by the longest way from the start."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence

Ways = Mapping[str, Sequence[str]]


def places_of(start: str, ways: Ways, last: Sequence[str] = ()) -> dict[str, tuple[int, int]]:
    """Step -> (column, row) for every step reached from ``start``.

    Those of ``last`` that lead nowhere share the bottom row.
    The shortest way to the first of ``last`` is the first column; the other ``last`` ones stand at the far side. A step
    stands below all that lead to it, except on ways back (found by depth-first search).
    """
    order, forward = _forward(start, ways)
    row = dict.fromkeys(order, 0)
    for name in order:
        for to in forward[name]:
            row[to] = max(row[to], row[name] + 1)
    bottom = max(row.values())
    for name in last:
        if name in row and not forward[name]:
            row[name] = max(bottom, row[name])
    ranked = sorted(order, key=lambda name: name in last)
    return _columns(ranked, row, _shortest(start, last, forward))


def _columns(order: Sequence[str], row: Mapping[str, int], main: set[str]) -> dict[str, tuple[int, int]]:
    filled = {row[name]: 1 for name in main}
    places = {}
    for name in order:
        column = 0 if name in main else filled.get(row[name], 0)
        places[name] = (column, row[name])
        filled[row[name]] = max(filled.get(row[name], 0), column + 1)
    return places


def _shortest(start: str, last: Sequence[str], forward: Ways) -> set[str]:
    """The steps on the shortest way from ``start`` to the first of ``last`` that can be reached."""
    before: dict[str, str | None] = {start: None}
    waiting = deque([start])
    while waiting:
        name = waiting.popleft()
        for to in forward[name]:
            if to not in before:
                before[to] = name
                waiting.append(to)
    end: str | None = next((name for name in last if name in before), start)
    way: set[str] = set()
    while end is not None:
        way.add(end)
        end = before[end]
    return way


def _forward(start: str, ways: Ways) -> tuple[list[str], dict[str, list[str]]]:
    """Steps in topological order, and the ways that are not ways back."""
    forward: dict[str, list[str]] = {}
    finished: list[str] = []
    path: set[str] = set()
    todo: list[tuple[str, bool]] = [(start, False)]
    while todo:
        name, leaving = todo.pop()
        if leaving:
            path.discard(name)
            finished.append(name)
            continue
        if name in forward:
            continue
        path.add(name)
        forward[name] = [to for to in dict.fromkeys(ways[name]) if to in ways and to not in path]
        todo.append((name, True))
        todo.extend((to, False) for to in reversed(forward[name]) if to not in forward)
    return finished[::-1], forward
