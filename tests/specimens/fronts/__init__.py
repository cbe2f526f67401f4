"""Fronts of identity documents in many layouts, drawn by code. No issuer's artwork, and holders who do not exist."""

from specimens.fronts.draw import Front, draw_all, draw_front

__all__ = ["Front", "draw_all", "draw_front"]
