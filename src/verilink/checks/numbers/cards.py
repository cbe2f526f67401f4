"""Numbers of identity cards themselves, with public check digits."""

from __future__ import annotations

from typing import Final

from verilink.checks.numbers.digits import figures, weighted
from verilink.checks.numbers.model import NumberFormat


def _belgian(number: str) -> bool:
    """A remainder of nought is written as 97."""
    return (int(number[:10]) % 97 or 97) == int(number[10:])


def _german(number: str) -> bool:
    return weighted(figures(number[:9]), [7, 3, 1] * 3) % 10 == int(number[9])


def _polish(number: str) -> bool:
    values = figures(number)
    return weighted(values[:3] + values[4:], [7, 3, 1, 7, 3, 1, 7, 3]) % 10 == values[3]


def _portuguese(number: str) -> bool:
    """Every second character from the right doubled; nine is taken off what exceeds nine."""
    total = 0
    for place, value in enumerate(reversed(figures(number))):
        doubled = value * (1 + place % 2)
        total += doubled - 9 * (place % 2 == 1 and doubled > 9)
    return total % 10 == 0


CARDS: Final[tuple[NumberFormat, ...]] = (
    NumberFormat("BE", "card", "Identity card number", r"\d{12}", "Royal decree of 25 March 2003", _belgian),
    NumberFormat("DE", "card", "Identity card number with check digit", r"[CFGHJKLMNPRTVWXYZ0-9]{9}\d",
                 "Personal identity card ordinance (PAuswV); ICAO Doc 9303, part 3", _german),
    NumberFormat("PL", "card", "Identity card number", r"[A-Z]{3}\d{6}", "Ministry of the Interior, series and number",
                 _polish),
    NumberFormat("PT", "card", "Citizen card number", r"\d{9}[A-Z0-9]{2}\d", "AMA, Cartão de Cidadão validation",
                 _portuguese),
)  # fmt: skip
