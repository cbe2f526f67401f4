"""The check digit of ICAO Doc 9303 part 3, section 4.9: weights 7, 3, 1, modulus 10; A = 10 … Z = 35, filler = 0."""

from __future__ import annotations

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"
_WEIGHTS = (7, 3, 1)
_VALUES = {character: int(character, 36) for character in ALPHABET if character != "<"} | {"<": 0}


def compute(text: str) -> str:
    """The check digit ``"0"``..``"9"`` of ``text``.

    Raises:
        KeyError: a character outside ``ALPHABET``.
    """
    total = sum(_VALUES[character] * _WEIGHTS[index % 3] for index, character in enumerate(text))
    return str(total % 10)


def holds(text: str, digit: str) -> bool:
    """Whether ``digit`` is right for ``text``. A filler instead of a digit is right for an empty field only."""
    if digit == "<":
        return not text.strip("<")
    return compute(text) == digit
