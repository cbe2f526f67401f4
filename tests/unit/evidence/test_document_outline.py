"""Where the document is: one, cut off, filling the frame, two of them, on a sheet of paper, or none at all."""

import cv2
import numpy as np
import pytest

from specimens import drawing, idcard, licence, passport
from specimens.faces import Pixels
from specimens.person import ALEXANDRA
from verilink.evidence import read_document
from verilink.evidence.documents.locate import count_corners_inside, cut_document, find_documents
from verilink.evidence.documents.text_detection import Corners, detect_text

needs_font = pytest.mark.skipif(not drawing.OCR_B.is_file(), reason="Debian's fonts-ocr-b is not installed")


def lay(ground: Pixels, card: Pixels, *, middle: tuple[float, float], width: float, degrees: float) -> Corners:
    """Put ``card`` onto ``ground`` in place; where its corners are."""
    tall, wide = card.shape[:2]
    half = np.array([width / 2, width / 2 * tall / wide])
    angle = np.radians(degrees)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    corners = (np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * half @ turn + middle).astype(np.float32)
    flat = np.array([(0, 0), (wide, 0), (wide, tall), (0, tall)], np.float32)
    matrix = cv2.getPerspectiveTransform(flat, corners)
    small = cv2.GaussianBlur(card, (0, 0), 0.4 * wide / width)
    size = (ground.shape[1], ground.shape[0])
    cv2.warpPerspective(small, matrix, size, dst=ground, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_TRANSPARENT)
    return corners


def overlap(first: Corners, second: Corners) -> float:
    shared, _ = cv2.intersectConvexConvex(first, second)
    return float(shared / (cv2.contourArea(first) + cv2.contourArea(second) - shared))


def ground(kind: str, width: int = 1280, height: int = 960) -> Pixels:
    rng = np.random.default_rng(4)
    if kind == "wood":
        return drawing._table(width, height, 4)
    if kind == "cloth":
        return np.clip(90 + 4 * cv2.GaussianBlur(rng.normal(0, 60, (height, width, 3)), (0, 0), 2), 0, 255).astype(
            np.uint8
        )
    return np.clip(rng.normal(70, 3, (height, width, 3)), 0, 255).astype(np.uint8)


@needs_font
@pytest.mark.parametrize("kind", ["wood", "cloth", "plain"])
@pytest.mark.parametrize("degrees", [-14.0, 3.0, 18.0])
def test_the_outline_lies_on_the_edges_of_the_document(kind: str, degrees: float) -> None:
    picture = ground(kind)
    corners = lay(picture, passport.passport(), middle=(650, 470), width=850, degrees=degrees)
    found = find_documents(picture, detect_text(picture))
    assert len(found) == 1
    assert overlap(found[0], corners) > 0.93
    assert count_corners_inside(found[0], 1280, 960) == 4
    cut = cut_document(picture, found[0])
    assert 0.93 < (cut.shape[1] / cut.shape[0]) / (125 / 88) < 1.07


@needs_font
def test_a_document_cut_off_by_the_frame_lacks_corners() -> None:
    picture = ground("plain")
    lay(picture, passport.passport(), middle=(1000, 470), width=850, degrees=4)
    found = find_documents(picture, detect_text(picture))
    assert found
    assert count_corners_inside(found[0], 1280, 960) < 4


@pytest.mark.parametrize("draw", [licence.front, licence.back, idcard.front])
def test_a_document_that_fills_the_frame_lacks_no_corner(draw: object) -> None:
    picture = cv2.resize(draw(), (1000, 632), interpolation=cv2.INTER_AREA)  # type: ignore[operator]
    page = read_document(picture, faces=False, text=False).pages["front"]
    assert page.quality.corners_inside in (None, 4)
    assert page.documents_found == 1


@needs_font
def test_of_two_documents_both_are_counted_and_the_one_with_a_zone_is_read() -> None:
    picture = ground("plain", 1600, 1000)
    lay(picture, licence.front(), middle=(410, 500), width=700, degrees=-3)
    second = lay(picture, passport.passport(), middle=(1190, 500), width=740, degrees=4)
    page = read_document(picture).pages["front"]
    assert page.documents_found == 2
    assert page.mrz is not None
    assert page.document is not None
    assert overlap(np.array(page.document.points, np.float32), second) > 0.9


@needs_font
def test_of_two_documents_the_portrait_is_the_one_beside_the_zone_that_was_read() -> None:
    picture = ground("plain", 1600, 1000)
    lay(picture, licence.front(), middle=(410, 500), width=760, degrees=2)
    second = lay(picture, passport.passport(), middle=(1190, 500), width=700, degrees=-3)
    facts = read_document(picture, text=False)
    assert len(facts.pages["front"].faces) >= 2
    assert facts.portrait is not None
    box = facts.portrait.box
    assert cv2.pointPolygonTest(second, (box.x + box.width / 2, box.y + box.height / 2), False) > 0


@pytest.mark.parametrize("quarter_turns", [0, 1, 2, 3])
def test_a_licence_printed_upright_is_read_whichever_way_it_lies(quarter_turns: int) -> None:
    picture = ground("wood", 1000, 1280)
    corners = lay(picture, licence.tall_front(), middle=(500, 640), width=640, degrees=4)
    facts = read_document(np.ascontiguousarray(np.rot90(picture, quarter_turns)), faces=False)
    page = facts.pages["front"]
    assert page.rotation == 90 * quarter_turns
    assert facts.id_class == "dl"
    assert page.document is not None
    assert overlap(np.array(page.document.points, np.float32), corners) > 0.9
    assert any(ALEXANDRA.surname.upper() in line.text.upper() for line in page.text)


@pytest.mark.parametrize("kind", ["wood", "cloth", "plain"])
def test_where_there_is_no_document_none_is_found(kind: str) -> None:
    page = read_document(ground(kind)).pages["front"]
    assert page.documents_found == 0
    assert page.document is None
