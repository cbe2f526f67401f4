"""A template drawn as boxes and arrows: steps in layers, ways back at the side."""

from __future__ import annotations

from typing import Final

import msgspec

from verilink.dashboard.library.layout import places_of
from verilink.flow.document import (
    ActionStep,
    BranchStep,
    CaptureDocument,
    CaptureId,
    CaptureSelfie,
    ChooseId,
    ConfirmContact,
    Consent,
    EndStep,
    Form,
    Message,
    Page,
    RunVerification,
    Screen,
    ScreenStep,
    Step,
    Template,
)
from verilink.flow.graph import targets

WIDTH: Final = 206
HEIGHT: Final = 50
GAP_X: Final = 40
GAP_Y: Final = 52
MARGIN: Final = 14
_FITS: Final = 26


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


class Drawing(msgspec.Struct, frozen=True, kw_only=True):
    """Boxes and arrows in an area of ``width`` by ``height``."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    width: int
    height: int


def drawing_of(template: Template) -> Drawing:
    """The drawing; steps that cannot be reached are left out."""
    ways = {name: [to for to, _ in ways_on(step)] for name, step in template.steps.items()}
    ends = sorted(
        (name for name, step in template.steps.items() if isinstance(step, EndStep)),
        key=lambda name: _said(template.steps[name])[1] != "end-ok",
    )
    places = places_of(template.start, ways, ends)
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
        case ScreenStep():
            return [(to, "" if place == "next" else "by a button") for place, to in targets(step)]
        case ActionStep():
            return [(step.next, "")]
        case BranchStep():
            return [*((rule.to, rule.when) for rule in step.rules), (step.otherwise, "otherwise")]
        case EndStep():
            return []


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
        case Consent() | Form() | Page() | Message() | ChooseId():
            return screen.title
        case CaptureId():
            return "Photos of the document"
        case CaptureDocument():
            return "Pages of a document"
        case CaptureSelfie():
            return "Selfie"
        case ConfirmContact():
            return screen.title or "Address and code"


def _arrow(start: Box, end: Box, condition: str) -> Arrow:
    if end.y - start.y == HEIGHT + GAP_Y:
        return _down(start, end, condition)
    return _beside(start, end, condition)


def _down(start: Box, end: Box, condition: str) -> Arrow:
    """To the next row."""
    x1, y1 = start.x + WIDTH // 2, start.y + HEIGHT
    x2, y2 = end.x + WIDTH // 2, end.y
    bend = (y2 - y1) // 2
    path = f"M{x1} {y1}C{x1} {y1 + bend} {x2} {y2 - bend} {x2} {y2 - 5}"
    return Arrow(path=path, tip=f"M{x2} {y2}l-4 -7h8z", condition=condition)


def _beside(start: Box, end: Box, condition: str) -> Arrow:
    """Further down, or back up: in the gap at the right of the target, so that no box is crossed."""
    x1, y1 = start.x + (WIDTH if start.x <= end.x else 0), start.y + HEIGHT // 2
    x2, y2 = end.x + WIDTH, end.y + HEIGHT // 2
    lane = x2 + (GAP_X // 2 if y2 < y1 else GAP_X - 14)
    turn = 12 if y2 > y1 else -12
    side = 12 if lane > x1 else -12
    path = f"M{x1} {y1}H{lane - side}Q{lane} {y1} {lane} {y1 + turn}V{y2 - turn}Q{lane} {y2} {x2 + 6} {y2}"
    return Arrow(path=path, tip=f"M{x2} {y2}l7 -4v8z", condition=condition)
