"""What the judge needs to know of a kind of verification."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from verilink.flow.outcomes import Attempt
from verilink.judging.engine import Engine
from verilink.judging.record import Judgement, Outcome, Settings
from verilink.services import Services
from verilink.verifications.model import Decision, Verification

if TYPE_CHECKING:
    from verilink.judging.judge import Material


class Judging(Protocol):
    """One kind.

    ``failing``: the check by which a simulated failure fails. ``unprocessable``: the one that says that what was sent
    could not be worked with.
    """

    @property
    def failing(self) -> str: ...

    @property
    def unprocessable(self) -> str: ...

    async def judge(self, services: Services, material: Material, engine: Engine) -> Decision:
        """Facts, checks and verdict of one submitted verification. Raises whatever the engine or a source raises."""

    def recompute(self, verification: Verification, judgement: Judgement, settings: Settings) -> Outcome:
        """The verdict from what is stored. Raises ``msgspec.ValidationError`` when it cannot be read any more."""

    def sample(self, attempt: Attempt, today: date, /) -> dict[str, Any]:
        """What the sandbox's simulator makes up: kebab-case attribute -> value."""
