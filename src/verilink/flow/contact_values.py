"""Phone numbers and web addresses as people type them."""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import urlsplit

from verilink.flow.fields import InvalidValue
from verilink.kit.phone import InvalidNumber, Phone, read_phone

_HOST: Final = re.compile(r"(?:[^\s./?#@:\[\]]{1,63}\.)+[^\s./?#@:\[\]\d][^\s./?#@:\[\]]{1,62}")


def phone_of(text: str, country: object = None) -> Phone:
    """``0151 23456789``, of Germany, as ITU-T E.164: ``+4915123456789``. Raises :class:`InvalidValue`."""
    try:
        return read_phone(text, country if isinstance(country, str) and country else None)
    except InvalidNumber as error:
        raise _invalid(error) from None


def phone_number(raw: Any) -> str:
    """The same of a text with its country code, or of ``{"number": …, "country": …}`` as pages send it."""
    given = raw if isinstance(raw, dict) else {"number": raw}
    number = given.get("number")
    if not isinstance(number, str):
        raise InvalidValue("Enter text.")
    return phone_of(number, given.get("country")).number


def _invalid(error: InvalidNumber) -> InvalidValue:
    if error.country is not None and error.reason == "too-short":
        return InvalidValue("This number is too short for %(country)s.", country=error.country)
    if error.country is not None and error.reason == "too-long":
        return InvalidValue("This number is too long for %(country)s.", country=error.country)
    if error.reason == "no-country":
        return InvalidValue("Choose the country of this number.")
    return InvalidValue("Enter the number with its country code, like +49 151 2345678.")


def web_address(text: str) -> str:
    """An ``http`` or ``https`` address; ``https`` is put before a bare host. Raises :class:`InvalidValue`."""
    given = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(given)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    if not _HOST.fullmatch(host) or parts.scheme not in ("http", "https") or re.search(r"\s", given):
        raise InvalidValue("Enter a web address, like https://example.com.")
    return given
