"""Addresses: whether two are the same, and whether one is a post-office box."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from verilink.checks.values import same_number
from verilink.checks.words import stands_in, words

# Alone in its field or followed by a number: "Box Hill Road 3" is an address, "P.O. Box 3" is not.
_PO_BOX: Final = re.compile(
    r"\b(?:p\.?\s*o\.?\s*b(?:ox|\.|\b)|post(?:al)?\s+(?:office\s+)?box|postfach|apartado(?:\s+(?:postal|de\s+correos))?"
    r"|bo[iî]te\s+postale|casella\s+postale|caixa\s+postal|b\.?\s?p\.?\s+\d|postbus|postboks|c\.?\s?p\.?\s+\d)",
    re.IGNORECASE,
)
_STREET: Final = ("address-street-1", "address-street-2")
# A flat, a floor and a door may be said in one address and not in the other.
_MORE_WORDS: Final = 4


def is_po_box(line: str) -> bool:
    """Whether a line of an address names a post-office box."""
    return _PO_BOX.search(line) is not None


def same_address(claims: Mapping[str, str], record: Mapping[str, str]) -> bool | None:
    """Whether street, city, postal code and country agree where both say them.

    ``None`` when the record lacks the street, or both city and postal code. Subdivisions are not compared: they are
    written in too many ways.
    """
    places = [key for key in ("address-city", "address-postal-code") if claims.get(key) and record.get(key)]
    if not record.get("address-street-1") or not places:
        return None
    if not _same_country(claims.get("address-country-code"), record.get("address-country-code")):
        return False
    return _same_street(claims, record) and all(_same_place(key, claims[key], record[key]) for key in places)


def _same_country(claim: str | None, record: str | None) -> bool:
    return not claim or not record or claim.casefold() == record.casefold()


def _same_street(claims: Mapping[str, str], record: Mapping[str, str]) -> bool:
    """The record's street stands in the claimed one, which may say little more: nobody gets in by listing streets."""
    claimed, kept = (" ".join(each.get(key, "") for key in _STREET) for each in (claims, record))
    if len(words(claimed)) > len(words(kept)) + _MORE_WORDS:
        return False
    return stands_in(claimed, record["address-street-1"])


def _same_place(key: str, claim: str, record: str) -> bool:
    if key == "address-postal-code":
        return same_number(claim, record)
    return stands_in(claim, record) and stands_in(record, claim)
