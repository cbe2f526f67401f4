"""Checks as a reviewer reads them: what failed first, the reason before the numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from verilink.checks.explanations import explain
from verilink.checks.model import DISABLED
from verilink.checks.registry import definition_of
from verilink.dashboard import words

_ORDER: Final = {"failed": 0, "not_applicable": 2, "passed": 3}


class CheckLine(msgspec.Struct, frozen=True, kw_only=True):
    """One check. ``tests``: what passing means. ``reasons``: (code, sentence). ``numbers``: what it rests on.

    ``excused``: there was rightly nothing to judge, such as no back side of a passport.
    """

    name: str
    title: str
    tests: str
    status: str
    required: bool
    reasons: tuple[tuple[str, str], ...]
    numbers: str
    excused: bool = False

    @property
    def notable(self) -> bool:
        """Whether a reviewer should see it at once."""
        if self.status == "failed":
            return True
        return self.status == "not_applicable" and self.required and not self.excused


def lines_of(checks: Sequence[Mapping[str, Any]]) -> list[CheckLine]:
    """Failed required checks first, then other failures, then what could not be judged, then what passed."""
    lines = [_line(each) for each in checks if each.get("status") in _ORDER]
    return sorted(lines, key=lambda line: _ORDER[line.status] + (line.status == "failed" and not line.required))


def _line(check: Mapping[str, Any]) -> CheckLine:
    name = str(check.get("name", ""))
    definition = definition_of(name)
    return CheckLine(
        name=name,
        title=words.check(name),
        tests=definition.tests.replace("`", "") if definition else "",
        status=str(check["status"]),
        required=check.get("requirement") == "required",
        reasons=tuple((str(code), reason(str(code))) for code in check.get("reasons") or ()),
        numbers=numbers(check.get("metadata")),
        excused=set(check.get("reasons") or ()) <= {DISABLED, *(definition.exempt if definition else ())},
    )


def reason(code: str) -> str:
    """What was seen, as a sentence."""
    return explain(code) or f"{words.sentence(code)}."


def numbers(values: Any) -> str:
    """What a check or a verification rests on in one line: numbers and lists of names."""
    held = values if isinstance(values, Mapping) else {}
    shown = {str(key): _plain(each) for key, each in held.items()}
    return " · ".join(f"{words.sentence(key).lower()} {each}" for key, each in shown.items() if each)


def _plain(value: Any) -> str:
    """A number, or names in a list; anything else is left to programs."""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    return f"{value:.3g}" if isinstance(value, int | float) and not isinstance(value, bool) else ""
