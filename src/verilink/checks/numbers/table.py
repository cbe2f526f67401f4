"""Every format by what it is a number of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from verilink.checks.numbers.cards import CARDS
from verilink.checks.numbers.dated import DATED
from verilink.checks.numbers.europe import EUROPE
from verilink.checks.numbers.licences import LICENCES
from verilink.checks.numbers.model import NumberFormat, Scope
from verilink.checks.numbers.passports import PASSPORTS
from verilink.checks.numbers.world import WORLD

FORMATS: Final[tuple[NumberFormat, ...]] = (*EUROPE, *WORLD, *DATED, *CARDS, *PASSPORTS, *LICENCES)


def _indexed() -> Mapping[tuple[str, Scope], tuple[NumberFormat, ...]]:
    found: dict[tuple[str, Scope], list[NumberFormat]] = defaultdict(list)
    for one in FORMATS:
        found[one.country, one.scope].append(one)
    return {key: tuple(formats) for key, formats in found.items()}


_INDEX: Final = _indexed()


def formats_of(country: str | None, scope: Scope) -> tuple[NumberFormat, ...]:
    """Formats of a country (a subdivision for licences); empty where none is known."""
    return _INDEX.get((country or "", scope), ())
