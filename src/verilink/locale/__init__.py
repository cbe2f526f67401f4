"""Languages: which there are, which one a person reads, and the texts in it."""

from __future__ import annotations

from verilink.locale.language import Language, available, language
from verilink.locale.negotiation import negotiate

__all__ = ["Language", "available", "language", "negotiate"]
