"""Valid inputs to start from, all generated: pictures of every kind, zones, licences, national barcodes."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from random import Random

import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from specimens import licence  # noqa: E402
from specimens.holders import draw_zone  # noqa: E402
from specimens.person import ALEXANDRA, GRETA  # noqa: E402

_NATIONAL = (
    b"DLAMINI|THABO JOHN|M|RSA|8001015009087|01 JAN 1980|RSA|CITIZEN|12 MAR 2019|36508|",
    b"00123456789@PEREZ@JUAN CARLOS@M@12345678@A@01/02/1980@03/04/2015",
    b"@12345678    @A@1@PEREZ@JUAN CARLOS@ARGENTINA@01/02/1980@M@03/04/2010@0123@1",
    b"0001PubDSK_1" + b"\0" * 12 + b"1234567890" + b"".join(
        name.ljust(23, b"\0") for name in (b"PEREZ", b"GOMEZ", b"ANA", b"MARIA")
    ) + b"\x000F19800102",
)  # fmt: skip


def make_corpus() -> dict[str, list[bytes]]:
    """Seeds by target; the same every time."""
    pictures = _pictures()
    licences = _licences()
    return {
        "decode": pictures,
        "sniff": pictures,
        "mrz": _zones(),
        "aamva": licences,
        "layouts": [*licences, *_NATIONAL],
        "barcode": _symbols(),
    }


def _pictures() -> list[bytes]:
    ramp = np.linspace(0, 255, 48 * 40).reshape(40, 48)
    colour = Image.fromarray(np.stack([ramp, ramp[::-1], 255 - ramp], 2).astype(np.uint8))
    exif = Image.Exif()
    exif[0x0112], exif[0x0131], exif[0x010F] = 6, "Editor 1.0", "Maker"
    exif.get_ifd(0x8769)[0x9003] = "2026:01:02 03:04:05"
    deep = Image.fromarray((ramp * 257).astype(np.uint16))
    made = [
        _save(colour, "JPEG", quality=70, exif=exif),
        _save(colour, "JPEG", progressive=True),
        _save(colour.convert("CMYK"), "JPEG"),
        _save(colour.convert("L"), "JPEG"),
        _save(colour, "PNG"),
        _save(colour.convert("P"), "PNG", transparency=0),
        _save(colour.convert("RGBA"), "PNG"),
        _save(deep, "PNG"),
        _save(colour, "WEBP", quality=50, exif=exif),
        _save(colour.convert("RGBA"), "WEBP", lossless=True),
        _save(colour, "PDF"),
        _save(colour, "PDF", save_all=True, append_images=[colour.convert("L")]),
    ]
    return [*made, _heic(colour)]


def _save(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def _heic(image: Image.Image) -> bytes:
    import pillow_heif

    out = io.BytesIO()
    pillow_heif.from_pillow(image.resize((64, 64))).save(out, quality=40)
    return out.getvalue()


def _zones() -> list[bytes]:
    """Lines as a reader gives them, and with a first byte that chooses the shape they are cut to."""
    drawn = [draw_zone(Random(seed))[1] for seed in range(60)]  # noqa: S311  (wanted: the same every time)
    whole = ["\n".join(lines).encode() for lines in drawn]
    return whole + [bytes([at]) + "".join(lines).encode() for at, lines in enumerate(drawn[:12])]


def _licences() -> list[bytes]:
    whole = licence.aamva(ALEXANDRA)
    made = [whole, licence.aamva(GRETA), whole.replace(b"\n", b"\r\n"), whole.replace(b"ANSI ", b"AAMVA")]
    made += [whole.replace(b"636014100001", f"636014{version:02d}0001".encode()) for version in range(1, 12)]
    return [*made, whole.replace(b"636014", b"636012"), whole[:60], whole + b"ZCZCAHAZEL\nZCBNONE\r"]


def _symbols() -> list[bytes]:
    import pdf417gen

    made = []
    for text in ("1", "ANSI 636014", licence.aamva(ALEXANDRA).decode("latin-1")[:300]):
        drawn = pdf417gen.render_image(pdf417gen.encode(text, columns=4), scale=1, ratio=3, padding=2).convert("1")
        modules = 1 - np.asarray(drawn, np.uint8)[:, :127]
        made.append(bytes([modules.shape[1] - 8, 0]) + np.packbits(modules).tobytes())
    return made
