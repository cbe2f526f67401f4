"""Vehicle identification numbers (ISO 3779) and their check digit (49 CFR 565.15, tables III to V)."""

from __future__ import annotations

import re
from typing import Final

_VIN: Final = re.compile(r"(?<![A-Z0-9])[A-HJ-NPR-Z0-9]{17}(?![A-Z0-9])")
_VALUES: Final = {
    letter: int(digit) for letter, digit in zip("ABCDEFGHJKLMNPRSTUVWXYZ", "12345678123457923456789", strict=True)
}
_WEIGHTS: Final = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def vins_in(text: str) -> list[str]:
    """What may be vehicle identification numbers: 17 characters without I, O and Q, letters and digits."""
    found: list[str] = _VIN.findall(text.upper())
    return [vin for vin in found if any(map(str.isdigit, vin)) and any(map(str.isalpha, vin))]


def vin_holds(vin: str) -> bool:
    """Whether the ninth character is the check digit of the others."""
    values = (_VALUES[one] if one in _VALUES else int(one) for one in vin)
    total = sum(weight * value for weight, value in zip(_WEIGHTS, values, strict=True))
    return vin[8] == "0123456789X"[total % 11]
