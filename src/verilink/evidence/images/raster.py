"""Photographs: opening one known format and bringing every pixel layout to 8-bit BGR."""

from __future__ import annotations

import io
import warnings

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

_PILLOW_FORMATS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "heic": "HEIF"}


def open_raster(data: bytes, kind: str) -> Image.Image:
    """Open lazily with the one decoder that belongs to ``kind``; the first frame of an animation is the picture.

    Raises:
        OSError: Pillow cannot read it.
    """
    if kind == "heic":
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        return Image.open(io.BytesIO(data), formats=[_PILLOW_FORMATS[kind]])


def to_bgr(image: Image.Image) -> NDArray[np.uint8]:
    """Decode fully, apply EXIF rotation, flatten transparency onto white; height x width x 3, uint8, BGR."""
    image.load()
    image = _rotate(image)
    if image.mode.startswith("I") or image.mode == "F":
        return _from_deep_grey(np.asarray(image))
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        image = _flatten(image.convert("RGBA"))
    rgb = np.asarray(image.convert("RGB"))
    return cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR)  # type: ignore[no-any-return]


def _rotate(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # damaged EXIF must not cost the person their picture
        return image


def _flatten(image: Image.Image) -> Image.Image:
    white = Image.new("RGBA", image.size, (255, 255, 255, 255))
    return Image.alpha_composite(white, image)


def _from_deep_grey(values: NDArray[np.generic]) -> NDArray[np.uint8]:
    """16 or 32-bit grey to 8 bits: by 256 when the range is 16 bits, else stretched."""
    grey = values.astype(np.float64)
    top = 65535.0 if 255 < grey.max(initial=0) <= 65535 else max(255.0, float(grey.max(initial=0)))
    scaled = np.clip(grey * (255.0 / top), 0, 255).astype(np.uint8)
    return cv2.cvtColor(scaled, cv2.COLOR_GRAY2BGR)  # type: ignore[no-any-return]
