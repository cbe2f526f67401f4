"""Branching rules in CEL (Common Expression Language, cel.dev), compiled once and cached.

Variables: ``fields`` (every field of the template, ``null`` when unset), ``verifications.<name>.{passed, status,
attempts, tries_left, reasons}`` (status: ``none``, ``waiting``, ``passed``, ``failed``), ``attempts.<name>`` (finished
attempts), ``country`` and ``id_class`` (as chosen, ``""`` before). A rule that cannot be evaluated (a number compared
with ``null``, say) does not hold: the next rule is tried, at last ``otherwise``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

import cel

from verilink.flow.document import Rule, Template
from verilink.flow.outcomes import State

VARIABLES: Final = frozenset({"fields", "verifications", "attempts", "country", "id_class"})
_LITERAL = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_LOOP = re.compile(r"\.\s*(?:map|filter|all|exists|exists_one)\s*\(\s*([A-Za-z_]\w*)\s*,")
_MEMBER = re.compile(r"\b(fields|verifications|attempts)\s*\.\s*([A-Za-z_]\w*)(?!\s*\()")
_INDEX = re.compile(r"\b(fields|verifications|attempts)\s*\[\s*['\"]([^'\"]*)['\"]\s*\]")


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
    _refuse_unknown_members(_MEMBER.findall(bare) + _INDEX.findall(expression), template)
    try:
        value = program.execute(variables(template, State(step=template.start), {}))
    except (ArithmeticError, LookupError, RuntimeError, TypeError, ValueError):
        return
    if not isinstance(value, bool):
        raise InvalidRule("must be true or false")


def _refuse_unknown_members(members: list[tuple[str, str]], template: Template) -> None:
    for root, name in members:
        known = template.fields if root == "fields" else template.verifications
        if name not in known:
            raise InvalidRule(f"names {root}.{name}, which this template does not have")


def holds(rule: Rule, values: Mapping[str, Any]) -> bool:
    """Whether ``rule`` is true; one that cannot be evaluated, or yields no boolean, does not hold."""
    try:
        return compiled(rule.when).execute(dict(values)) is True
    except (ArithmeticError, LookupError, RuntimeError, TypeError, ValueError):
        return False


def variables(template: Template, state: State, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What rules can see of ``state`` and of the inquiry's ``fields`` (key -> plain value)."""
    seen = {name: _verification(template, state, name) for name in template.verifications}
    return {
        "fields": {key: fields.get(key) for key in template.fields},
        "verifications": seen,
        "attempts": {name: verification["attempts"] for name, verification in seen.items()},
        "country": _chosen(state, "country") or fields.get("selected-country-code") or "",
        "id_class": _chosen(state, "id_class") or fields.get("selected-id-class") or "",
    }


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
    }


def _chosen(state: State, what: str) -> str | None:
    """The choice of the last attempt that has one."""
    choices = [getattr(attempt, what) for attempt in state.attempts.values()]
    return next((choice for choice in reversed(choices) if choice), None)
