"""How each kind of verification looks outside: the attributes that only it has. One module per kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from verilink.files.model import File
from verilink.verifications.kinds import contact, database, document, government_id, selfie
from verilink.verifications.model import Verification

Attributes = Callable[[Verification, Mapping[str, File]], dict[str, Any]]
ATTRIBUTES: Final[Mapping[str, Attributes]] = {
    "government-id": government_id.attributes,
    "selfie": selfie.attributes,
    "document": document.attributes,
    "email-address": contact.email_address,
    "phone-number": contact.phone_number,
    "database": database.attributes,
}
PATHS: Final[Mapping[str, str]] = {
    "government-id": "government-ids",
    "selfie": "selfies",
    "document": "documents",
    "email-address": "email-addresses",
    "phone-number": "phone-numbers",
    "database": "databases",
}
"""Part of the address of the typed operations."""
