"""Addresses a code can be sent to, as entered: cleaned, or refused with a sentence for the person."""

from __future__ import annotations

from typing import Any, Final, assert_never

from verilink.flow.contact_values import phone_of
from verilink.flow.document import FieldSchema
from verilink.flow.fields import InvalidValue, clean
from verilink.flow.verifications import EmailAddress, PhoneNumber
from verilink.kit.phone import NO_TEXTS, kind_of

_EMAIL: Final = FieldSchema(type="email-address")


def clean_contact(verification: EmailAddress | PhoneNumber, raw: Any, country: Any = None) -> str:
    """The address as a message can be sent to it. Raises :class:`InvalidValue`."""
    match verification:
        case EmailAddress():
            address = clean(_EMAIL, raw)
            if address is None:
                raise InvalidValue("Fill this in to go on.")
            return str(address)
        case PhoneNumber():
            return _number(verification, raw, country)
        case _:
            assert_never(verification)


def _number(verification: PhoneNumber, raw: Any, country: Any) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise InvalidValue("Fill this in to go on.")
    phone = phone_of(raw, country)
    if kind_of(phone.number) in NO_TEXTS:
        raise InvalidValue("Text messages do not reach this number. Enter a mobile number.")
    if verification.countries is not None and phone.country not in verification.countries:
        raise InvalidValue("Codes cannot be sent to numbers of this country. Enter another number if you have one.")
    return phone.number
