"""Barcodes on documents: finding and decoding them, and the layouts of what is inside."""

from __future__ import annotations

from verilink.evidence.documents.barcodes.read import read_barcodes

__all__ = ["read_barcodes"]
