"""Pictures of copies: a card shown on a display, a grey copy on paper, a picture saved a second time."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from specimens.faces import Pixels

_SUBSAMPLES = 6  # of a display pixel, in both directions: three stripes of two
_FRAME = 0.08  # of the card's width: grey around it, as viewers of pictures have
_OVERSAMPLED = 2


@dataclass(frozen=True, kw_only=True)
class Display:
    """How a display was photographed. ``pitch``: pixels of the photo from one display pixel to the next; ``blur``:
    sigma in pixels of the photo; ``noise``: standard deviation in levels; ``jpeg``: quality.
    """

    pitch: float = 3.0
    degrees: float = 3.0
    slant: float = 0.03
    blur: float = 0.6
    noise: float = 2.0
    jpeg: int = 88
    seed: int = 1


def on_display(card: Pixels, display: Display, size: tuple[int, int] = (1280, 960)) -> Pixels:
    """The photo, BGR of ``size``, of ``card`` shown on a display of red, green and blue stripes."""
    width = int(0.8 * size[0] / display.pitch)
    shown = cv2.resize(card, (width, width * card.shape[0] // card.shape[1]), interpolation=cv2.INTER_AREA)
    rim = round(_FRAME * width)
    shown = cv2.copyMakeBorder(shown, rim, rim, rim, rim, cv2.BORDER_CONSTANT, value=(40, 40, 40))
    picture = _photograph(_light_up(shown), display, size)
    levels = 255 * np.clip(picture, 0, 1) ** (1 / 2.2)
    noise = np.random.default_rng(display.seed).normal(0, display.noise, (size[1], size[0], 1))
    return save_again(np.asarray(np.clip(levels + noise, 0, 255), np.uint8), display.jpeg)


def _light_up(shown: Pixels) -> np.ndarray:
    """Linear light of every part of every pixel; a dark line between rows."""
    step = _SUBSAMPLES
    light = np.repeat(np.repeat((shown / np.float32(255)) ** np.float32(2.2), step, 0), step, 1)
    column, row = np.arange(light.shape[1]) % step // 2, np.arange(light.shape[0]) % step
    stripes = np.stack([column == 2, column == 1, column == 0], 1)
    return np.asarray(light * stripes[None] * (row < step - 1)[:, None, None] * np.float32(3))


def _photograph(light: np.ndarray, display: Display, size: tuple[int, int]) -> np.ndarray:
    height, width = light.shape[:2]
    x, y = np.array([width, height]) * display.pitch / _SUBSAMPLES / 2
    corners = np.array([(-x * (1 - display.slant), -y), (x * (1 - display.slant), -y), (x, y), (-x, y)])
    angle = np.radians(display.degrees)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    seen = ((corners @ turn + np.array(size) / 2) * _OVERSAMPLED).astype(np.float32)
    flat = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    matrix = cv2.getPerspectiveTransform(flat, seen)
    large = cv2.warpPerspective(light, matrix, (size[0] * _OVERSAMPLED, size[1] * _OVERSAMPLED))
    soft = cv2.GaussianBlur(large, (0, 0), display.blur * _OVERSAMPLED)
    return np.asarray(cv2.resize(soft, size, interpolation=cv2.INTER_AREA))


def grey_copy(card: Pixels) -> Pixels:
    """What a black-and-white copier makes of a card."""
    return np.asarray(cv2.cvtColor(cv2.cvtColor(card, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR), np.uint8)


def lit_by(picture: Pixels, light: tuple[float, float, float]) -> Pixels:
    """A picture under a light of another colour; ``light``: factors on blue, green and red."""
    return np.asarray(np.clip(picture * np.array(light, np.float32), 0, 255), np.uint8)


def save_again(picture: Pixels, quality: int) -> Pixels:
    """The picture after it was saved as a JPEG and opened."""
    packed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)
