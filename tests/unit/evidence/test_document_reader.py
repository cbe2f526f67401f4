"""The whole reader on drawn specimens, turned, blurred and cut, and on a few published ones where they are at hand."""

import json
import os
from datetime import date
from pathlib import Path

import cv2
import numpy as np
import pytest

from specimens import drawing, idcard, licence, mrz, passport
from specimens.person import ALEXANDRA
from verilink.evidence import read_document
from verilink.evidence.documents.mrz.compose import Holder, compose
from verilink.evidence.documents.mrz.parse import parse
from verilink.evidence.facts import DocumentFacts, MrzFacts
from verilink.evidence.images import encode_jpeg

ROOT = Path(__file__).resolve().parents[3]
SHARED = Path(os.environ.get("VERILINK_SHARED", ROOT.parent / "shared"))
LABELS = SHARED / "data" / "mrz" / "labels.json"
TODAY = date(2026, 3, 1)

needs_font = pytest.mark.skipif(not drawing.OCR_B.is_file(), reason="Debian's fonts-ocr-b is not installed")
needs_shared = pytest.mark.skipif(not LABELS.is_file(), reason="../shared/data is not at hand")


def is_authentic(zone: MrzFacts) -> bool:
    return all(zone.check_digits.values()) and not zone.repaired


def values(facts: DocumentFacts) -> dict[str, str]:
    return {name: reading.value for name, reading in facts.fields.items()}


@needs_font
@pytest.mark.parametrize("quarter_turns", range(4))
def test_a_photographed_passport_is_read_whichever_way_up(quarter_turns: int) -> None:
    photo = np.ascontiguousarray(np.rot90(drawing.photo_of(passport.passport()), quarter_turns))
    facts = read_document(encode_jpeg(photo), today=TODAY)
    page = facts.pages["front"]
    assert page.rotation == 90 * quarter_turns
    assert page.mrz is not None
    assert page.mrz.lines == mrz.td3(ALEXANDRA)
    assert is_authentic(page.mrz)
    assert facts.id_class == "pp"
    assert facts.portrait is not None
    assert facts.portrait_page == "front"
    assert page.perceptual_hash
    found = values(facts)
    assert (found["name-last"], found["name-first"], found["name-middle"]) == ("SAMPLE", "ALEXANDRA", "JO")
    assert (found["birthdate"], found["expiration-date"]) == ("1987-11-19", "2035-04-14")
    assert found["identification-number"] == "X2846013A"
    assert facts.fields["birthdate"].box is not None
    for quad in page.mrz.boxes:
        assert all(0 <= x <= page.width and 0 <= y <= page.height for x, y in quad.points)


@needs_font
def test_both_sides_of_an_identity_card_make_one_document() -> None:
    facts = read_document(drawing.photo_of(idcard.front()), drawing.photo_of(idcard.back()), expected="id", today=TODAY)
    assert facts.id_class == "id"
    assert facts.pages["back"].mrz is not None
    assert facts.pages["back"].mrz.lines == mrz.td1(ALEXANDRA)
    assert facts.portrait_page == "front"
    assert facts.fields["birthdate"].source == "mrz"
    assert ("visual", "1987-11-19") in facts.fields["birthdate"].alternatives


def test_a_licence_is_known_by_its_barcode() -> None:
    back = drawing.photo_of(licence.back(), size=(1920, 1080))
    facts = read_document(drawing.photo_of(licence.front()), back, today=TODAY)
    assert (facts.id_class, facts.country_code, facts.subdivision) == ("dl", "US", "CA")
    assert facts.pages["back"].barcodes[0].layout == "aamva"
    assert facts.pages["front"].mrz is None
    assert values(facts)["birthdate"] == "1987-11-19"


@needs_font
def test_a_blurred_passport_is_reported_unreadable_not_wrong() -> None:
    facts = read_document(drawing.photo_of(passport.passport(), blur=5), faces=False, today=TODAY)
    page = facts.pages["front"]
    assert page.quality.sharpness < 30
    assert page.mrz is None or not is_authentic(page.mrz)


KINDS = ("TD1", "TD2", "TD3", "MRVA", "MRVB", "IDFRA")


