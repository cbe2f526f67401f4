"""Answers to choose from, and the countries of phone numbers among them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from verilink.hosted.countries import countries
from verilink.hosted.screens.model import Case
from verilink.kit.phone import calling_code


@dataclass(frozen=True, slots=True)
class Option:
    """One of several answers."""

    value: str
    label: str
    chosen: bool


def dialled_countries(
    case: Case, guesses: Iterable[object], allowed: tuple[str, ...] | None = None
) -> tuple[Option, ...]:
    """Countries with their calling codes; the first guess that is one of them is chosen."""
    known = {
        each.code: (each.name, code) for each in countries(case.language, allowed) if (code := calling_code(each.code))
    }
    chosen = next((guess for guess in guesses if guess in known), None)
    return tuple(
        Option(code, f"{name} (\u2066+{digits}\u2069)", code == chosen) for code, (name, digits) in known.items()
    )
