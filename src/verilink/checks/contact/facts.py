"""What is known after a code was sent and, perhaps, typed."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

Delivery = Literal["none", "queued", "held", "sent", "failed"]


class ContactFacts(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """``contact``: where the code went. ``proof``: how it ended, as ``flow.outcomes.Proof``.

    ``sent``: codes sent; ``wrong``: codes that did not fit. ``delivery``: what became of the last message: ``held`` is
    one that only the dashboard shows, ``sent`` one that the mail server or the provider took. ``waited``: seconds from
    the last message to the code. ``number_kind``: of a phone number, as ``kit.phone.Kind``.
    """

    contact: str | None
    proof: str | None
    sent: int = 0
    wrong: int = 0
    delivery: Delivery = "none"
    waited: int | None = None
    number_kind: str | None = None


class ContactCase(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """``today``: the date it was submitted on. ``code_seconds``: how long a code works.

    ``countries``: of a phone number, ``None`` for all.
    """

    today: date
    code_seconds: int
    countries: tuple[str, ...] | None = None