def draw_zone(lines: tuple[str, ...], *, pitch: float, blur: float, degrees: float, seed: int) -> np.ndarray:
    """A card with ``lines`` at its foot, turned by ``degrees``, blurred and with the noise of a camera."""
    width = round(pitch * (len(lines[0]) + 4))
    page = drawing.paper(width, round(width * 0.68), tint=(226, 228, 220), seed=seed)
    top = page.height - pitch * (2.5 * len(lines) + 0.5)
    drawing.write_mrz(page, lines, left=2 * pitch, top=top + pitch * 2.5, pitch=pitch)
    height, width = page.height, page.width
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 0.92)
    turned = cv2.warpAffine(drawing.to_pixels(page, blur=blur), matrix, (width, height), borderValue=(80, 90, 100))
    noise = np.random.default_rng(seed).normal(0, 4, turned.shape)
    return np.clip(turned + noise, 0, 255).astype(np.uint8)


@needs_font
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("pitch", "blur", "degrees"), [(20.0, 0.6, 0.0), (14.0, 0.8, -3.0), (11.0, 1.6, 5.0)])
def test_a_drawn_zone_is_read_right_or_not_called_authentic(
    kind: str, pitch: float, blur: float, degrees: float
) -> None:
    code = {"TD3": "P", "MRVA": "V", "MRVB": "V", "IDFRA": "ID"}.get(kind, "I")
    number = "880692310285" if kind == "IDFRA" else "L8A9236C4"
    holder = Holder("FRA", "BERTHIER", "CORINNE", number, "FRA", "651206", "F", "310811", code)
    lines = compose(kind, holder)  # type: ignore[arg-type]
    facts = read_document(draw_zone(lines, pitch=pitch, blur=blur, degrees=degrees, seed=5), faces=False, text=False)
    zone = facts.pages["front"].mrz
    if blur < 1:
        assert zone is not None
        assert zone.lines == lines
    if zone is not None and is_authentic(zone):
        expected = parse(lines, TODAY)
        assert expected is not None
        checked = ("document-number", "birthdate", "expiration-date")
        assert all(zone.fields.get(name) == expected.fields.get(name) for name in checked)


@needs_font
def test_a_zone_with_a_wrong_check_digit_is_read_but_not_authentic() -> None:
    first, second = mrz.td3(ALEXANDRA)
    forged = second[:14] + str((int(second[14]) + 3) % 10) + second[15:]
    facts = read_document(draw_zone((first, forged), pitch=18, blur=0.6, degrees=1, seed=9), faces=False, text=False)
    zone = facts.pages["front"].mrz
    assert zone is not None
    assert zone.lines[1] == forged
    assert not zone.check_digits["birthdate"]
    assert not zone.check_digits["composite"]


@pytest.mark.parametrize(
    "picture",
    [
        np.zeros((400, 600, 3), np.uint8),
        np.full((400, 600, 3), 255, np.uint8),
        np.random.default_rng(1).integers(0, 255, (480, 640, 3), dtype=np.uint8),
        np.full((40, 2000, 3), 128, np.uint8),
    ],
)
def test_pictures_without_a_document_give_facts_and_no_zone(picture: np.ndarray) -> None:
    facts = read_document(picture)
    page = facts.pages["front"]
    assert page.error is None
    assert page.mrz is None
    assert page.barcodes == ()
    assert facts.id_class is None
    assert facts.fields == {}


def test_plain_text_is_not_taken_for_a_zone() -> None:
    from PIL import Image, ImageDraw

    sheet = Image.new("RGB", (1200, 700), "white")
    pen = ImageDraw.Draw(sheet)
    for row in range(12):
        pen.text((40, 40 + row * 50), "THE QUICK BROWN FOX JUMPS OVER 13 LAZY DOGS", font=drawing.text_font(30), fill=0)
    assert read_document(np.asarray(sheet)).pages["front"].mrz is None


def test_a_file_that_is_no_picture_gives_a_page_with_the_reason() -> None:
    facts = read_document(b"no picture at all", b"%PDF-1.7 broken")
    assert facts.pages["front"].error == "unsupported_format"
    assert facts.pages["back"].error == "corrupt"
    assert facts.fields == {}


@needs_font
def test_the_same_picture_gives_the_same_facts() -> None:
    data = encode_jpeg(drawing.photo_of(passport.passport()))
    assert read_document(data, today=TODAY) == read_document(data, today=TODAY)


@needs_shared
def test_some_published_specimens_are_read() -> None:
    items = json.loads(LABELS.read_text(encoding="utf-8"))["items"]
    chosen = [item for item in items if item["mrz"] and item.get("check_digits_valid")][::15]
    right = 0
    for item in chosen:
        data = (LABELS.parent / item["file"]).read_bytes()
        zone = read_document(data, faces=False, text=False).pages["front"].mrz
        right += zone is not None and list(zone.lines[1:2]) == item["mrz"][1:2]
        if zone is not None and is_authentic(zone):
            assert list(zone.lines[1:2]) == item["mrz"][1:2]
    assert right >= len(chosen) - 1
