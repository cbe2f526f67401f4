"""What is known after records were asked for. The values of a record are not among it: only whether they agree."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Final, Literal, get_args

import msgspec

from verilink.checks.case import Answer

Claim = Literal[
    "name-first", "name-middle", "name-last", "birthdate", "address-street-1", "address-street-2", "address-city",
    "address-subdivision", "address-postal-code", "address-country-code", "phone-number", "email-address",
    "identification-number", "social-security-number",
]  # fmt: skip
"""A value that can be looked up, by the name of the inquiry's field."""
Compared = Literal[
    "name", "birthdate", "address", "phone-number", "email-address", "identification-number", "social-security-number"
]
"""What is compared as a whole."""
Agreement = Literal["match", "mismatch", "missing"]
"""``missing``: the record says nothing of it."""
Agreements = dict[Compared, Agreement]
CLAIMS: Final[tuple[str, ...]] = get_args(Claim)
COMPARED: Final[tuple[Compared, ...]] = get_args(Compared)


class SourceFacts(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """What one source answered. ``records``: that may be the person's; ``agreements``: of the one that fits best."""

    name: str
    version: str
    status: Literal["found", "no_record", "unavailable"]
    records: int = 0
    agreements: Agreements = {}


class RecordFacts(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """``claims``: what was looked up. ``sources``: in the order of their names; empty when there is none."""

    claims: dict[str, str] = {}
    sources: tuple[SourceFacts, ...] = ()


class DatabaseCase(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """``match``: what one record has to agree with. ``prefilled``: of the claims, what the company had said before.

    ``answers``: of providers, by check.
    """

    today: date
    match: tuple[Compared, ...]
    prefilled: dict[str, str] = {}
    answers: dict[str, Answer] = {}


def rank(agreements: Mapping[Compared, Agreement], match: Collection[str]) -> tuple[int, int, int]:
    """How well a record fits; the greater the better: what it has to agree with counts first."""
    said = list(agreements.values())
    return (
        sum(agreements.get(key) == "match" for key in COMPARED if key in match),
        said.count("match"),
        -said.count("mismatch"),
    )


def agrees(agreements: Mapping[Compared, Agreement], match: Collection[Compared]) -> bool:
    """Whether a record agrees with all that it has to agree with."""
    return bool(match) and all(agreements.get(key) == "match" for key in match)
