"""How old a face looks against how old its owner is. The guess is coarse, so only gross differences count.

No finding repeats the guess: findings are sent and outlive the pictures, and the facts with the guess do neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from verilink.checks.model import Config, Finding, Setting, failed_if

NAMES: Final = frozenset(
    {
        "id_age_inconsistency_detection",
        "selfie_age_comparison",
        "selfie_age_inconsistency_detection",
        "selfie_age_threshold_comparison",
    }
)
OPTIONS: Final[Config] = {"max-difference": 30.0}
"""Years. Of 328 press photographs of people of known age 1 in 100 is further off, 3 in 100 of people over sixty."""


def asks_for_ages(settings: Mapping[str, Setting]) -> bool:
    """Whether a template turns on a check that needs the guess; nobody's age is guessed otherwise."""
    return any(settings[name].requirement != "disabled" for name in NAMES & settings.keys())


def within(looks: float, youngest: float, oldest: float, config: Config) -> Finding:
    """Whether a face looks of an age from ``youngest`` to ``oldest``, all in years, give or take ``max-difference``."""
    difference = round(max(youngest - looks, looks - oldest, 0.0), 1)
    return failed_if([] if difference <= config["max-difference"] else ["age_mismatch"])
