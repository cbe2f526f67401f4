"""The countries there are."""

from __future__ import annotations

from typing import Final

import pycountry

COUNTRIES: Final = frozenset(country.alpha_2 for country in pycountry.countries) | {"XK"}
"""ISO 3166-1 alpha-2, and the user-assigned code in general use for Kosovo."""
