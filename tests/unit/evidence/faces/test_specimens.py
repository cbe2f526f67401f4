"""The specimens other tests rely on are what they claim to be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import aamva_parser
import cv2
import numpy as np
import pytest
import zxingcpp

from specimens import drawing, idcard, licence, mrz, passport, video
from specimens import faces as people
from specimens.person import ALEXANDRA, GRETA
from verilink.evidence import read_document
from verilink.evidence.faces import OPERATING_POINT, detect_faces, similarity

# The specimen holder of ICAO Doc 9303 parts 4 and 5.
ANNA = replace(
    ALEXANDRA,
    surname="ERIKSSON",
    given_names="ANNA MARIA",
    number="L898902C3",
    birth_date=date(1974, 8, 12),
    expiry_date=date(2012, 4, 15),
)


def test_check_digits_agree_with_the_published_examples():
    assert [mrz.check_digit(text) for text in ("520727", "AB2134<<<", "L898902C3", "740812", "120415")] == list("35629")


def test_zones_have_their_standard_shape():
    assert [len(line) for line in mrz.td3(GRETA)] == [44, 44]
    assert [len(line) for line in mrz.td1(GRETA)] == [30, 30, 30]
    assert mrz.td3(ANNA)[0] == "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
    assert mrz.td3(ANNA)[1].startswith("L898902C36UTO7408122F1204159")
    assert mrz.td3(GRETA)[0].startswith("P<UTOMUSTER<EXAMPLE<<GRETA<")


def test_every_document_shows_its_holder():
    pages = (passport.passport(ALEXANDRA), idcard.front(ALEXANDRA), licence.front(ALEXANDRA))
    assert all(len(detect_faces(drawing.photo_of(page), embed=False)) == 1 for page in pages)
    assert detect_faces(idcard.back(ALEXANDRA), embed=False) == ()


@pytest.mark.parametrize("size", [(1280, 720), (1600, 1200)])
def test_the_barcode_on_a_licence_holds_its_content(size):
    photo = drawing.photo_of(licence.back(ALEXANDRA), size=size, degrees=0.5, slant=0.01)
    (symbol,) = zxingcpp.read_barcodes(photo, formats=zxingcpp.BarcodeFormat.PDF417)
    assert symbol.bytes == licence.aamva(ALEXANDRA)
    parsed = aamva_parser.parse(symbol.bytes.decode("latin-1"))
    assert (parsed.first_name, parsed.last_name) == ("ALEXANDRA", "SAMPLE")
    assert parsed.date_of_birth.date() == ALEXANDRA.birth_date


def test_a_subfile_starts_and_ends_where_the_header_says():
    content = licence.aamva(GRETA)
    offset, length = int(content[23:27]), int(content[27:31])
    assert content[21:23] == content[offset : offset + 2] == b"DL"
    assert offset + length == len(content)
    assert content.endswith(b"\r")


def test_the_document_reader_reads_the_passport_and_its_portrait_is_the_holder():
    facts = read_document(drawing.photo_of(passport.passport(GRETA, people.hopper())))
    assert facts.pages["front"].mrz.lines == mrz.td3(GRETA)
    assert all(facts.pages["front"].mrz.check_digits.values())
    assert facts.fields["name-last"].value == "MUSTER EXAMPLE"
    assert facts.fields["birthdate"].value == "1956-12-09"
    own, other = (detect_faces(video.scene(face))[0] for face in (people.hopper(), people.astronaut()))
    assert similarity(facts.portrait, own) > OPERATING_POINT.threshold > similarity(facts.portrait, other)


def test_the_document_reader_reads_an_identity_card_from_its_back():
    facts = read_document(drawing.photo_of(idcard.front()), drawing.photo_of(idcard.back()))
    assert facts.pages["back"].mrz.lines == mrz.td1(ALEXANDRA)
    assert facts.fields["expiration-date"].value == "2035-04-14"
    assert facts.portrait_page == "front"


def test_a_blurred_page_is_less_sharp_and_an_expired_one_differs():
    page = passport.passport()
    blurred, expired = passport.passport(blur=4), passport.passport(expired=True)
    assert cv2.Laplacian(blurred, cv2.CV_64F).var() < cv2.Laplacian(page, cv2.CV_64F).var() / 10
    assert not np.array_equal(page, expired)


def test_a_recording_has_the_header_and_the_frames_a_browser_reads(tmp_path):
    frames = video.document_still(passport.passport(), seconds=0.6)
    path = video.write_y4m(tmp_path / "still.y4m", frames, fps=5)
    header, _, body = path.read_bytes().partition(b"\n")
    assert header.split() == [b"YUV4MPEG2", b"W1280", b"H720", b"F5:1", b"Ip", b"A1:1", b"C420"]
    assert len(body) == len(frames) * (len(b"FRAME\n") + 1280 * 720 * 3 // 2)
    plane = np.frombuffer(body[6:], np.uint8, count=1280 * 720 * 3 // 2).reshape(1080, 1280)
    assert np.abs(cv2.cvtColor(plane, cv2.COLOR_YUV2BGR_I420).astype(int) - frames[0]).mean() < 4
    with pytest.raises(ValueError, match="different sizes"):
        video.write_y4m(tmp_path / "mixed.y4m", [frames[0], people.hopper()])


def test_a_selfie_loop_passes_through_every_pose():
    yaw = [detect_faces(frame, embed=False)[0].yaw for frame in video.selfie_loop(people.hopper(), hold=0.2)]
    assert max(yaw) > 20
    assert min(yaw) < -20
    assert min(abs(angle) for angle in yaw) < 8
