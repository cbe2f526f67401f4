"""Zones on pages that do not lie flat."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from specimens import drawing
from specimens.captures import Capture, draw_card, take
from specimens.holders import draw_zone
from verilink.evidence import read_document
from verilink.evidence.documents.mrz.bend import flatten, measure_bend
from verilink.evidence.documents.rows import Row, make_row

pytestmark = pytest.mark.skipif(not drawing.OCR_B.is_file(), reason="Debian's fonts-ocr-b is not installed")


def draw_line(wave: float) -> tuple[np.ndarray, Row]:
    """A page with one line along a wave (amplitude in pixels) and a box around it."""
    page = drawing.paper(900, 200, tint=(226, 228, 220))
    drawing.write_mrz(page, ("P<UTOEK<<KIM" + "<" * 32,), left=10, top=110, pitch=20)
    flat = drawing.to_pixels(page)
    x, y = np.meshgrid(np.arange(900), np.arange(200))
    moved = np.clip(y + wave * np.sin(2 * np.pi * x / 900), 0, 199).astype(int)
    half = 16 + wave
    box = np.array([[4, 99 - half], [896, 99 - half], [896, 99 + half], [4, 99 + half]], np.float32)
    return flat[moved, x], make_row(box)


def test_a_straight_line_has_no_bend() -> None:
    pixels, row = draw_line(0)
    assert measure_bend(pixels, row) is None


def test_the_bend_of_a_line_is_measured_and_taken_out() -> None:
    pixels, row = draw_line(14)
    bend = measure_bend(pixels, row)
    assert bend is not None
    along = np.linspace(-0.9, 0.9, 19)
    middle = np.polyval(bend.curve, along)
    expected = -14 * np.sin(np.pi * (along + 1))
    assert np.abs(middle - middle.mean() - (expected - expected.mean())).max() < 5
    again = measure_bend(flatten(pixels, bend), row)
    assert again is None or np.ptp(np.polyval(again.curve, along)) < 0.3 * np.ptp(middle)


def test_a_zone_on_a_bent_page_is_read() -> None:
    exact = 0
    for seed in range(5):
        _, lines = draw_zone(Random(seed))
        picture = take(draw_card(lines, seed=seed), Capture(wave=0.6, seed=seed))
        zone = read_document(picture, faces=False, text=False).pages["front"].mrz
        exact += zone is not None and zone.lines == lines
    assert exact >= 2
