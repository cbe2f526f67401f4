"""Cards with a machine-readable zone at their foot, as better and worse cameras see them."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import cv2
import numpy as np

from specimens import drawing
from specimens.faces import Pixels

_DRAWN = 18.0  # pixels from character to character on the page before it is photographed
_GROUND = (80, 90, 100)


@dataclass(frozen=True, kw_only=True)
class Capture:
    """How a picture was taken. ``pitch``: pixels from character to character in it; ``blur``: sigma in its pixels.

    ``slant``: how much narrower the far edge looks; ``noise``: standard deviation in levels; ``glare``: radius of a
    bright spot on the zone, in character heights; ``light``: factor on all levels; ``jpeg``: quality, 100 for none;
    ``wave``: amplitude of a bent page in character heights.
    """

    pitch: float = 14.0
    blur: float = 0.6
    degrees: float = 0.0
    slant: float = 0.0
    noise: float = 3.0
    glare: float = 0.0
    light: float = 1.0
    jpeg: int = 92
    wave: float = 0.0
    seed: int = 1


def draw_capture(rng: Random) -> Capture:
    """From good pictures to ones nobody could read, most in between."""
    pitch = rng.uniform(6, 22)
    return Capture(
        pitch=pitch,
        blur=rng.uniform(0.3, 0.16 * pitch),
        degrees=rng.gauss(0, 4),
        slant=rng.uniform(-0.12, 0.12),
        noise=rng.choice((1.0, 4.0, 9.0, 18.0)),
        glare=rng.choice((0.0, 0.0, 0.0, 1.5, 3.0)),
        light=rng.choice((1.0, 1.0, 0.6, 0.3, 1.25)),
        jpeg=rng.choice((95, 85, 60, 35)),
        wave=rng.choice((0.0, 0.0, 0.3)),
        seed=rng.randrange(1 << 30),
    )


def draw_card(lines: tuple[str, ...], *, seed: int = 5) -> Pixels:
    """A card or page with ``lines`` at its foot, before anybody photographs it."""
    width = round(_DRAWN * (len(lines[0]) + 4))
    page = drawing.paper(width, round(width * 0.68), tint=(226, 228, 220), seed=seed)
    top = page.height - _DRAWN * (2.5 * len(lines) - 2.0)
    drawing.write_mrz(page, lines, left=2 * _DRAWN, top=top, pitch=_DRAWN)
    return drawing.to_pixels(page)


def take(card: Pixels, capture: Capture) -> Pixels:
    """The picture of ``card``, BGR."""
    picture = _project(_bend(card, capture.wave), capture)
    picture = cv2.GaussianBlur(picture, (0, 0), max(capture.blur, 0.01))
    rng = np.random.default_rng(capture.seed)
    lit = picture.astype(np.float32) * capture.light + _spot(picture, capture, rng)
    noisy = np.clip(lit + rng.normal(0, capture.noise, lit.shape), 0, 255).astype(np.uint8)
    if capture.jpeg >= 100:
        return noisy
    packed = cv2.imencode(".jpg", noisy, [cv2.IMWRITE_JPEG_QUALITY, capture.jpeg])[1]
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)


def _bend(card: Pixels, wave: float) -> Pixels:
    if wave == 0:
        return card
    height, width = card.shape[:2]
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    moved = y + np.float32(wave * _DRAWN * 1.6) * np.sin(x * np.float32(2 * np.pi / width))
    return np.asarray(cv2.remap(card, x, moved, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def _project(card: Pixels, capture: Capture) -> Pixels:
    height, width = card.shape[:2]
    scale = capture.pitch / _DRAWN
    half = np.array([width, height]) * scale / 2
    far, near = 1 - max(capture.slant, 0), 1 - max(-capture.slant, 0)
    corners = np.array([(-far, -1), (far, -1), (near, 1), (-near, 1)]) * half
    angle = np.radians(capture.degrees)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    seen = corners @ turn
    size = np.ceil(np.ptp(seen, axis=0) * 1.08 + 8).astype(int)
    flat = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    matrix = cv2.getPerspectiveTransform(flat, (seen + size / 2).astype(np.float32))
    smooth = cv2.GaussianBlur(card, (0, 0), 0.4 / scale) if scale < 0.8 else card
    shape = (int(size[0]), int(size[1]))
    return np.asarray(cv2.warpPerspective(smooth, matrix, shape, flags=cv2.INTER_CUBIC, borderValue=_GROUND), np.uint8)


def _spot(picture: Pixels, capture: Capture, rng: np.random.Generator) -> np.ndarray:
    """Light reflected from somewhere along the zone."""
    height, width = picture.shape[:2]
    if capture.glare == 0:
        return np.zeros((height, width, 1), np.float32)
    radius = capture.glare * capture.pitch * 1.6
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    middle = rng.uniform(0.15, 0.85) * width, rng.uniform(0.78, 0.92) * height
    away = ((x - middle[0]) ** 2 + (y - middle[1]) ** 2) / radius**2
    return (260 * np.exp(-away))[:, :, None]


def hide(picture: Pixels, share: float) -> Pixels:
    """Of a picture of ``draw_card``: two characters of the lowest line under a finger, at ``share`` of the width."""
    height, width = picture.shape[:2]
    left = int(share * width)
    hidden = picture.copy()
    hidden[height - 56 :, left : left + int(width * 0.042)] = 205
    return hidden
