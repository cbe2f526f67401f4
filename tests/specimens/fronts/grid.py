"""Captions and values in columns, the caption above, left of or below its value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from specimens.fronts.sheet import Sheet

Where = Literal["above", "left", "below"]


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One caption and its value, which may take several lines. ``column``: where it stands."""

    label: str
    lines: tuple[str, ...]
    column: int = 0


@dataclass(frozen=True, kw_only=True)
class Style:
    """Sizes in pixels of the card."""

    where: Where = "above"
    caption: float = 24
    value: float = 42
    bold: bool = True
    lead: float = 1.35  # baseline to baseline, of the size


def draw_cells(
    sheet: Sheet, cells: Sequence[Cell], style: Style, *, left: float, top: float, columns: Sequence[float]
) -> None:
    """Cells from top to bottom; one in a later column stands beside the one before it. ``columns``: their offsets."""
    y = bottom = top
    for cell in cells:
        y = bottom if cell.column == 0 else y
        bottom = max(bottom, _draw(sheet, cell, style, (left + columns[cell.column], y)))


def _draw(sheet: Sheet, cell: Cell, style: Style, spot: tuple[float, float]) -> float:
    """Draw one; where the next may begin."""
    x, y = spot
    if style.where == "left":
        sheet.write((x, y + (style.value - style.caption) * 0.8), cell.label, style.caption, label=True)
        return _values(sheet, cell, style, x + max(330.0, sheet.length(cell.label, style.caption) + 30), y)
    if style.where == "below":
        y = _values(sheet, cell, style, x, y)
        sheet.write((x, y), cell.label, style.caption, label=True)
        return y + style.caption * 2.0
    sheet.write((x, y), cell.label, style.caption, label=True)
    return _values(sheet, cell, style, x, y + style.caption * style.lead) + style.caption * 0.45


def _values(sheet: Sheet, cell: Cell, style: Style, x: float, y: float) -> float:
    for line in cell.lines:
        sheet.write((x, y), line, style.value, bold=style.bold)
        y += style.value * style.lead
    return y
