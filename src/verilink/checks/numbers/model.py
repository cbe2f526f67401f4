"""One published number format."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Scope = Literal["passport", "licence", "national", "card"]
Problem = Literal["number_format_mismatch", "number_check_digit_mismatch", "number_birthdate_mismatch"]


def _anything(_: str) -> bool:
    return True


@dataclass(frozen=True)
class NumberFormat:
    """A number as its issuer publishes it, without spaces and separators, in capitals.

    ``country``: ISO 3166-1 alpha-2, or ISO 3166-2 for a state's licences. ``pattern``: what the whole number matches.
    ``holds``: whether its check digits do; called only with what matches the pattern. ``born``: the date of birth it
    contains as ``YYMMDD``, if it does. ``source``: where the format is published.
    """

    country: str
    scope: Scope
    name: str
    pattern: str
    source: str
    holds: Callable[[str], bool] = _anything
    born: Callable[[str], str | None] | None = None

    @property
    def checked(self) -> bool:
        """Whether the number has check digits or a date in it, and not only a shape."""
        return self.has_check_digits or self.born is not None

    @property
    def has_check_digits(self) -> bool:
        """Whether a wrong digit can be noticed."""
        return self.holds is not _anything

    @cached_property
    def _whole(self) -> re.Pattern[str]:
        return re.compile(self.pattern, re.ASCII)

    def fits(self, number: str) -> bool:
        """Whether ``number`` has the shape."""
        return self._whole.fullmatch(number) is not None

    def problem(self, number: str, birthdate: str | None = None) -> Problem | None:
        """What is wrong with ``number`` on a document of somebody born on ``birthdate`` (ISO 8601), if anything."""
        if not self.fits(number):
            return "number_format_mismatch"
        if not self.holds(number):
            return "number_check_digit_mismatch"
        said = self.born(number) if self.born is not None else None
        full = birthdate is not None and re.fullmatch(r"\d{4}-\d{2}-\d{2}", birthdate) is not None
        if said is None or not full or birthdate is None:
            return None
        return None if said == birthdate[2:].replace("-", "") else "number_birthdate_mismatch"


def compact(text: str) -> str:
    """A number without spaces, separators and fillers, in capitals."""
    return re.sub(r"[\s./\-<]", "", text).upper()
