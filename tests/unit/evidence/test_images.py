"""Decoding what strangers send: every layout of pixels, every limit, every kind of damage."""

import contextlib
import io
import struct
import zlib
from collections.abc import Callable

import numpy as np
import pillow_heif
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from verilink.evidence.images import (
    ImageRefused,
    Limits,
    decode,
    encode_jpeg,
    hash_distance,
    perceptual_hash,
    sniff,
)

SMALL = Limits(min_bytes=1, min_side=16)


def picture(width: int = 320, height: int = 240) -> Image.Image:
    """Red at the top left, blue at the bottom right, noise over it so that files have some size."""
    rows, columns = np.mgrid[0:height, 0:width]
    red = 255 * (1 - columns / width)
    blue = 255 * (rows / height)
    noise = np.random.default_rng(1).integers(0, 60, (height, width))
    return Image.fromarray(np.stack([red, noise, blue], -1).astype(np.uint8))


def save(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def heic(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    pillow_heif.from_pillow(image).save(buffer, quality=80)
    return buffer.getvalue()


MAKERS: dict[str, Callable[[Image.Image], bytes]] = {
    "jpeg": lambda image: save(image, "JPEG", quality=92),
    "png": lambda image: save(image, "PNG"),
    "webp": lambda image: save(image, "WEBP", lossless=True),
    "heic": heic,
    "pdf": lambda image: save(image, "PDF"),
}


@pytest.mark.parametrize("kind", MAKERS)
def test_each_format_is_sniffed_and_decoded(kind: str) -> None:
    data = MAKERS[kind](picture())
    header = sniff(data, SMALL)
    decoded = decode(data, SMALL)
    assert header.format == kind
    assert decoded.metadata.format == kind
    assert decoded.metadata.byte_size == len(data)
    if kind != "pdf":
        assert (header.width, header.height) == (320, 240) == (decoded.metadata.width, decoded.metadata.height)
    height, width = decoded.pixels.shape[:2]
    assert decoded.pixels[height // 20, width // 20, 2] > 180
    assert decoded.pixels[-height // 20, -width // 20, 0] > 180


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "RGBA", "LA", "1", "I;16"])
def test_each_pixel_layout_becomes_eight_bit_bgr(mode: str) -> None:
    grey = np.tile(np.linspace(0, 255, 320).astype(np.uint8), (240, 1))
    source = Image.fromarray(grey).convert("RGB")
    if mode == "I;16":
        data = save(Image.fromarray(grey.astype(np.uint16) * 257), "PNG")
    elif mode == "CMYK":
        data = save(source.convert("CMYK"), "JPEG", quality=95)
    else:
        data = save(source.convert("L").convert(mode) if mode == "LA" else source.convert(mode), "PNG")
    pixels = decode(data, SMALL).pixels
    assert pixels.shape == (240, 320, 3)
    assert pixels.dtype == np.uint8
    assert pixels[:, :20].mean() < 40
    assert pixels[:, -20:].mean() > 215


def test_transparency_is_flattened_onto_white() -> None:
    clear = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    assert decode(save(clear, "PNG"), SMALL).pixels.min() == 255


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_applied(orientation: int) -> None:
    upright = picture()
    undo = {
        2: [Image.Transpose.FLIP_LEFT_RIGHT],
        3: [Image.Transpose.ROTATE_180],
        4: [Image.Transpose.FLIP_TOP_BOTTOM],
        5: [Image.Transpose.TRANSPOSE],
        6: [Image.Transpose.ROTATE_90],
        7: [Image.Transpose.TRANSVERSE],
        8: [Image.Transpose.ROTATE_270],
    }
    stored = upright
    for step in undo.get(orientation, []):
        stored = stored.transpose(step)
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x0131] = "Editor\x00\x01 7"
    decoded = decode(save(stored, "JPEG", quality=95, exif=exif), SMALL)
    assert decoded.pixels.shape == (240, 320, 3)
    assert decoded.pixels[12, 16, 2] > 180
    assert decoded.metadata.software == "Editor 7"


def test_an_animation_gives_its_first_frame() -> None:
    first, second = Image.new("RGB", (64, 64), "red"), Image.new("RGB", (64, 64), "blue")
    buffer = io.BytesIO()
    first.save(buffer, "WEBP", save_all=True, append_images=[second], lossless=True)
    pixels = decode(buffer.getvalue(), SMALL).pixels
    assert tuple(pixels[32, 32]) == (0, 0, 255)


def test_the_page_of_a_pdf_that_holds_the_document_is_rendered() -> None:
    blank = Image.new("RGB", (320, 240), "white")
    buffer = io.BytesIO()
    blank.save(buffer, "PDF", save_all=True, append_images=[picture(), blank])
    decoded = decode(buffer.getvalue(), SMALL)
    assert decoded.metadata.pages == 3
    assert decoded.pixels.std() > 30


def png_header(width: int, height: int) -> bytes:
    body = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + body
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\xff\xd8\xff" + bytes(100), "too_small"),
        (bytes(16 * 1024 * 1024), "too_large"),
        (b"GIF89a" + bytes(20_000), "unsupported_format"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>" + b" " * 20_000, "unsupported_format"),
        (png_header(14_999, 14_999) + bytes(20_000), "too_many_pixels"),
        (png_header(100_000, 300) + bytes(20_000), "too_many_pixels"),
        (png_header(100, 3000) + bytes(20_000), "too_few_pixels"),
        (b"%PDF-1.7\n" + bytes(20_000), "corrupt"),
    ],
)
def test_what_breaks_a_limit_is_refused_with_its_code(data: bytes, code: str) -> None:
    with pytest.raises(ImageRefused) as refused:
        decode(data)
    assert refused.value.code == code
    assert refused.value.details


