"""O and 0, I and 1 in fields that no check digit covers: told apart by their shape, or said to be doubtful."""

import random
from datetime import date

import numpy as np
import pytest

from specimens import drawing
from verilink.evidence import read_document
from verilink.evidence.documents.mrz.check_digits import ALPHABET, compute
from verilink.evidence.documents.mrz.compose import Holder, compose
from verilink.evidence.documents.mrz.glyphs import Evidence, apply_shapes
from verilink.evidence.documents.mrz.layouts import LAYOUTS
from verilink.evidence.documents.mrz.solve import solve
from verilink.evidence.documents.mrz.zone import Zone
from verilink.evidence.facts import MrzFacts

needs_font = pytest.mark.skipif(not drawing.OCR_B.is_file(), reason="Debian's fonts-ocr-b is not installed")


def read(kind: str, holder: Holder, *, pitch: float, seed: int) -> tuple[tuple[str, ...], MrzFacts | None]:
    lines = compose(kind, holder)  # type: ignore[arg-type]
    width = round(pitch * (len(lines[0]) + 4))
    page = drawing.paper(width, round(width * 0.68), tint=(226, 228, 220), seed=seed)
    top = page.height - pitch * (2.5 * len(lines) - 2)
    drawing.write_mrz(page, lines, left=2 * pitch, top=top, pitch=pitch)
    pixels = drawing.to_pixels(page, blur=0.5)
    noise = np.random.default_rng(seed).normal(0, 3, pixels.shape)
    picture = np.clip(pixels + noise, 0, 255).astype(np.uint8)
    return lines, read_document(picture, faces=False, text=False).pages["front"].mrz


@needs_font
@pytest.mark.parametrize("optional", ["OO11II00O1", "0O0O0O0O1I", "1O0I1O0I1O"])
def test_an_unchecked_field_is_read_by_the_shape_of_its_signs(optional: str) -> None:
    holder = Holder("COD", "OKORO ILONDO", "IGOR OTTO", "O0I1O0I1A", "COD", "801001", "M", "301010", "V", optional)
    lines, zone = read("MRVA", holder, pitch=18, seed=3)
    assert zone is not None
    assert zone.lines == lines


@needs_font
@pytest.mark.parametrize("seed", range(6))
def test_a_wrong_look_alike_without_a_check_digit_is_a_recorded_doubt(seed: int) -> None:
    chance = random.Random(seed)
    optional = "".join(chance.choice("O0I1AB27") for _ in range(7))
    holder = Holder("FRA", "BERTHIER", "ANNE", "L8A9236C4", "FRA", "651206", "F", "310811", "V", optional)
    lines, zone = read("MRVB", holder, pitch=chance.uniform(11, 18), seed=seed)
    assert zone is not None
    wrong = {(row, at) for row in (0, 1) for at in range(36) if zone.lines[row][at] != lines[row][at]}
    assert wrong <= {(doubt.line, doubt.column) for doubt in zone.doubts}
    for doubt in zone.doubts:
        assert zone.lines[doubt.line][doubt.column] == doubt.read != doubt.other


@needs_font
@pytest.mark.parametrize("given", ["BOB", "ZOE", "JOAO", "O", "IO"])
def test_short_names_with_round_letters_are_not_taken_for_fillers(given: str) -> None:
    holder = Holder("UTO", "IQBAL", given, "L8A9236C4", "UTO", "651206", "F", "310811")
    lines, zone = read("TD3", holder, pitch=14, seed=8)
    assert zone is not None
    assert zone.lines[0] == lines[0]
    assert zone.fields["name-first"] == given


@needs_font
def test_a_doubtful_character_lowers_the_confidence_of_its_field() -> None:
    from verilink.evidence.documents.fields import merge_fields
    from verilink.evidence.facts import Doubt, PageFacts, Quality

    quality = Quality(sharpness=300, brightness=120, contrast=40, glare=0, dark=0, resolution=1000)
    fields = {"name-last": "IQBAL", "document-number": "L8A9236C4"}
    doubts = (Doubt(line=0, column=6, read="Q", other="O"),)
    zone = MrzFacts(format="TD3", lines=("", ""), fields=fields, doubts=doubts, confidence=0.9)
    page = PageFacts(width=10, height=10, rotation=0, quality=quality, mrz=zone)
    found = merge_fields((page,), date(2026, 3, 1))
    assert found["name-last"].confidence == 0.45
    assert found["document-number"].confidence == 0.9


def make_td3(number: str) -> tuple[Zone, list[Evidence]]:
    """A zone in which every zero of ``number`` looks like a letter to the eye that compares shapes."""
    layout = LAYOUTS["TD3"]
    lines = ("P<UTOEK<<KIM".ljust(44, "<"), f"{number}{compute(number)}UTO8001014F3001012".ljust(42, "<") + "00")
    scores = [np.full((44, len(ALPHABET)), -12.0) for _ in lines]
    for line, text in enumerate(lines):
        scores[line][np.arange(44), [ALPHABET.index(character) for character in text]] = 0.0
    zeros = [column for column, character in enumerate(number) if character == "0"]
    zone = Zone(layout, solve(layout, scores), 0.0, (), (), tuple(scores))
    return zone, [Evidence((1, column), ("O", "0"), 6.0) for column in zeros]


def test_one_glyph_of_a_letters_shape_is_a_letter() -> None:
    zone, evidence = make_td3("AB0123456")
    assert apply_shapes(zone, evidence)[1][2].argmax() == ALPHABET.index("O")


def test_many_glyphs_of_a_letters_shape_are_digits_that_stay_in_doubt() -> None:
    zone, evidence = make_td3("K00000003")
    scores = apply_shapes(zone, evidence)[1]
    for item in evidence:
        row = scores[item.cell[1]]
        assert row.argmax() == ALPHABET.index("0")
        assert row[ALPHABET.index("O")] >= row.max() - 2.0
