"""Masks: the shape of a text, such as ``###-##-####``."""

from __future__ import annotations

from typing import Final

_PLACES: Final = {"#": str.isdecimal, "A": str.isalpha, "*": str.isalnum}


def masked(mask: str, text: str) -> str | None:
    """``text`` as the mask writes it: what stands for itself is filled in; ``None`` when it does not fit.

    Typed with or without the fixed characters: ``123456789`` and ``123-45-6789`` both fit ``###-##-####``.
    """
    left = [char for char in text if not char.isspace()]
    written: list[str] = []
    for place in mask:
        fits = _PLACES.get(place)
        if fits is None:
            if left and left[0] == place:
                left.pop(0)
            written.append(place)
        elif left and left[0].isascii() and fits(left[0]):
            written.append(left.pop(0))
        else:
            return None
    return None if left else "".join(written)


def example(mask: str) -> str:
    """Something that fits, to show: ``123-45-6789``."""
    digits, letters = iter("1234567890" * 7), iter("ABCDEFGHIJ" * 7)
    return "".join(next(digits) if one in "#*" else next(letters) if one == "A" else one for one in mask)
