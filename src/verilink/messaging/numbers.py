"""Numbers that text messages go to."""

from __future__ import annotations

from verilink.errors import BadRequest
from verilink.kit.phone import NO_TEXTS, InvalidNumber, kind_of, read_phone


def e164(given: str) -> str:
    """``+49 (151) 2345-6789`` to ``+4915123456789``. Raises ``BadRequest``, also for lines that get no messages."""
    try:
        number = read_phone(given).number
    except InvalidNumber:
        raise BadRequest(
            "A phone number begins with + and the country code, and is as long as its country wants"
        ) from None
    if kind_of(number) in NO_TEXTS:
        raise BadRequest("Text messages do not reach this number")
    return number


def masked(number: str) -> str:
    """A number as it may be shown: its first three and last two characters."""
    return f"{number[:3]}…{number[-2:]}"
