"""Phone numbers and web addresses as people type them."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from verilink.flow.fields import InvalidValue
from verilink.kit.phone import InvalidNumber, read_phone

_HOST: Final = re.compile(r"(?:[^\s./?#@:\[\]]{1,63}\.)+[^\s./?#@:\[\]\d][^\s./?#@:\[\]]{1,62}")


def phone_number(text: str) -> str:
    """``0049 (151) 234-5678`` as ITU-T E.164: ``+491512345678``. Raises :class:`InvalidValue`."""
    try:
        return read_phone(text).number
    except InvalidNumber:
        raise InvalidValue("Enter the number with its country code, like +49 151 2345678.") from None


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
