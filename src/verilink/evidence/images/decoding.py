"""Hostile bytes to upright BGR pixels. Everything is bounded before memory is spent on it."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from verilink.evidence.facts import Metadata
from verilink.evidence.images.descriptions import read_description
from verilink.evidence.images.headers import sniff
from verilink.evidence.images.history import estimate_quality, measure_recompression
from verilink.evidence.images.limits import DEFAULT_LIMITS, ImageRefused, Limits
from verilink.evidence.images.pdf import render_page
from verilink.evidence.images.raster import open_raster, to_bgr
from verilink.evidence.images.trailers import refuse_polyglot

_DAMAGE = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, struct.error, zlib.error, RuntimeError)


@dataclass(frozen=True, slots=True, eq=False)
class Decoded:
    """``pixels``: height x width x 3, uint8, BGR, upright by EXIF, opaque. ``metadata``: what the file said."""

    pixels: NDArray[np.uint8]
    metadata: Metadata


def decode(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Decoded:
    """Decode one JPEG, PNG, WebP, HEIC or PDF (the page that holds the document) under ``limits``.

    Raises:
        ImageRefused: too large or small, of another kind, damaged, encrypted, or two formats in one file.
    """
    header = sniff(data, limits)
    try:
        refuse_polyglot(header.format, data)
        if header.format == "pdf":
            return _decode_pdf(data, limits)
        return _decode_raster(data, header.format, limits)
    except ImageRefused:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise ImageRefused("corrupt", "The picture is damaged.") from error
    except _DAMAGE as error:
        code = "truncated" if "truncat" in str(error).lower() else "corrupt"
        raise ImageRefused(code, "The picture is damaged or ends too early.") from error  # type: ignore[arg-type]
    except MemoryError as error:
        raise ImageRefused("too_many_pixels", "The picture needs more memory than there is.") from error


def _decode_raster(data: bytes, kind: str, limits: Limits) -> Decoded:
    with open_raster(data, kind) as image:
        # The header parser and the imaging library must agree on the limits; the library's figure is what is allocated.
        limits.check_sides(*image.size)
        described = read_description(image)
        image.load()
        quality, again = estimate_quality(image), measure_recompression(image)
        pixels = to_bgr(image)
    metadata = Metadata(
        format=kind,
        width=pixels.shape[1],
        height=pixels.shape[0],
        byte_size=len(data),
        software=next(iter(described.programs), None),
        programs=described.programs,
        taken_at=described.taken_at,
        changed_at=described.changed_at,
        camera=described.camera,
        jpeg_quality=quality,
        recompression=None if again is None else round(again, 3),
    )
    return Decoded(pixels, metadata)


def _decode_pdf(data: bytes, limits: Limits) -> Decoded:
    page = render_page(data, limits)
    limits.check_sides(page.pixels.shape[1], page.pixels.shape[0])
    metadata = Metadata(
        format="pdf",
        width=page.pixels.shape[1],
        height=page.pixels.shape[0],
        byte_size=len(data),
        pages=page.pages,
        software=next(iter(page.programs), None),
        programs=page.programs,
        taken_at=page.created_at,
        changed_at=page.changed_at,
    )
    return Decoded(page.pixels, metadata)
