"""Phone numbers as people write them, to E.164 (ITU-T): a plus sign and at most 15 digits, country code first."""

from __future__ import annotations

import re
from typing import Final

from verilink.errors import BadRequest

_SEPARATORS: Final = re.compile(r"[\s().\-/\u00a0\u2010-\u2015\u202f]+")
_E164: Final = re.compile(r"\+[1-9][0-9]{7,14}", re.ASCII)


def e164(given: str) -> str:
    """``+49 (151) 234-5678`` to ``+491512345678``. Raises ``BadRequest``."""
    plain = _SEPARATORS.sub("", given.strip())
    if plain.startswith("00"):
        plain = "+" + plain[2:]
    if not _E164.fullmatch(plain):
        raise BadRequest("A phone number begins with + and the country code, then 8 to 15 digits in all")
    return plain


def masked(number: str) -> str:
    """A number as it may be shown: its first three and last two characters."""
    return f"{number[:3]}…{number[-2:]}"
