"""Which screens bring what a verification is judged by, and when all of it is there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, assert_never

import msgspec

from verilink.flow.document import CaptureDocument, CaptureId, CaptureSelfie, ConfirmContact, Screen
from verilink.flow.outcomes import Attempt
from verilink.flow.verifications import (
    Database,
    EmailAddress,
    GovernmentId,
    Paper,
    PhoneNumber,
    Selfie,
    Verification,
)


def gathers_for(screen: Screen) -> str | None:
    """The verification whose evidence is brought on this screen."""
    gathering = CaptureId | CaptureSelfie | CaptureDocument | ConfirmContact
    return screen.verification if isinstance(screen, gathering) else None


def is_gathered(verification: Verification, attempt: Attempt) -> bool:
    """Whether the attempt can be submitted."""
    match verification:
        case GovernmentId() | Selfie() | Paper():
            return has_every_page(attempt)
        case EmailAddress() | PhoneNumber():
            return attempt.proof is not None
        case Database():
            return True  # whatever the inquiry knows, be it nothing
        case _:
            assert_never(verification)


def has_every_page(attempt: Attempt) -> bool:
    """Whether every picture that was asked for is there."""
    return bool(attempt.order) and set(attempt.order) == set(attempt.pages)


def frozen(verification: Verification, attempt: Attempt, fields: Mapping[str, Any]) -> Attempt:
    """The attempt as it is submitted: with what of the inquiry's ``fields`` it is judged by."""
    if not isinstance(verification, Database):
        return attempt
    known = {key: value for key in verification.fields if isinstance(value := fields.get(key), str) and value}
    return msgspec.structs.replace(attempt, claims=known)
