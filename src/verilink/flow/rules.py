"""Branching rules in CEL (Common Expression Language, cel.dev), compiled once and cached.

Variables: ``fields`` (every field of the template, ``null`` when unset), ``verifications.<name>.{passed, status,
attempts, tries_left, reasons, checks}`` (status: ``none``, ``waiting``, ``passed``, ``failed``; checks: name -> status
of the last attempt), ``attempts.<name>`` (finished attempts), ``checks.<name>`` (its last status, ``none`` before),
``country`` and ``id_class`` (as chosen, ``""`` before), ``age`` (whole years, from the field ``birthdate``; ``null``
when unknown), ``device`` (``phone``, ``desktop``), ``webview`` and ``language``. A rule that cannot be evaluated (a
number compared with ``null``, say) does not hold: the next rule is tried, at last ``otherwise``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final

import cel

from verilink.flow.ages import age_of
from verilink.flow.document import Rule, Template
from verilink.flow.outcomes import Seen, State

VARIABLES: Final = frozenset(
    ["fields", "verifications", "attempts", "checks", "country", "id_class", "age", "device", "webview", "language"]
)
_SEEN: Final = frozenset({"passed", "status", "attempts", "tries_left", "reasons", "checks"})
_LITERAL = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_LOOP = re.compile(r"\.\s*(?:map|filter|all|exists|exists_one)\s*\(\s*([A-Za-z_]\w*)\s*,")
_MEMBER = re.compile(r"(?<!\.)\b(fields|verifications|attempts|checks)\s*\.\s*([A-Za-z_]\w*)(?!\s*\()")
_SEEN_MEMBER = re.compile(r"\bverifications\s*\.\s*[A-Za-z_]\w*\s*\.\s*([A-Za-z_]\w*)")
_INDEX = re.compile(r"(?<!\.)\b(fields|verifications|attempts|checks)\s*\[\s*['\"]([^'\"]*)['\"]\s*\]")


class InvalidRule(ValueError):
    """The expression does not compile or names something that does not exist; the message says what."""


@lru_cache(maxsize=4096)
def compiled(expression: str) -> Any:
    """The CEL program of ``expression``; raises :class:`InvalidRule` when it is not CEL."""
    try:
        return cel.compile(expression)
    except ValueError as error:
        raise InvalidRule(f"is not a valid CEL expression: {_first_line(error)}") from None


def _first_line(error: Exception) -> str:
    _, _, detail = str(error).partition("ERROR: ")
    return (detail or str(error)).splitlines()[0][:200]


def validate(expression: str, template: Template) -> None:
    """Raise :class:`InvalidRule` unless ``expression`` is CEL over names that ``template`` has and yields a boolean."""
    program = compiled(expression)
    bare = _LITERAL.sub("''", expression)
    loops = _LOOP.findall(bare)
    if len(loops) > 1:
        raise InvalidRule("may hold one loop (map, filter, all, exists) at most")
    if unknown := set(program.variables()) - VARIABLES - set(loops):
        raise InvalidRule(f"uses unknown names: {', '.join(sorted(unknown))}")
    if members := set(_SEEN_MEMBER.findall(bare)) - _SEEN:
        raise InvalidRule(f"asks a verification for {', '.join(sorted(members))}, which it does not have")
    _refuse_unknown_members(_MEMBER.findall(bare) + _INDEX.findall(expression), template)
    try:
        value = program.execute(variables(template, State(step=template.start), {}))
    except (ArithmeticError, LookupError, RuntimeError, TypeError, ValueError):
        return
    if not isinstance(value, bool):
        raise InvalidRule("must be true or false")


def _refuse_unknown_members(members: list[tuple[str, str]], template: Template) -> None:
    listed = {name for verification in template.verifications.values() for name in verification.checks}
    for root, name in members:
        known = {"fields": template.fields, "checks": listed}.get(root, template.verifications)
        if name not in known:
            raise InvalidRule(f"names {root}.{name}, which this template does not have")


def holds(rule: Rule, values: Mapping[str, Any]) -> bool:
    """Whether ``rule`` is true; one that cannot be evaluated, or yields no boolean, does not hold."""
    return is_true(rule.when, values)


def is_true(expression: str, values: Mapping[str, Any]) -> bool:
    """Whether ``expression`` is true; one that cannot be evaluated, or yields no boolean, is not."""
    try:
        return compiled(expression).execute(dict(values)) is True
    except (ArithmeticError, LookupError, RuntimeError, TypeError, ValueError):
        return False


def variables(
    template: Template,
    state: State,
    fields: Mapping[str, Any],
    today: date | None = None,
    seen: Seen | None = None,
) -> dict[str, Any]:
    """What rules can see of ``state``, of the inquiry's ``fields`` (key -> plain value) and of the day.

    ``seen``: the device and the language of whoever looks; while nobody does, of whoever answered last.
    """
    look = seen or state.seen
    known = {name: _verification(template, state, name) for name in template.verifications}
    return {
        "fields": {key: fields.get(key) for key in template.fields},
        "verifications": known,
        "attempts": {name: verification["attempts"] for name, verification in known.items()},
        "checks": _checks(template, state),
        "country": _chosen(state, "country") or fields.get("selected-country-code") or "",
        "id_class": _chosen(state, "id_class") or fields.get("selected-id-class") or "",
        "age": age_of(fields, today),
        "device": look.device,
        "webview": look.webview,
        "language": look.language,
    }


def _checks(template: Template, state: State) -> dict[str, str]:
    """The last status of every check that the template names or a finished attempt had."""
    found = {name: "none" for verification in template.verifications.values() for name in verification.checks}
    for results in state.results.values():
        found |= results[-1].checks if results else {}
    return found


def _verification(template: Template, state: State, name: str) -> dict[str, Any]:
    results = state.results.get(name, ())
    last = results[-1] if results else None
    status = "none" if last is None else "passed" if last.passed else "failed"
    return {
        "passed": last is not None and last.passed,
        "status": "waiting" if state.waiting == name else status,
        "attempts": len(results),
        "tries_left": max(0, template.verifications[name].attempts - len(results)),
        "reasons": list(last.reasons) if last else [],
        "checks": dict(last.checks) if last else {},
    }


def _chosen(state: State, what: str) -> str | None:
    """The choice of the last attempt that has one."""
    choices = [getattr(attempt, what) for attempt in state.attempts.values()]
    return next((choice for choice in reversed(choices) if choice), None)
