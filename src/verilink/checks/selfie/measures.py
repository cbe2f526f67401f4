"""What was measured of the face that looks straight ahead, for checks that need one such value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from verilink.checks.faces import center_face
from verilink.checks.model import Finding, failed, not_applicable
from verilink.evidence.facts import SelfieFacts


def judge_measure(
    facts: SelfieFacts, measure: Literal["age", "covering", "glasses"], judge: Callable[[float], Finding]
) -> Finding:
    """What ``judge`` says of the value: failed without a face, not applicable where it was not measured."""
    face = center_face(facts)
    if face is None:
        return failed("missing_face")
    value: float | None = getattr(face, measure)
    return not_applicable("not_measured") if value is None else judge(value)