def test_a_bomb_is_refused_before_it_is_decoded() -> None:
    rows = zlib.compress(bytes(1 + 3 * 14_000) * 14_000, 9)
    chunk = b"IDAT" + rows
    bomb = png_header(14_000, 14_000) + struct.pack(">I", len(rows)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    with pytest.raises(ImageRefused) as refused:
        decode(bomb)
    assert refused.value.code == "too_many_pixels"


@pytest.mark.parametrize("kind", MAKERS)
def test_a_file_cut_in_half_is_refused(kind: str) -> None:
    data = MAKERS[kind](picture())
    with pytest.raises(ImageRefused) as refused:
        decode(data[: len(data) // 2], SMALL)
    assert refused.value.code in ("truncated", "corrupt")


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
@pytest.mark.parametrize("tail", [b"<html><script>alert(1)</script>", b"%PDF-1.4 hidden", b"\n<?php system(1);"])
def test_another_format_behind_the_picture_is_refused(kind: str, tail: bytes) -> None:
    with pytest.raises(ImageRefused) as refused:
        decode(MAKERS[kind](picture()) + tail, SMALL)
    assert refused.value.code == "polyglot"


def test_a_picture_that_is_also_an_archive_is_refused() -> None:
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("payload.txt", "x")
    with pytest.raises(ImageRefused) as refused:
        decode(MAKERS["jpeg"](picture()) + buffer.getvalue(), SMALL)
    assert refused.value.code == "polyglot"


def test_harmless_bytes_a_phone_appends_are_allowed() -> None:
    film = b"\x00\x00\x00\x18ftypmp42" + np.random.default_rng(2).bytes(50_000)
    assert decode(MAKERS["jpeg"](picture()) + film, SMALL).pixels.shape == (240, 320, 3)


def test_an_encrypted_pdf_is_refused_as_such() -> None:
    encrypted = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>endobj\n"
        b"4 0 obj<</Filter/Standard/V 1/R 2/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">/P -4>>endobj\n"
        b"trailer<</Root 1 0 R/Encrypt 4 0 R/ID[<" + b"43" * 16 + b"><" + b"43" * 16 + b">]/Size 5>>\n%%EOF"
    )
    with pytest.raises(ImageRefused) as refused:
        decode(encrypted, SMALL)
    assert refused.value.code == "encrypted"


@given(kind=st.sampled_from(sorted(MAKERS)), data=st.data())
@settings(max_examples=80, deadline=None)
def test_mutated_files_decode_or_are_refused_and_nothing_else(kind: str, data: st.DataObject) -> None:
    original = bytearray(MAKERS[kind](picture(64, 48)))
    for _ in range(data.draw(st.integers(1, 8))):
        original[data.draw(st.integers(0, len(original) - 1))] = data.draw(st.integers(0, 255))
    limits = Limits(min_bytes=1, min_side=1, max_side=3000, max_pixels=1_000_000)
    try:
        pixels = decode(bytes(original), limits).pixels
    except ImageRefused:
        return
    assert pixels.ndim == 3
    assert pixels.dtype == np.uint8


@given(st.binary(max_size=300))
def test_any_bytes_are_sniffed_or_refused(data: bytes) -> None:
    for magic in (
        b"",
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n",
        b"RIFF\x00\x00\x00\x00WEBPVP8X",
        b"\x00\x00\x00\x18ftypheic",
    ):
        with contextlib.suppress(ImageRefused):
            assert sniff(magic + data, SMALL).format


def test_encoding_leaves_no_metadata_behind() -> None:
    exif = Image.Exif()
    exif[0x0131] = "SECRET-EDITOR"
    decoded = decode(save(picture(), "JPEG", exif=exif), SMALL)
    written = encode_jpeg(decoded.pixels)
    assert b"SECRET-EDITOR" not in written
    assert Image.open(io.BytesIO(written)).getexif() == {}


def test_the_perceptual_hash_survives_recompression_and_tells_pictures_apart() -> None:
    rng = np.random.default_rng(3)
    scene = Image.fromarray(rng.integers(0, 255, (8, 8, 3), dtype=np.uint8)).resize(
        (320, 240), Image.Resampling.BICUBIC
    )
    other = Image.fromarray(rng.integers(0, 255, (8, 8, 3), dtype=np.uint8)).resize(
        (320, 240), Image.Resampling.BICUBIC
    )
    first = perceptual_hash(decode(save(scene, "PNG"), SMALL).pixels)
    again = perceptual_hash(decode(save(scene.resize((200, 150)), "JPEG", quality=60), SMALL).pixels)
    different = perceptual_hash(decode(save(other, "PNG"), SMALL).pixels)
    assert hash_distance(first, again) <= 6
    assert hash_distance(first, different) > 16
