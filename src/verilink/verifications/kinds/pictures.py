"""Stored pictures as callers see them; an erased one is as if it had never been."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from verilink.files.links import symbolic
from verilink.files.model import File


def picture(file: File | None) -> dict[str, Any] | None:
    """Name, address and size."""
    if file is None or file.erased_at is not None:
        return None
    return {"filename": file.filename, "url": symbolic(file), "byte-size": file.byte_size}


def url(file: File | None) -> str | None:
    """Its address."""
    return None if file is None or file.erased_at is not None else symbolic(file)


def pages_of(files: Sequence[File]) -> dict[str, File]:
    """Files by what they show."""
    return {file.page: file for file in files}
