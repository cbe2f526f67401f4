"""Phone numbers and web addresses as people type them."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from verilink.flow.fields import InvalidValue

_SEPARATORS: Final = re.compile(r"[\s().\-/\u00a0\u2010-\u2015\u202f]+")
_E164: Final = re.compile(r"\+[1-9][0-9]{7,14}", re.ASCII)
_HOST: Final = re.compile(r"(?:[^\s./?#@:\[\]]{1,63}\.)+[^\s./?#@:\[\]\d][^\s./?#@:\[\]]{1,62}")


def phone_number(text: str) -> str:
    """``0049 (151) 234-5678`` as ITU-T E.164: ``+491512345678``. Raises :class:`InvalidValue`."""
    plain = _SEPARATORS.sub("", text)
    if plain.startswith("00"):
        plain = "+" + plain[2:]
    if not _E164.fullmatch(plain):
        raise InvalidValue("Enter the number with its country code, like +49 151 2345678.")
    return plain


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
