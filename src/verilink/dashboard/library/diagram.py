"""A template drawn as boxes and arrows: steps in layers by their distance from the start."""

from __future__ import annotations

from collections import deque
from typing import Final

import msgspec

from verilink.flow.document import (
    ActionStep,
    BranchStep,
    CaptureId,
    CaptureSelfie,
    ChooseId,
    Consent,
    EndStep,
    Form,
    Message,
    RunVerification,
    Screen,
    ScreenStep,
    Step,
    Template,
)

WIDTH: Final = 210
HEIGHT: Final = 50
GAP_X: Final = 46
GAP_Y: Final = 52
MARGIN: Final = 14
_FITS: Final = 29


class Box(msgspec.Struct, frozen=True, kw_only=True):
    """One step. ``kind``: screen, action, branch, end-ok or end-bad. ``x`` and ``y`` are its top left corner."""

    name: str
    title: str
    kind: str
    x: int
    y: int


class Arrow(msgspec.Struct, frozen=True, kw_only=True):
    """One way on: an SVG path, its tip, and the condition it is taken under."""

    path: str
    tip: str
    condition: str
    label_x: int
    label_y: int


class Drawing(msgspec.Struct, frozen=True, kw_only=True):
    """Boxes and arrows in an area of ``width`` by ``height``."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    width: int
    height: int


def drawing_of(template: Template) -> Drawing:
    """The drawing; steps that cannot be reached are left out."""
    places = _places(template)
    boxes = tuple(_box(name, template.steps[name], place) for name, place in places.items())
    by_name = {box.name: box for box in boxes}
    arrows = tuple(
        _arrow(by_name[name], by_name[to], condition)
        for name in places
        for to, condition in ways_on(template.steps[name])
        if to in by_name
    )
    columns = max(column for column, _ in places.values()) + 1
    rows = max(row for _, row in places.values()) + 1
    # room beside the columns for the ways back
    return Drawing(
        boxes=boxes,
        arrows=arrows,
        width=2 * MARGIN + columns * (WIDTH + GAP_X) + GAP_X,
        height=2 * MARGIN + rows * (HEIGHT + GAP_Y) - GAP_Y,
    )


def ways_on(step: Step) -> list[tuple[str, str]]:
    """Where a step can lead, each with its condition (empty when there is none)."""
    match step:
        case ScreenStep() | ActionStep():
            return [(step.next, "")]
        case BranchStep():
            return [*((rule.to, rule.when) for rule in step.rules), (step.otherwise, "otherwise")]
        case EndStep():
            return []


def _places(template: Template) -> dict[str, tuple[int, int]]:
    """Step -> (column, row), breadth first; each row fills from the left."""
    row_of = {template.start: 0}
    waiting = deque([template.start])
    while waiting:
        name = waiting.popleft()
        for to, _ in ways_on(template.steps[name]):
            if to in template.steps and to not in row_of:
                row_of[to] = row_of[name] + 1
                waiting.append(to)
    filled: dict[int, int] = {}
    places = {}
    for name, row in row_of.items():
        places[name] = (filled.get(row, 0), row)
        filled[row] = filled.get(row, 0) + 1
    return places


def _box(name: str, step: Step, place: tuple[int, int]) -> Box:
    title, kind = _said(step)
    column, row = place
    cut = title if len(title) <= _FITS else title[: _FITS - 1].rstrip() + "…"
    x, y = MARGIN + column * (WIDTH + GAP_X), MARGIN + row * (HEIGHT + GAP_Y)
    return Box(name=name, title=cut, kind=kind, x=x, y=y)


def _said(step: Step) -> tuple[str, str]:
    match step:
        case ScreenStep():
            return _screen(step.screen), "screen"
        case BranchStep():
            return "Which way?", "branch"
        case ActionStep():
            runs = any(isinstance(each, RunVerification) for each in step.do)
            return "Check what was sent" if runs else "Note something", "action"
        case EndStep():
            return step.title, "end-ok" if step.status == "completed" else "end-bad"


def _screen(screen: Screen) -> str:
    match screen:
        case Consent() | Form() | Message() | ChooseId():
            return screen.title
        case CaptureId():
            return "Photos of the document"
        case CaptureSelfie():
            return "Selfie"


def _arrow(start: Box, end: Box, condition: str) -> Arrow:
    if end.y > start.y:
        return _down(start, end, condition)
    return _back(start, end, condition)


def _down(start: Box, end: Box, condition: str) -> Arrow:
    x1, y1 = start.x + WIDTH // 2, start.y + HEIGHT
    x2, y2 = end.x + WIDTH // 2, end.y
    bend = (y2 - y1) // 2
    path = f"M{x1} {y1}C{x1} {y1 + bend} {x2} {y2 - bend} {x2} {y2 - 5}"
    tip = f"M{x2} {y2}l-4 -7h8z"
    return Arrow(path=path, tip=tip, condition=condition, label_x=(x1 + x2) // 2 + 8, label_y=(y1 + y2) // 2 + 4)


def _back(start: Box, end: Box, condition: str) -> Arrow:
    x1, y1 = start.x + WIDTH, start.y + HEIGHT // 2
    x2, y2 = end.x + WIDTH, end.y + HEIGHT // 2
    out = max(x1, x2) + GAP_X - 8
    path = f"M{x1} {y1}C{out} {y1} {out} {y2} {x2 + 6} {y2}"
    tip = f"M{x2} {y2}l7 -4v8z"
    return Arrow(path=path, tip=tip, condition=condition, label_x=out - 6, label_y=(y1 + y2) // 2)
