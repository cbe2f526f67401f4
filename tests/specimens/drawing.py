"""Paper, type and cameras: what every specimen is made of. Pages are BGR, drawn at a fixed number of pixels per mm."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from specimens.faces import Pixels, landmarks

OCR_B = Path("/usr/share/fonts/opentype/ocr-b/OCRB.otf")
INK = (24, 26, 40)


def text_font(size: float, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """DejaVu Sans, which matplotlib carries along."""
    import matplotlib

    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return ImageFont.truetype(str(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / name), size)


def ocr_b(size: float) -> ImageFont.FreeTypeFont:
    """The typeface of machine-readable zones; raises `FileNotFoundError` saying what to install."""
    if not OCR_B.is_file():
        raise FileNotFoundError("Install Debian's fonts-ocr-b to draw specimen documents.")
    return ImageFont.truetype(str(OCR_B), size)


def paper(width: int, height: int, *, tint: tuple[int, int, int], seed: int = 7) -> Image.Image:
    """A page with fine crossing waves, as security printing has, so that nothing lies on plain white. ``tint``: RGB."""
    rng = np.random.default_rng(seed)
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    waves = np.sin((y + 18 * np.sin(x / 61)) / 2.9) + np.sin((x * 0.6 + y + 25 * np.sin(y / 83)) / 4.1)
    ground = np.array(tint, np.float32) + 5.0 * waves[:, :, None] + rng.normal(0, 1.2, (height, width, 1))
    return Image.fromarray(np.clip(ground, 0, 255).astype(np.uint8), "RGB")


def write_mrz(page: Image.Image, lines: tuple[str, ...], *, left: float, top: float, pitch: float) -> None:
    """OCR-B size 1: one sign every 2.54 mm (``pitch`` pixels), lines 6.35 mm apart."""
    pen, font = ImageDraw.Draw(page), ocr_b(pitch * 1.62)
    for row, line in enumerate(lines):
        for column, sign in enumerate(line):
            spot = (left + (column + 0.5) * pitch, top + row * pitch * 2.5)
            pen.text(spot, sign, font=font, fill=(15, 15, 20), anchor="ms")


def label(page: Image.Image, spot: tuple[float, float], caption: str, value: str, *, size: float = 28) -> None:
    """A small caption with the value in bold below it."""
    pen = ImageDraw.Draw(page)
    pen.text(spot, caption, font=text_font(size * 0.62), fill=(56, 70, 108))
    pen.text((spot[0], spot[1] + size * 0.78), value, font=text_font(size, bold=True), fill=INK)


def portrait(face: Pixels, width: int, height: int) -> Pixels:
    """Head and shoulders cut out as ID photos are (head about two thirds of the height), resized."""
    points = landmarks(face)
    unit = float(np.hypot(*(points[3:].mean(0) - points[:2].mean(0))))
    tall = unit * 4.6
    wide, centre = tall * width / height, points[:3].mean(0)
    left, top = round(centre[0] - wide / 2), round(centre[1] - tall * 0.5)
    edge = round(tall)
    padded = cv2.copyMakeBorder(face, edge, edge, edge, edge, cv2.BORDER_REPLICATE)
    cut = padded[edge + top : edge + top + round(tall), edge + left : edge + left + round(wide)]
    return np.asarray(cv2.resize(cut, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def paste(page: Image.Image, picture: Pixels, spot: tuple[int, int]) -> None:
    """Put BGR pixels on the page."""
    page.paste(Image.fromarray(np.ascontiguousarray(picture[:, :, ::-1])), spot)


def to_pixels(page: Image.Image, *, blur: float = 0) -> Pixels:
    """The page as BGR pixels; ``blur`` is the sigma of a Gaussian in pixels."""
    pixels = np.ascontiguousarray(np.asarray(page)[:, :, ::-1])
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), blur), np.uint8) if blur > 0 else pixels


def photo_of(
    page: Pixels,
    *,
    size: tuple[int, int] = (1280, 720),
    fill: float = 0.86,
    degrees: float = 1.5,
    slant: float = 0.03,
    blur: float = 0,
    seed: int = 11,
) -> Pixels:
    """A camera's picture, BGR of ``size`` (width, height), of the page lying on a table.

    ``fill``: share of the frame's tighter side the page takes; ``degrees``: turned by; ``slant``: how much narrower
    its far edge looks; ``blur``: sigma in pixels of the photo.
    """
    width, height = size
    tall, wide = page.shape[:2]
    scale = min(width / wide, height / tall) * fill
    x, y = wide * scale / 2, tall * scale / 2
    corners = np.array([(-x * (1 - slant), -y), (x * (1 - slant), -y), (x, y), (-x, y)])
    angle = np.radians(degrees)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    seen = (corners @ turn + (width / 2, height / 2)).astype(np.float32)
    flat = np.array([(0, 0), (wide, 0), (wide, tall), (0, tall)], np.float32)
    matrix = cv2.getPerspectiveTransform(flat, seen)
    shrunk = cv2.GaussianBlur(page, (0, 0), max(0.4 / scale - 0.4, 0.01)) if scale < 1 else page
    picture = _table(width, height, seed)
    cv2.warpPerspective(shrunk, matrix, size, dst=picture, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_TRANSPARENT)
    if blur > 0:
        picture = cv2.GaussianBlur(picture, (0, 0), blur)
    noise = np.random.default_rng(seed).normal(0, 1.5, (height, width, 1))
    return np.asarray(np.clip(picture + noise, 0, 255), np.uint8)


def _table(width: int, height: int, seed: int) -> Pixels:
    """A dark wooden top, lit from one side."""
    rng = np.random.default_rng(seed)
    grain = cv2.GaussianBlur(rng.normal(0, 60, (height, width)), (0, 0), sigmaX=40, sigmaY=1.2)
    light = np.linspace(1.12, 0.88, width)[None, :, None]
    ground = (np.array((48, 66, 88)) + grain[:, :, None]) * light
    return np.asarray(np.clip(ground, 0, 255), np.uint8)
