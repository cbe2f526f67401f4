"""An email address or a phone number. The code itself is not shown: only its digest was ever kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from verilink.files.model import File
from verilink.verifications.model import Verification


def email_address(verification: Verification, _pages: Mapping[str, File]) -> dict[str, Any]:
    """What only this kind has."""
    return {"email-address": _contact(verification)}


def phone_number(verification: Verification, _pages: Mapping[str, File]) -> dict[str, Any]:
    """What only this kind has; the contract knows no phone number that is null."""
    contact = _contact(verification)
    return {"metadata": {}} if contact is None else {"phone-number": contact, "metadata": {}}


def _contact(verification: Verification) -> str | None:
    """As judged, and before that as entered."""
    known = verification.extraction.get(verification.type) or verification.inputs.get("contact")
    return known if isinstance(known, str) else None
