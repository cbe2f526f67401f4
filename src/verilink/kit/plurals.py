"""How a language counts, from CLDR: its categories of whole numbers and the rule in the form that gettext reads."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final

import babel
from babel.plural import PluralRule, to_gettext

# The order in which gettext numbers the forms (babel's too).
_ORDER: Final = ("zero", "one", "two", "few", "many", "other")
# Categories that only fractions or round millions fall into are left out: nothing here counts so far.
_COUNTED: Final = range(10_001)


@lru_cache(maxsize=64)
def categories(code: str) -> tuple[str, ...]:
    """The categories of the numbers 0 to 10,000 in gettext's order: ``("one", "few", "other")`` for Czech."""
    rule = babel.Locale.parse(code, sep="-").plural_form
    found = {rule(number) for number in _COUNTED} | {"other"}
    return tuple(name for name in _ORDER if name in found)


@lru_cache(maxsize=64)
def plural_index(code: str) -> Callable[[int], int]:
    """Which of the forms a number takes: its category's place in ``categories``."""
    rule, names = babel.Locale.parse(code, sep="-").plural_form, categories(code)
    places = {name: place for place, name in enumerate(names)}
    return lambda number: places.get(rule(number), len(names) - 1)


@lru_cache(maxsize=64)
def gettext_rule(code: str) -> str:
    """``nplurals=2; plural=(…);`` for a catalogue's header."""
    rules = babel.Locale.parse(code, sep="-").plural_form.rules
    return str(to_gettext(PluralRule({name: rules[name] for name in categories(code) if name in rules})))


@lru_cache(maxsize=64)
def single(code: str) -> frozenset[str]:
    """Categories of one number only, whose text may leave the number out: ``{"one", "two"}`` for Hebrew."""
    rule = babel.Locale.parse(code, sep="-").plural_form
    members: dict[str, int] = {}
    for number in _COUNTED:
        members[rule(number)] = members.get(rule(number), 0) + 1
    return frozenset(name for name, count in members.items() if count == 1)
