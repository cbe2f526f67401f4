"""Checks as a reviewer reads them: what failed first, the reason before the score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from verilink.dashboard import words

_ORDER: Final = {"failed": 0, "not_applicable": 2, "passed": 3}


class CheckLine(msgspec.Struct, frozen=True, kw_only=True):
    """One check. ``scores``: numbers it rests on, as text, shown last and small."""

    name: str
    title: str
    status: str
    required: bool
    reasons: tuple[str, ...]
    scores: str


def lines_of(checks: Sequence[Mapping[str, Any]], scores: Mapping[str, Any]) -> list[CheckLine]:
    """Failed required checks first, then other failures, then what could not be judged, then what passed."""
    lines = [_line(each, scores) for each in checks if each.get("status") in _ORDER]
    return sorted(lines, key=lambda line: _ORDER[line.status] + (line.status == "failed" and not line.required))


def _line(check: Mapping[str, Any], scores: Mapping[str, Any]) -> CheckLine:
    name = str(check.get("name", ""))
    return CheckLine(
        name=name,
        title=words.check(name),
        status=str(check["status"]),
        required=check.get("requirement") == "required",
        reasons=tuple(words.sentence(str(reason)) for reason in check.get("reasons") or ()),
        scores=_numbers(check.get("metadata"), scores.get(name)),
    )


def _numbers(metadata: Any, score: Any) -> str:
    held: dict[str, Any] = dict(metadata) if isinstance(metadata, Mapping) else {}
    if isinstance(score, Mapping):
        held |= score
    elif score is not None:
        held["score"] = score
    numbers = [(key, value) for key, value in held.items() if isinstance(value, int | float) and value is not True]
    return " · ".join(f"{words.sentence(str(key)).lower()} {value:.3g}" for key, value in numbers if value is not False)
