"""Check-digit algorithms that several issuers share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

# J. Verhoeff, Error Detecting Decimal Codes (1969): the dihedral group D5 and a permutation of period 8.
_PRODUCT: Final = (
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
)  # fmt: skip
_PERMUTED: Final = (
    "0123456789", "1576283094", "5803796142", "8916043527", "9453126870", "4286573901", "2793806415", "7046913258",
)  # fmt: skip


def figures(text: str) -> list[int]:
    """Values of digits and letters, A as 10."""
    return [int(character, 36) for character in text]


def weighted(values: Iterable[int], weights: Sequence[int]) -> int:
    """Sum of products; weights beyond the shorter of both are left out."""
    return sum(value * weight for value, weight in zip(values, weights, strict=False))


def luhn(number: str) -> bool:
    """ISO/IEC 7812-1 annex B: every second digit from the right doubled, the sum of digits a multiple of ten."""
    total = 0
    for place, digit in enumerate(reversed(figures(number))):
        doubled = digit * (1 + place % 2)
        total += doubled - 9 * (doubled > 9)
    return total % 10 == 0


def verhoeff(number: str) -> bool:
    """Verhoeff's code: every single wrong digit and every swap of neighbours is noticed."""
    state = 0
    for place, digit in enumerate(reversed(figures(number))):
        state = int(_PRODUCT[state][int(_PERMUTED[place % 8][digit])])
    return state == 0


def mod_11_2(number: str) -> bool:
    """ISO/IEC 7064, MOD 11-2; the last character may be X for ten."""
    total = 0
    for character in number:
        total = total * 2 + (10 if character == "X" else int(character))
    return total % 11 == 1


def mod_11_10(number: str) -> bool:
    """ISO/IEC 7064, MOD 11,10 (hybrid)."""
    product = 10
    for digit in figures(number[:-1]):
        product = ((product + digit) % 10 or 10) * 2 % 11
    return (product + int(number[-1])) % 10 == 1


def ean(number: str) -> bool:
    """GS1 check digit: weights 3 and 1 from the right, the check digit weighing 1."""
    return weighted(reversed(figures(number)), [1, 3] * len(number)) % 10 == 0


def two_rounds(number: str) -> bool:
    """Mod 11 with weights 1 to 9 repeating, and again with 3 to 9 repeating when that leaves ten (Baltic codes)."""
    digits = figures(number)
    rest = weighted(digits, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11
    if rest == 10:
        rest = weighted(digits, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11 % 10
    return rest == digits[10]
