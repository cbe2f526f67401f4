"""Codes of one-time links that people can type: twelve characters of Crockford's Base 32 in groups of four.

60 bits: with a thousand such links open at once, somebody who tries 120 codes a minute from each of ten thousand
addresses needs about two thousand years for one hit, and each link lives an hour.
"""

from __future__ import annotations

import re
import secrets
from typing import Final

# https://www.crockford.com/base32.html, in lower case: without i, l, o and u.
ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH: Final = 12
_LOOK_ALIKE: Final = str.maketrans("oil", "011")
_TYPED: Final = re.compile(rf"[{ALPHABET}]{{{LENGTH}}}")


def typed_code() -> str:
    """A fresh code such as ``k7qm-2xpd-9vhr``."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(drawn[at : at + 4] for at in range(0, LENGTH, 4))


def canonical(code: str) -> str:
    """What is digested: a typed code without groups, capitals and look-alikes; any other code as it is."""
    given = code.strip()
    plain = re.sub(r"[\s-]", "", given).lower().translate(_LOOK_ALIKE)
    return plain if _TYPED.fullmatch(plain) else given
