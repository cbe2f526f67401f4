"""Country and nationality codes of machine-readable zones (ICAO Doc 9303 part 3, section 5) to ISO 3166-1 alpha-2."""

from __future__ import annotations

import functools

import pycountry

# Part 3 section 5 parts A to D, and codes still found on valid documents. ``None``: no territory stands behind it.
_BEYOND_ISO: dict[str, str | None] = {
    "D": "DE",
    "GBD": "GB",
    "GBN": "GB",
    "GBO": "GB",
    "GBP": "GB",
    "GBS": "GB",
    "RKS": "XK",
    "RKX": "XK",
    "XKX": "XK",
    "KS": "XK",
    "ZAR": "CD",
    "ROM": "RO",
    "TMP": "TL",
    "EUE": "EU",
    "UNO": "UN",
    "UNA": "UN",
    "UNK": "XK",
    "WSA": None,
    "NTZ": None,
    "UTO": None,
    "XXA": None,
    "XXB": None,
    "XXC": None,
    "XXX": None,
    "XAA": None,
    "XBA": None,
    "XCC": None,
    "XCE": None,
    "XCO": None,
    "XCT": None,
    "XDC": None,
    "XEC": None,
    "XES": None,
    "XIM": None,
    "XMP": None,
    "XMS": None,
    "XOM": None,
    "XPO": None,
    "XSP": None,
    "INP": None,
    "XOX": None,
    "IAO": None,
    "EUX": None,
    "CMW": None,
    "BDR": None,
}


@functools.cache
def _iso() -> dict[str, str]:
    return {country.alpha_3: country.alpha_2 for country in pycountry.countries}


@functools.cache
def known_codes() -> frozenset[str]:
    """Every code that may stand in a machine-readable zone, without fillers."""
    return frozenset(_iso()) | frozenset(_BEYOND_ISO)


def to_alpha_2(code: str) -> str | None:
    """ISO 3166-1 alpha-2 (or ``XK``, ``EU``, ``UN``) of a code, fillers ignored; ``None`` when none."""
    code = code.strip("<").strip()
    if code in _BEYOND_ISO:
        return _BEYOND_ISO[code]
    return _iso().get(code)
