"""Zones composed by chance, drawn, photographed well or badly, and read back: right, or not called authentic.

`VERILINK_READ_BACK` sets how many; `make properties` reads some hundreds.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import date
from random import Random

import pytest

from specimens import drawing
from specimens.captures import Capture, draw_capture, draw_card, take
from specimens.holders import draw_licence, draw_zone
from verilink.evidence import read_document
from verilink.evidence.documents.mrz.compose import Holder, compose
from verilink.evidence.documents.mrz.parse import parse
from verilink.evidence.facts import MrzFacts

TODAY = date(2026, 3, 1)
COUNT = int(os.environ.get("VERILINK_READ_BACK", "14"))
CHECKED = ("document-number", "birthdate", "expiration-date")

needs_font = pytest.mark.skipif(not drawing.OCR_B.is_file(), reason="Debian's fonts-ocr-b is not installed")


def read_back(lines: tuple[str, ...], capture: Capture, seed: int) -> MrzFacts | None:
    picture = take(draw_card(lines, seed=seed), capture)
    return read_document(picture, faces=False, text=False, today=TODAY).pages["front"].mrz


def is_authentic(zone: MrzFacts) -> bool:
    return bool(zone.check_digits) and all(zone.check_digits.values()) and not zone.repaired


def wrong_fields(zone: MrzFacts, lines: tuple[str, ...]) -> list[str]:
    """Fields under a check digit that differ from what was printed."""
    expected = parse(lines, TODAY)
    assert expected is not None
    return [name for name in CHECKED if zone.fields.get(name) != expected.fields.get(name)]


@needs_font
@pytest.mark.timeout(3600)
def test_a_zone_photographed_in_any_way_is_right_or_not_called_authentic() -> None:
    seen: Counter[str] = Counter()
    for seed in range(5_000, 5_000 + COUNT):
        rng = Random(seed)
        _, lines = draw_zone(rng)
        capture = draw_capture(rng)
        zone = read_back(lines, capture, seed)
        if zone is None:
            seen["unread"] += 1
            continue
        seen["exact"] += zone.lines == lines
        authentic = is_authentic(zone)
        seen["authentic"] += authentic
        assert not (authentic and wrong_fields(zone, lines)), (seed, capture, zone.lines, lines)
    print(dict(seen))
    assert seen["authentic"] >= COUNT // 4


@needs_font
def test_a_clear_picture_of_any_zone_is_read_exactly_and_called_authentic() -> None:
    for seed in range(4):
        rng = Random(seed)
        _, lines = draw_zone(rng)
        zone = read_back(lines, Capture(pitch=16, blur=0.6, degrees=rng.uniform(-6, 6), seed=seed), seed)
        assert zone is not None
        assert zone.lines == lines
        assert is_authentic(zone)


@needs_font
@pytest.mark.parametrize("born", ["011007", "010222", "110110"])
def test_a_birth_date_that_begins_like_a_licence_is_no_licence(born: str) -> None:
    holder = Holder(
        issuer="KOR",
        last="Abdulrahman",
        first="",
        number="041949583",
        nationality="KOR",
        birthdate=born,
        sex="M",
        expiration="360919",
        code="IR",
    )
    lines = compose("TD1", holder)
    zone = read_back(lines, Capture(pitch=16), 3)
    assert zone is not None
    assert zone.lines == lines


@needs_font
def test_glare_over_a_number_leaves_it_unproven() -> None:
    for seed in range(3):
        _, lines = draw_zone(Random(seed))
        zone = read_back(lines, Capture(glare=4.0, seed=seed), seed)
        if zone is not None and wrong_fields(zone, lines):
            assert not is_authentic(zone)


@needs_font
def test_the_single_line_of_a_licence_is_right_or_not_called_authentic() -> None:
    exact = 0
    for seed in range(max(6, COUNT // 3)):
        rng = Random(seed)
        kind, holder = draw_licence(rng)
        lines = compose(kind, holder)
        capture = Capture(pitch=rng.uniform(9, 18), blur=rng.uniform(0.4, 1.0), degrees=rng.gauss(0, 4), seed=seed)
        zone = read_back(lines, capture, seed)
        if zone is None:
            continue
        exact += zone.lines == lines
        assert zone.format == kind
        assert not (is_authentic(zone) and zone.lines[0][:21] != lines[0][:21]), (seed, zone.lines, lines)
    assert exact >= max(6, COUNT // 3) // 2


@needs_font
def test_a_swiss_licence_is_read_and_never_called_authentic() -> None:
    lines = ("FACHE305142128097<<800126<<<<<", "MUSTER<<HANS<PETER<<<<<<<<<<<<")
    zone = read_back(lines, Capture(pitch=14, degrees=3), 1)
    assert zone is not None
    assert (zone.format, zone.lines) == ("EDLCHE", lines)
    assert not is_authentic(zone)
