"""Whether the words of one text stand in another, however they are spelled."""

from __future__ import annotations

from itertools import product
from typing import Final

from rapidfuzz.distance import OSA

from verilink.kit.text import fold

_SLIP_LENGTH: Final = 6


def stands_in(line: str, value: str) -> bool:
    """Whether all words and numbers of ``value`` stand in ``line``, transliterated; an empty value stands nowhere."""
    return any(_within(words(line, one), words(value, other)) for one, other in product((False, True), repeat=2))


def words(text: str, expand: bool = False) -> tuple[str, ...]:
    """Words in A-Z, and numbers as they stand; long lines in pieces, since ``fold`` keeps twelve words."""
    pieces = text.split()
    letters = [word for piece in pieces for word in fold(piece, expand=expand)]
    return (*letters, *("".join(filter(str.isdigit, piece)) for piece in pieces if any(map(str.isdigit, piece))))


def _within(line: tuple[str, ...], value: tuple[str, ...]) -> bool:
    return bool(value) and all(any(_same(word, one) for one in line) for word in value)


def _same(word: str, other: str) -> bool:
    """Equal, but for one character that was misread in a long word; digits have to be right."""
    if word == other:
        return True
    long = min(len(word), len(other)) >= _SLIP_LENGTH and word.isalpha() and other.isalpha()
    return long and word[0] == other[0] and OSA.distance(word, other) <= 1
