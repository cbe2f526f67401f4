"""Bills of people who do not exist, drawn for tests."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

LINES = (
    "NORTHWIND ENERGY",
    "Electricity bill",
    "Ms Zoe Mueller-Example",
    "12 Sample Road",
    "10115 Berlin",
    "Invoice date: {date}",
    "Meter number 4711 0815",
    "Consumption 212 kWh",
    "Please pay by 1 December 2031",
)


def drawn(date: str = "15 October 2026", lines: Sequence[str] = LINES) -> Image.Image:
    """One page."""
    image = Image.new("RGB", (1240, 1754), "white")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(28)
    for index, line in enumerate(lines):
        draw.text((110, 120 + index * 76), line.format(date=date), fill=(20, 40, 120), font=font)
    return image


def bill(kind: str = "JPEG", date: str = "15 October 2026", **saved: object) -> bytes:
    """The bill as a file of this kind; ``saved``: more that is written into it."""
    buffer = io.BytesIO()
    drawn(date).save(buffer, kind, **saved)
    return buffer.getvalue()
