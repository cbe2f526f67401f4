"""Marks texts for the catalogue where they are written but not yet translated."""

from __future__ import annotations


def N_(text: str) -> str:  # noqa: N802 - the usual name in gettext
    """``text`` itself; the catalogue's gatherer finds the call."""
    return text
