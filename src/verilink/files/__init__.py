"""Stored pictures: encrypted objects, their rows, and the short-lived links that show them."""

from verilink.files.api import routes

__all__ = ["routes"]
