"""Addresses a code can be sent to, as entered: cleaned, or refused with a sentence for the person."""

from __future__ import annotations

from typing import Any, Final, assert_never

from verilink.flow.document import FieldSchema
from verilink.flow.fields import InvalidValue, clean
from verilink.flow.verifications import EmailAddress, PhoneNumber
from verilink.kit.phone import InvalidNumber, read_phone

_EMAIL: Final = FieldSchema(type="email-address")
_NUMBER: Final = "Enter your phone number, like +1 202 555 0147."
_COUNTRY: Final = "Codes cannot be sent to numbers of this country. Enter another number if you have one."
_EMPTY: Final = "Fill this in to go on."


def clean_contact(verification: EmailAddress | PhoneNumber, raw: Any, country: Any = None) -> str:
    """The address as a message can be sent to it. Raises :class:`InvalidValue`."""
    match verification:
        case EmailAddress():
            address = clean(_EMAIL, raw)
            if address is None:
                raise InvalidValue(_EMPTY)
            return str(address)
        case PhoneNumber():
            return _number(verification, raw, country)
        case _:
            assert_never(verification)


def _number(verification: PhoneNumber, raw: Any, country: Any) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise InvalidValue(_EMPTY)
    try:
        phone = read_phone(raw, country if isinstance(country, str) else None)
    except InvalidNumber:
        raise InvalidValue(_NUMBER) from None
    if verification.countries is not None and phone.country not in verification.countries:
        raise InvalidValue(_COUNTRY)
    return phone.number
