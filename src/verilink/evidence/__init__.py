"""Pixels in, facts out. Pure: no database, no network, no settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from verilink.evidence.document import read_document as read_document
    from verilink.evidence.faces import compare_faces as compare_faces

_HOMES = {"read_document": "verilink.evidence.document", "compare_faces": "verilink.evidence.faces"}
__all__ = ["compare_faces", "read_document"]


def __getattr__(name: str) -> Any:
    """Load the readers on first use: the web process imports facts and limits, not the imaging libraries."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
