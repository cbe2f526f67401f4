"""What an organization and its subdomain may be called."""

from __future__ import annotations

import re
from typing import Final

from verilink.errors import BadRequest

MAX_NAME: Final = 120
# One DNS label (RFC 1035 section 2.3.1, digits first allowed by RFC 1123).
_LABEL: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)
_RESERVED: Final = frozenset({"www", "api", "app", "admin", "dashboard", "mail", "smtp", "static", "localhost"})


def checked_name(name: str) -> str:
    """The name, trimmed. Raises ``BadRequest`` when it is empty or too long."""
    trimmed = name.strip()
    if not 1 <= len(trimmed) <= MAX_NAME:
        raise BadRequest(f"The name needs 1 to {MAX_NAME} characters.", pointer="name")
    return trimmed


def check_label(label: str) -> None:
    """Raises ``BadRequest`` unless ``label`` is one lower-case DNS label that is free to take."""
    if not _LABEL.fullmatch(label):
        raise BadRequest(
            "Use 1 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends.",
            pointer="subdomain",
        )
    if label in _RESERVED or label.startswith("xn--"):
        raise BadRequest(f"“{label}” is reserved. Choose another subdomain.", pointer="subdomain")
