"""Pictures are turned upright however they lie, and zones that stand on their head are found."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from specimens import drawing, licence, mrz
from specimens.captures import Capture, draw_card, take
from specimens.holders import draw_zone
from specimens.person import ALEXANDRA
from verilink.evidence.documents.upright import find_upright

needs_font = pytest.mark.skipif(not drawing.OCR_B.is_file(), reason="Debian's fonts-ocr-b is not installed")


@needs_font
@pytest.mark.parametrize("quarter_turns", range(4))
@pytest.mark.parametrize("degrees", [-20, 20])
def test_a_card_that_lies_askew_is_turned_upright_and_its_zone_read(degrees: int, quarter_turns: int) -> None:
    _, lines = draw_zone(Random(degrees * 7))
    picture = np.rot90(take(draw_card(lines), Capture(degrees=degrees)), quarter_turns)
    upright = find_upright(np.ascontiguousarray(picture))
    assert upright.rotation == 90 * quarter_turns
    assert upright.zone is not None
    assert upright.zone.solved.lines == lines
    assert not upright.is_sideways


@needs_font
@pytest.mark.parametrize("seed", range(3))
def test_a_glance_reads_the_same_zone(seed: int) -> None:
    _, lines = draw_zone(Random(seed))
    picture = np.ascontiguousarray(np.rot90(take(draw_card(lines), Capture(pitch=11, seed=seed)), seed))
    upright = find_upright(picture, glance=True)
    assert upright.rotation == 90 * seed
    assert upright.zone is not None
    assert upright.zone.solved.lines == lines


@needs_font
def test_a_zone_too_small_for_a_glance_is_found_by_looking_closely() -> None:
    lines = mrz.td3(ALEXANDRA)
    card = take(draw_card(lines), Capture(pitch=7))
    picture = np.full((2 * card.shape[0], 4 * card.shape[1], 3), 120, np.uint8)
    picture[100 : 100 + card.shape[0], 100 : 100 + card.shape[1]] = card
    upright = find_upright(picture, glance=True)
    assert upright.zone is not None
    assert upright.zone.solved.lines == lines


@pytest.mark.parametrize("quarter_turns", [1, 2])
def test_a_licence_that_lies_askew_is_turned_upright_by_its_text(quarter_turns: int) -> None:
    photo = drawing.photo_of(licence.front(), size=(1280, 960), degrees=-14, fill=0.8)
    upright = find_upright(np.ascontiguousarray(np.rot90(photo, quarter_turns)))
    assert upright.rotation == 90 * quarter_turns
    assert upright.legibility > 0.9


def test_a_side_with_a_barcode_is_not_searched_further() -> None:
    upright = find_upright(drawing.photo_of(licence.back()), barcodes=True)
    assert upright.zone is None
    if upright.barcodes is not None:
        assert [barcode.layout for barcode in upright.barcodes] == ["aamva"]


def test_a_blank_picture_stays_as_it_is() -> None:
    upright = find_upright(np.full((300, 400, 3), 200, np.uint8))
    assert (upright.zone, upright.boxes, upright.seen) == (None, [], [])
    assert upright.legibility == 1.0
