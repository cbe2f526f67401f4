"""The inputs that an international database block stands for, which differ by country."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from verilink.flow.components import (
    CountrySelect,
    DatabaseBlock,
    DateInput,
    FieldInput,
    PhoneNumber,
    TextInput,
)
from verilink.flow.countries import COUNTRIES
from verilink.flow.document import Template
from verilink.flow.identity_numbers import GENERIC, LAST_4, SOCIAL, local_number
from verilink.flow.verifications import Claim, Database

ANYWHERE: Final = "*"
"""Stands for every country at once: all that may be asked."""
_STATES: Final = frozenset({"AR", "AU", "BR", "CA", "CN", "ES", "IN", "IT", "JP", "MX", "MY", "US"})
"""Whose addresses have a state, a province or a prefecture (Universal Postal Union, addressing systems)."""
_KINDS: Final[Mapping[str, type[FieldInput]]] = {
    "birthdate": DateInput,
    "phone-number": PhoneNumber,
    "address-country-code": CountrySelect,
}
_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("name-first", "name-last"),
    "address": ("address-street-1", "address-city", "address-postal-code"),
}
CHANGING: Final = frozenset({"identification-number", "social-security-number", "address-subdivision"})
"""What is asked in some countries only."""


class NationalNumber(FieldInput, frozen=True, kw_only=True, tag="national-number", tag_field="kind"):
    """A part of a block: the number of ``country``. ``mask``: its usual writing."""

    country: str = ""
    mask: str = ""


class SocialSecurityNumber(FieldInput, frozen=True, kw_only=True, tag="social-security-number", tag_field="kind"):
    """A part of a block: all nine digits, or ``last-4``."""

    last_4: bool = False
    mask: str = "###-##-####"


def block_inputs(template: Template, block: DatabaseBlock, country: str) -> Iterator[FieldInput]:
    """The country, then whatever the verification looks up there. ``country``: ``""`` before it is chosen."""
    verification = template.verifications.get(block.verification)
    if not isinstance(verification, Database):
        return
    if block.countries is None or len(block.countries) > 1:
        yield CountrySelect(field=block.country, label="Country", countries=block.countries)
    needed = {claim for compared in verification.match for claim in _NEEDED.get(compared, (compared,))}
    for claim in verification.fields:
        if claim != block.country and _is_asked(claim, verification, country):
            yield _input(claim, block, country, required=claim in needed)


def country_of(block: DatabaseBlock, fields: Mapping[str, Any]) -> str:
    """The country the block asks for now."""
    if block.countries is not None and len(block.countries) == 1:
        return block.countries[0]
    code = fields.get(block.country)
    offered = COUNTRIES if block.countries is None else block.countries
    return code if isinstance(code, str) and code in offered else ""


def _is_asked(claim: Claim, verification: Database, country: str) -> bool:
    if country == ANYWHERE:
        return True
    match claim:
        case "social-security-number":
            return country == "US"
        case "identification-number":
            return country != "" and not (country == "US" and "social-security-number" in verification.fields)
        case "address-subdivision":
            return country in _STATES
        case _:
            return True


def _input(claim: Claim, block: DatabaseBlock, country: str, *, required: bool) -> FieldInput:
    if claim == "identification-number":
        local = local_number(country)
        return NationalNumber(
            field=claim, label=local.name or GENERIC, required=required, country=country, mask=local.mask
        )
    if claim == "social-security-number":
        last_4 = block.social_security == "last-4"
        hint, mask = (LAST_4, "") if last_4 else (None, "###-##-####")
        return SocialSecurityNumber(field=claim, label=SOCIAL, required=required, last_4=last_4, hint=hint, mask=mask)
    kind = _KINDS.get(claim, TextInput)
    return kind(field=claim, required=required)
