"""Documents on screens with a rim, and in hands, on tables: drawn by code, one picture from each seed."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Literal

import cv2
import numpy as np

from specimens.copies import save_again
from specimens.faces import Pixels

Device = Literal["phone", "tablet", "monitor"]
TABLES = ((70, 92, 120), (150, 175, 200), (205, 208, 210), (40, 42, 46), (120, 110, 100), (90, 130, 90))  # BGR
SKINS = ((172, 196, 235), (140, 170, 220), (110, 140, 195), (80, 110, 165), (60, 82, 130), (42, 56, 92))  # BGR
_SHAPES = {"phone": (2.05, 0.035), "tablet": (1.4, 0.05), "monitor": (1.72, 0.035)}  # long by short side, rim by short


@dataclass(frozen=True, kw_only=True)
class Hand:
    """A finger over a document's side. ``at``: where along it; ``depth``: how far in, of the document's height."""

    side: Literal["left", "right", "bottom", "top"] = "left"
    at: float = 0.5
    depth: float = 0.15
    width: float = 0.17
    skin: int = 1


def on_device(card: Pixels, device: Device, seed: int, size: tuple[int, int] = (1280, 960)) -> Pixels:
    """``card`` shown by a viewer on a device with a dark rim, photographed on a table."""
    rng = Random(seed)
    slope, rim = _SHAPES[device]
    high = 700
    wide = round(high * slope)
    ground = rng.choice(((250, 250, 250), (225, 225, 225), (60, 60, 62), (120, 118, 116)))
    screen = np.full((high, wide, 3), ground, np.uint8)
    scale = min(0.82 * wide / card.shape[1], rng.uniform(0.6, 0.84) * high / card.shape[0])
    shown = cv2.resize(card, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    top, left = (high - shown.shape[0]) // 2, (wide - shown.shape[1]) // 2
    screen[top : top + shown.shape[0], left : left + shown.shape[1]] = shown
    cv2.putText(screen, "9:41", (24, 34), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (90, 90, 90), 2, cv2.LINE_AA)
    edge = max(8, round(rng.uniform(0.7, 1.5) * rim * high))
    level = rng.randrange(8, 34)
    framed = cv2.copyMakeBorder(screen, edge, edge, edge, edge, cv2.BORDER_CONSTANT, value=(level, level, level))
    return _photograph(framed, rng, size, rng.uniform(0.74, 0.9), seed)


def on_table(card: Pixels, seed: int, hands: tuple[Hand, ...] = (), size: tuple[int, int] = (1280, 960)) -> Pixels:
    """``card`` on a table or held above it, with fingers over its sides."""
    rng = Random(seed)
    margin = round(0.3 * card.shape[1])
    alpha = np.full(card.shape[:2], 255, np.uint8)
    page = cv2.copyMakeBorder(np.dstack([card, alpha]), margin, margin, margin, margin, cv2.BORDER_CONSTANT)
    for hand in hands:
        _draw_finger(page, hand, margin, card.shape[:2])
    return _photograph(page, rng, size, rng.uniform(1.0, 1.15), seed)


def _draw_finger(page: np.ndarray, hand: Hand, margin: int, card: tuple[int, int]) -> None:
    """A rounded bar from the page's rim to a tip on the card, lit from above, with a nail."""
    high, wide = card
    depth, thick = hand.depth * high, hand.width * high
    tip = {
        "left": (margin + depth, margin + hand.at * high),
        "right": (margin + wide - depth, margin + hand.at * high),
        "top": (margin + hand.at * wide, margin + depth),
        "bottom": (margin + hand.at * wide, margin + high - depth),
    }[hand.side]
    away = {"left": (-1, 0.25), "right": (1, 0.25), "top": (0.2, -1), "bottom": (0.2, 1)}[hand.side]
    colour = np.array(SKINS[hand.skin], np.float32)
    for share in np.linspace(1, 0.15, 14):
        shade = (*(float(value) for value in colour * (1.04 - 0.3 * share)), 255.0)
        centre = np.array(tip) + np.array(away) * thick / 2
        far = centre + np.array(away) * 3 * margin
        points = [(int(x), int(y)) for x, y in (centre, far)]
        cv2.line(page, points[0], points[1], shade, max(2, int(thick * share)), cv2.LINE_AA)
    nail = np.array(tip) + np.array(away) * thick * 0.3
    pale = (*(float(min(255.0, value * 1.08)) for value in colour), 255.0)
    cv2.circle(page, (int(nail[0]), int(nail[1])), int(thick * 0.2), pale, -1, cv2.LINE_AA)


def _photograph(page: np.ndarray, rng: Random, size: tuple[int, int], fill: float, seed: int) -> Pixels:
    width, height = size
    tall, wide = page.shape[:2]
    scale = min(width / wide, height / tall) * fill
    x, y, slant = wide * scale / 2, tall * scale / 2, rng.uniform(0, 0.06)
    corners = np.array([(-x * (1 - slant), -y), (x * (1 - slant), -y), (x, y), (-x, y)])
    angle = np.radians(rng.gauss(0, 3))
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    seen = (corners @ turn + (width / 2 + rng.uniform(-25, 25), height / 2 + rng.uniform(-20, 20))).astype(np.float32)
    flat = np.array([(0, 0), (wide, 0), (wide, tall), (0, tall)], np.float32)
    matrix = cv2.getPerspectiveTransform(flat, seen)
    whole = page if page.shape[2] == 4 else np.dstack([page, np.full((tall, wide), 255, np.uint8)])
    small = cv2.GaussianBlur(whole, (0, 0), max(0.4 / scale - 0.4, 0.01)) if scale < 1 else whole
    placed = cv2.warpPerspective(small, matrix, size, flags=cv2.INTER_LINEAR).astype(np.float32)
    noise = np.random.default_rng(seed)
    ground = (
        np.array(rng.choice(TABLES), np.float32)
        + cv2.GaussianBlur(noise.normal(0, 40, (height, width)).astype(np.float32), (0, 0), sigmaX=25, sigmaY=1.2)[
            :, :, None
        ]
    )
    share = placed[:, :, 3:] / 255
    light = np.linspace(1.1, 0.9, width, dtype=np.float32)[None, :, None]
    picture = (placed[:, :, :3] * share + ground * (1 - share)) * light + noise.normal(0, 2, (height, width, 1))
    return save_again(np.asarray(np.clip(picture, 0, 255), np.uint8), rng.randrange(78, 95))
