"""A record held against what was entered, one kind of value after the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from verilink.checks.addresses import same_address
from verilink.checks.database.facts import COMPARED, Agreement, Agreements, Compared
from verilink.checks.numbers.model import compact
from verilink.checks.values import same_number
from verilink.kit.phone import InvalidNumber, read_phone
from verilink.kit.text import names_agree

Values = Mapping[str, str]
_NAMES: Final = ("name-first", "name-middle", "name-last")


def compare(claims: Values, record: Values) -> Agreements:
    """Agreement of everything that was claimed."""
    return {key: _agreement(key, claims, record) for key in COMPARED if claimed(claims, key)}


def claimed(claims: Values, compared: Compared) -> bool:
    """Whether enough was entered for this comparison."""
    if compared == "name":
        return bool(_name(claims))
    return bool(claims.get("address-street-1" if compared == "address" else compared))


def _agreement(compared: Compared, claims: Values, record: Values) -> Agreement:
    if compared == "address":
        same = same_address(claims, record)
        return "missing" if same is None else _said(same)
    if compared == "name":
        return _said(names_agree(_name(claims), _name(record))[0]) if _name(record) else "missing"
    if not record.get(compared):
        return "missing"
    return _said(_SAME[compared](claims, record))


def _said(same: bool) -> Agreement:
    return "match" if same else "mismatch"


def _name(values: Values) -> str:
    """All parts together, so that it does not matter which part stands where."""
    return " ".join(part for key in _NAMES if (part := values.get(key, "").strip()))


def _same_text(key: str) -> Callable[[Values, Values], bool]:
    return lambda claims, record: claims[key].strip().casefold() == record[key].strip().casefold()


def _same_number(key: str) -> Callable[[Values, Values], bool]:
    return lambda claims, record: same_number(claims[key], record[key])


def _same_phone(claims: Values, record: Values) -> bool:
    """As dialled from anywhere; one without a country code is of the country in the address."""
    try:
        one, other = (read_phone(one["phone-number"], one.get("address-country-code")) for one in (claims, record))
    except InvalidNumber:
        return same_number(claims["phone-number"], record["phone-number"])
    return one.number == other.number


def _same_social_security(claims: Values, record: Values) -> bool:
    """Four digits are the last four of the record's nine."""
    claimed, known = claims["social-security-number"], record["social-security-number"]
    return same_number(claimed, compact(known)[-4:] if len(compact(claimed)) == 4 else known)


_SAME: Final[Mapping[Compared, Callable[[Values, Values], bool]]] = {
    "birthdate": lambda claims, record: claims["birthdate"] == record["birthdate"],
    "phone-number": _same_phone,
    "email-address": _same_text("email-address"),
    "identification-number": _same_number("identification-number"),
    "social-security-number": _same_social_security,
}
