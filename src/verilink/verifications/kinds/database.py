"""A look-up: what was looked up. Nothing that a record says is known here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from verilink.files.model import File
from verilink.verifications.model import Verification

_CLAIMED: Final = (
    "name-first",
    "name-middle",
    "name-last",
    "birthdate",
    "phone-number",
    "email-address",
    "address-street-1",
    "address-street-2",
    "address-city",
    "address-subdivision",
    "address-postal-code",
    "identification-number",
)
_NOT_KNOWN: Final = (
    "normalized-address-street-1",
    "normalized-address-street-2",
    "normalized-address-city",
    "normalized-address-subdivision",
    "normalized-address-postal-code",
    "document-number",
    "document-issuing-date",
    "document-expiry-date",
    "document-issuing-subdivision",
)


def attributes(verification: Verification, _pages: Mapping[str, File]) -> dict[str, Any]:
    """What only this kind has: as judged, and before that as submitted."""
    known = verification.extraction or verification.inputs.get("claims", {})
    return {name: known.get(name) for name in _CLAIMED} | dict.fromkeys(_NOT_KNOWN)
