"""Copies and what is told from them: displays, grey paper, second JPEGs, programs that wrote a file."""

import io

import cv2
import numpy as np
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from specimens import idcard
from specimens.copies import Display, grey_copy, lit_by, on_display, save_again
from specimens.drawing import photo_of
from specimens.faces import Pixels
from verilink.evidence.copies import measure_chroma, measure_grid
from verilink.evidence.facts import Metadata
from verilink.evidence.images import Limits, decode
from verilink.evidence.quality import measure_quality

SMALL = Limits(min_bytes=1, min_side=8)
WARM, COLD = (0.6, 0.85, 1.0), (1.0, 0.95, 0.85)


@pytest.fixture(scope="module")
def card() -> Pixels:
    return idcard.front()


@pytest.fixture(scope="module")
def photo(card: Pixels) -> Pixels:
    return photo_of(card, size=(1280, 960))


def grey(picture: Pixels) -> Pixels:
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)


@pytest.mark.parametrize("pitch", [2.5, 4.0])
def test_a_display_shows_its_grid(card: Pixels, pitch: float) -> None:
    shown = on_display(card, Display(pitch=pitch), (960, 720))
    found = measure_grid(grey(shown))
    assert found is not None
    assert found > 1.9


@pytest.mark.parametrize("quality", [60, 95])
def test_a_photo_of_the_card_itself_shows_none(photo: Pixels, quality: int) -> None:
    found = measure_grid(grey(save_again(photo, quality)))
    assert found is not None
    assert found < 1.9


def test_resizing_takes_the_grid_away_so_the_untouched_picture_is_measured(card: Pixels) -> None:
    shown = on_display(card, Display(pitch=2.5), (960, 720))
    small = cv2.resize(shown, None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA)
    assert (measure_quality(small).grid or 0) < 1.9
    assert (measure_quality(small, untouched=grey(shown)).grid or 0) > 1.9


def test_what_is_too_small_or_too_dark_is_not_measured() -> None:
    assert measure_grid(np.zeros((127, 500), np.uint8)) is None
    assert measure_grid(np.zeros((128, 128), np.uint8)) == 0.0
    assert measure_chroma(np.full((300, 400, 3), 20, np.uint8)) is None
    assert measure_chroma(np.full((300, 400, 3), 255, np.uint8)) is None


@pytest.mark.parametrize("light", [(1.0, 1.0, 1.0), WARM, COLD])
def test_a_grey_copy_has_no_colours_but_the_light_s(card: Pixels, light: tuple[float, float, float]) -> None:
    copy = measure_chroma(lit_by(save_again(grey_copy(card), 85), light))
    original = measure_chroma(lit_by(save_again(card, 85), light))
    assert copy is not None
    assert original is not None
    assert copy < 3.5 < original


def metadata(data: bytes) -> Metadata:
    return decode(data, SMALL).metadata


def saved(picture: Pixels, kind: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(picture[:, :, ::-1])).save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize("quality", [35, 60, 75, 90, 95])
def test_the_quality_of_a_jpeg_is_known_and_a_first_one_is_even(photo: Pixels, quality: int) -> None:
    found = metadata(saved(photo, quality=quality))
    assert found.jpeg_quality == quality
    assert found.recompression is not None
    assert found.recompression < 0.6


@pytest.mark.parametrize(("first", "second"), [(60, 85), (75, 92), (85, 95)])
def test_a_jpeg_that_was_one_of_lower_quality_is_noticed(photo: Pixels, first: int, second: int) -> None:
    found = metadata(saved(save_again(photo, first), quality=second))
    assert found.recompression is not None
    assert found.recompression > 0.6


def test_a_lower_second_quality_hides_the_first(photo: Pixels) -> None:
    """Said so in the documentation; when this fails, the page can promise more."""
    assert (metadata(saved(save_again(photo, 95), quality=80)).recompression or 0) < 0.6


def test_other_formats_have_no_jpeg_figures(photo: Pixels) -> None:
    found = metadata(saved(photo[:64, :64], "PNG"))
    assert (found.jpeg_quality, found.recompression) == (None, None)


def test_every_program_that_a_file_names_is_kept(photo: Pixels) -> None:
    exif = Image.Exif()
    exif[0x0131], exif[0x0132], exif[0x010F] = "Camera 7", "2026:02:01 10:00:00", "Maker"
    exif.get_ifd(0x8769)[0x9003] = "2026:01:31 09:00:00"
    packet = b'<x xmp:CreatorTool="Editor 9"><stEvt:softwareAgent>Other\xc3\x28 2</stEvt:softwareAgent></x>'
    found = metadata(saved(photo[:64, :64], exif=exif, xmp=packet))
    assert found.programs == ("Camera 7", "Editor 9", "Other( 2")
    assert found.software == "Camera 7"
    assert (found.taken_at, found.changed_at) == ("2026:01:31 09:00:00", "2026:02:01 10:00:00")


def test_the_text_of_a_png_and_the_producer_of_a_pdf_count(photo: Pixels) -> None:
    text = PngInfo()
    text.add_text("Software", "Painter 3")
    assert metadata(saved(photo[:64, :64], "PNG", pnginfo=text)).programs == ("Painter 3",)
    written = metadata(saved(photo[:64, :64], "PDF", producer="Maker of PDFs", creator="Word processor"))
    assert written.programs == ("Maker of PDFs", "Word processor")
    assert written.changed_at
