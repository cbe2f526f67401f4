"""Several pictures of one page: what one hides another shows; another document's picture takes no part."""

from datetime import date

import numpy as np
import pytest

from specimens import drawing, mrz
from specimens.captures import Capture, draw_card, hide, take
from specimens.person import ALEXANDRA, GRETA
from verilink.evidence import read_document
from verilink.evidence.facts import DocumentFacts, Frames, PageFacts

TODAY = date(2026, 3, 1)
pytestmark = pytest.mark.skipif(not drawing.OCR_B.is_file(), reason="Debian's fonts-ocr-b is not installed")


def covered(seed: int, share: float) -> np.ndarray:
    """A picture of ALEXANDRA's zone with a grey patch over two columns of the lower line, at ``share`` of the width."""
    picture = take(draw_card(mrz.td3(ALEXANDRA)), Capture(pitch=15, seed=seed))
    height, width = picture.shape[:2]
    left = int(share * width)
    picture[height - 38 :, left : left + int(width * 0.042)] = 205
    return picture


def read(*pictures: np.ndarray) -> DocumentFacts:
    return read_document(pictures, faces=False, text=False, today=TODAY)


def test_what_is_covered_in_one_picture_is_read_from_the_others() -> None:
    pictures = [covered(1, 0.2), covered(2, 0.45), covered(3, 0.9)]
    alone = read(pictures[0]).pages["front"].mrz
    assert alone is None or alone.repaired or not all(alone.check_digits.values())
    page = read(*pictures).pages["front"]
    assert page.mrz is not None
    assert page.mrz.lines == mrz.td3(ALEXANDRA)
    assert all(page.mrz.check_digits.values())
    assert page.frames is not None
    assert (page.frames.given, page.frames.read) == (3, 3)


def test_a_picture_of_another_document_has_no_vote() -> None:
    first = take(draw_card(mrz.td3(ALEXANDRA)), Capture(pitch=15))
    again = take(draw_card(mrz.td3(ALEXANDRA)), Capture(pitch=13, seed=4))
    other = take(draw_card(mrz.td3(GRETA)), Capture(pitch=12, blur=1.2, seed=2))
    page = read(first, other, again).pages["front"]
    assert page.mrz is not None
    assert page.mrz.lines == mrz.td3(ALEXANDRA)
    assert page.frames is not None
    assert page.frames.agreed == 2


def test_a_broken_picture_among_several_is_left_out() -> None:
    good = take(draw_card(mrz.td3(ALEXANDRA)), Capture(pitch=15))
    page = read_document([b"broken", good], faces=False, text=False, today=TODAY).pages["front"]
    assert page.mrz is not None
    assert page.frames is not None
    assert (page.frames.given, page.frames.read, page.frames.agreed) == (2, 1, 1)
    assert read_document([b"broken", b""], today=TODAY).pages["front"].error == "unsupported_format"
    assert read_document([], today=TODAY).pages["front"].error == "empty"


def with_frames(first: np.ndarray, *frames: np.ndarray | bytes) -> PageFacts:
    facts = read_document(first, faces=False, text=False, today=TODAY, frames={"front": frames})
    return facts.pages["front"]


def test_frames_help_to_read_what_the_photo_shows() -> None:
    """Each has another fault, and together they have none."""
    sharp = [take(draw_card(mrz.td3(ALEXANDRA)), Capture(pitch=15, seed=seed)) for seed in (1, 2, 3)]
    first, second, third = (hide(each, share) for each, share in zip(sharp, (0.2, 0.36, 0.54), strict=True))
    for alone in (first, second, third):
        zone = read(alone).pages["front"].mrz
        assert zone is None or zone.repaired or zone.unclear or not all(zone.check_digits.values())
    page = with_frames(first, second, third)
    assert page.mrz is not None
    assert page.mrz.lines == mrz.td3(ALEXANDRA)
    assert all(page.mrz.check_digits.values())
    assert not page.mrz.repaired
    assert page.frames is not None
    assert (page.frames.given, page.frames.agreed >= 2) == (3, True)
    assert (page.width, page.height) == (first.shape[1], first.shape[0])


def test_frames_are_left_alone_when_the_photo_says_it_all() -> None:
    clear = take(draw_card(mrz.td3(ALEXANDRA)), Capture(pitch=18, blur=0.3, noise=1))
    page = with_frames(clear, covered(2, 0.45), b"not even opened")
    assert page.frames == Frames(given=3, read=1, agreed=1)


def test_frames_of_another_document_and_broken_ones_have_no_vote() -> None:
    first = covered(1, 0.2)
    other = take(draw_card(mrz.td3(GRETA)), Capture(pitch=15))
    alone, page = read(first).pages["front"], with_frames(first, b"broken", other)
    assert page.frames is not None
    assert page.frames.agreed == 1
    assert page.mrz == alone.mrz


def test_a_photo_without_a_zone_gets_none_from_its_frames() -> None:
    bare = take(draw_card(mrz.td3(ALEXANDRA)), Capture(pitch=15))
    bare[int(bare.shape[0] * 0.6) :] = 205
    page = with_frames(bare, take(draw_card(mrz.td3(ALEXANDRA)), Capture(pitch=15)))
    assert page.mrz is None
    assert page.frames == Frames(given=2, read=1, agreed=1)
