"""Colours as numbers: contrast by WCAG 2.2, mixing as CSS does it, and the nearest colour that can be read.

Contrast: WCAG 2.2, "relative luminance" and "contrast ratio". Oklab: Björn Ottosson, "A perceptual color space for
image processing" (2020), whose lightness follows what people see.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from typing import Final

Triple = tuple[float, float, float]
WHITE: Final = "#ffffff"
BLACK: Final = "#000000"
_STEPS: Final = 200


def channels(colour: str) -> Triple:
    """``#rrggbb`` as three numbers from 0 to 1."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def to_hex(values: Iterable[float]) -> str:
    """Three numbers from 0 to 1, clipped, as ``#rrggbb``."""
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, value))):02x}" for value in values)


def _linear(value: float) -> float:
    return float(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)


def _encoded(value: float) -> float:
    return float(12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055)


@lru_cache(maxsize=4096)
def luminance(colour: str) -> float:
    """Relative luminance, 0 (black) to 1 (white)."""
    red, green, blue = map(_linear, channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """``share`` of ``one`` and the rest ``other``, as ``color-mix(in srgb, …)`` has it."""
    pairs = zip(channels(one), channels(other), strict=True)
    return to_hex(share * mine + (1 - share) * theirs for mine, theirs in pairs)


def _oklab(colour: str) -> Triple:
    red, green, blue = map(_linear, channels(colour))
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _from_oklab(lightness: float, a: float, b: float) -> str:
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    return to_hex(_encoded(max(0.0, value)) for value in linear)


def reads(colour: str, backgrounds: Iterable[str], ratio: float) -> bool:
    """Whether ``colour`` has at least this contrast on each of ``backgrounds``."""
    return all(contrast(colour, each) >= ratio for each in backgrounds)


@lru_cache(maxsize=2048)
def nearest(colour: str, backgrounds: tuple[str, ...], ratio: float) -> str | None:
    """The colour most like ``colour`` that reads on all ``backgrounds``: itself, or lighter or darker in its hue.

    ``None`` when there is none, because the backgrounds lie too far apart.
    """
    if reads(colour, backgrounds, ratio):
        return colour
    lightness, a, b = _oklab(colour)
    steps = sorted((step / _STEPS for step in range(_STEPS + 1)), key=lambda step: abs(step - lightness))
    shades = (_from_oklab(step, a, b) for step in steps)
    return next((each for each in chain(shades, (BLACK, WHITE)) if reads(each, backgrounds, ratio)), None)
