"""One moment of one person's flow: the plan, the state, what is known, and the effects gathered so far."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

import msgspec

from verilink.flow.outcomes import Attempt, Effect, Proof, Seen, SetFields, State
from verilink.flow.plan import Plan
from verilink.flow.verifications import Common

V = TypeVar("V", bound=Common)


@dataclass(frozen=True, slots=True)
class Context:
    """What the executor may know from outside.

    ``fields``: inquiry field -> plain value (for ``Decided``: as they are after the extractions were copied).
    ``entropy``: a fresh random number, used where the person must not know what comes next.
    ``country_hint``: ISO 3166-1 alpha-2, a guess that preselects and decides nothing. ``today`` and ``seen``: for
    rules; ``seen`` is ``None`` while nobody looks. ``draft``: what is being typed on the page that is shown, to draw it
    by; it is not kept. ``proof``: how the code in the answer came out, or why none is to be had. ``given``: fields the
    inquiry was made with. ``extractions``: verification -> what its last attempt read, when that passed.
    """

    fields: Mapping[str, Any] = field(default_factory=dict)
    sandbox: bool = False
    entropy: int = 0
    country_hint: str | None = None
    today: date | None = None
    seen: Seen | None = None
    draft: Mapping[str, Any] = field(default_factory=dict)
    proof: Proof | None = None
    given: Collection[str] = ()
    extractions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Moment:
    """Immutable; every change makes the next moment."""

    plan: Plan
    state: State
    context: Context
    effects: tuple[Effect, ...] = ()

    def after(self, *effects: Effect, **changes: Any) -> Moment:
        """The moment after these effects, with these parts of the state changed."""
        state = msgspec.structs.replace(self.state, **changes) if changes else self.state
        return replace(self, state=state, effects=(*self.effects, *effects))

    @property
    def fields(self) -> dict[str, Any]:
        """Field values, those set a moment ago included."""
        written = (effect.values for effect in self.effects if isinstance(effect, SetFields))
        return {key: value for values in (self.context.fields, *written) for key, value in values.items()}

    def spec(self, verification: str, kind: type[V]) -> V:
        """The verification as the template describes it; a valid plan has it of the ``kind`` its screens need."""
        described = self.plan.template.verifications[verification]
        assert isinstance(described, kind), "the plan proves the kind"
        return described

    def attempt(self, verification: str) -> Attempt:
        """The attempt under way; a finished one is followed by a new one that keeps country and kind of document."""
        attempt = self.state.attempts.get(verification, Attempt())
        number = len(self.state.results.get(verification, ())) + 1
        if attempt.number == number:
            return attempt
        return Attempt(number=number, country=attempt.country, id_class=attempt.id_class, contact=attempt.contact)

    def with_attempt(self, verification: str, attempt: Attempt) -> Moment:
        """The moment with ``attempt`` under way."""
        return self.after(attempts={**self.state.attempts, verification: attempt})

    def tries_left(self, verification: str) -> int:
        """Attempts not finished yet, the one under way included."""
        allowed = self.plan.template.verifications[verification].attempts
        return max(0, allowed - len(self.state.results.get(verification, ())))

    def has_passed(self, verification: str) -> bool:
        """Whether the last finished attempt passed."""
        results = self.state.results.get(verification, ())
        return bool(results) and results[-1].passed
