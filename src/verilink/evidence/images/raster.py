"""Photographs: opening one known format, reading its EXIF, and bringing every pixel layout to 8-bit BGR."""

from __future__ import annotations

import io
import re
import warnings

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

_PILLOW_FORMATS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "heic": "HEIF"}
_SOFTWARE, _MAKE, _MODEL, _EXIF_IFD, _TAKEN_AT = 0x0131, 0x010F, 0x0110, 0x8769, 0x9003


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


def read_description(image: Image.Image) -> dict[str, str | None]:
    """``software``, ``taken_at`` and ``camera`` as EXIF states them; damaged EXIF counts as none."""
    try:
        tags = image.getexif()
        inner = tags.get_ifd(_EXIF_IFD)
    except Exception:  # any damage inside EXIF: the picture itself may still be fine
        return {"software": None, "taken_at": None, "camera": None}
    camera = " ".join(filter(None, (_clean(tags.get(_MAKE)), _clean(tags.get(_MODEL)))))
    return {"software": _clean(tags.get(_SOFTWARE)), "taken_at": _clean(inner.get(_TAKEN_AT)), "camera": camera or None}


def _clean(value: object) -> str | None:
    """At most 100 printable characters: EXIF strings are as hostile as the rest of the file."""
    text = value.decode("latin-1") if isinstance(value, bytes) else value if isinstance(value, str) else ""
    return re.sub(r"[^\x20-\x7e]", "", text)[:100].strip() or None


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
