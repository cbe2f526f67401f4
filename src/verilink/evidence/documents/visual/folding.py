"""Text with its letters made plain, character for character, so that places in it are places in the original."""

from __future__ import annotations

import functools
import unicodedata

_PLAIN = {
    **dict(zip("ßẞŁłØøĐđÐðÞþŒœÆæıĦħŦŧŊŋ", "SSLLOODDDDTTOOAAIHHTTNN", strict=True)),
    **dict.fromkeys("’‘`´ʼ", "'"),
    **dict.fromkeys("–—‐", "-"),
}  # fmt: skip


def fold(text: str) -> str:
    """``text`` in capitals without marks, as long as it was: ``Größe`` is ``GROSE``."""
    return "".join(map(_fold, text))


@functools.lru_cache(maxsize=2048)
def _fold(sign: str) -> str:
    if sign in _PLAIN:
        return _PLAIN[sign]
    base = next((part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part)), sign)
    upper = base.upper()
    return upper if len(upper) == 1 else sign
