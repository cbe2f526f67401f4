"""Verilink: self-hosted identity verification by link."""

from typing import Final

__version__: Final = "0.1.0"
