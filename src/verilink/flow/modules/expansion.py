"""Modules become ordinary steps, verifications and fields, so that whatever runs a template knows nothing of them.

It happens when a version is saved: a later program brings other modules, and a published version stays as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, assert_never

import msgspec

from verilink.flow.components import Button, ClickableContainer
from verilink.flow.document import ActionStep, BranchStep, EndStep, ScreenStep, Step, Template
from verilink.flow.modules import standing, verifying
from verilink.flow.modules.model import (
    CountryBranchModule,
    CountrySelectModule,
    ModuleStep,
    StandardFailed,
    StandardSuccess,
    Verifying,
)
from verilink.flow.modules.piece import Piece
from verilink.flow.modules.problems import clashes, own_problems
from verilink.flow.problems import InvalidTemplate, Problem
from verilink.flow.source import Source

_PLACE: Final = re.compile(r"(steps|verifications)\.([a-z0-9_]+)(?:\.(.*))?")


@dataclass(frozen=True, slots=True)
class Expansion:
    """A template and, for each name a module brought, the module: (``steps`` or ``verifications``, name) -> module."""

    template: Template
    origin: Mapping[tuple[str, str], str]

    def blamed(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Problems of the template, told where its author wrote what they come from."""
        return tuple(self._blamed(problem) for problem in problems)

    def _blamed(self, problem: Problem) -> Problem:
        found = _PLACE.fullmatch(problem.path)
        module = self.origin.get((found[1], found[2])) if found else None
        if found is None or module is None:
            return problem
        if found[1] == "verifications" and found[3]:
            return Problem(f"steps.{module}.module.{found[3]}", problem.message)
        part = "" if found[2] == module else f"{found[2]}: "
        return Problem(f"steps.{module}", part + problem.message)


def expand(source: Source) -> Expansion:
    """Put every module's parts in its place. Raises :class:`InvalidTemplate` for modules that cannot be expanded."""
    modules = {name: step for name, step in source.steps.items() if isinstance(step, ModuleStep)}
    if problems := [each for name, step in modules.items() for each in own_problems(source, name, step)]:
        raise InvalidTemplate(tuple(problems))
    pieces = {name: _piece(name, step) for name, step in modules.items()}
    if problems := list(clashes(source, pieces)):
        raise InvalidTemplate(tuple(problems))
    return Expansion(_joined(source, pieces), _origin(pieces))


def _piece(name: str, step: ModuleStep) -> Piece:
    module, onward = step.module, step.next or name
    match module:
        case StandardSuccess() | StandardFailed():
            return standing.end(name, module)
        case CountrySelectModule() | CountryBranchModule():
            return standing.country(name, module, onward)
        case Verifying():
            return verifying.build(name, module, onward, step.otherwise or name)
        case _:
            assert_never(module)


def _joined(source: Source, pieces: Mapping[str, Piece]) -> Template:
    entries = {name: piece.entry for name, piece in pieces.items()}
    steps: dict[str, Step] = {}
    for name, step in source.steps.items():
        parts = pieces[name].steps if isinstance(step, ModuleStep) else {name: step}
        steps |= {key: _led(part, entries) for key, part in parts.items()}
    fields = {key: schema for piece in pieces.values() for key, schema in piece.fields.items()}
    verifications = {key: spec for piece in pieces.values() for key, spec in piece.verifications.items()}
    values: dict[str, Any] = {key: getattr(source, key) for key in source.__struct_fields__} | {
        "start": entries.get(source.start, source.start),
        "steps": steps,
        "fields": source.fields | {key: schema for key, schema in fields.items() if key not in source.fields},
        "verifications": source.verifications | verifications,
    }
    return Template(**values)


def _origin(pieces: Mapping[str, Piece]) -> dict[tuple[str, str], str]:
    steps = {("steps", key): name for name, piece in pieces.items() for key in piece.steps}
    return steps | {("verifications", key): name for name, piece in pieces.items() for key in piece.verifications}


def _led(step: Step, entries: Mapping[str, str]) -> Step:
    """The step with every way to a module leading to the module's first step."""
    replace = msgspec.structs.replace
    match step:
        case ScreenStep():
            return replace(step, next=entries.get(step.next, step.next), screen=_pressed(step.screen, entries))
        case ActionStep():
            return replace(step, next=entries.get(step.next, step.next))
        case BranchStep():
            rules = tuple(replace(rule, to=entries.get(rule.to, rule.to)) for rule in step.rules)
            return replace(step, rules=rules, otherwise=entries.get(step.otherwise, step.otherwise))
        case EndStep():
            return step
        case _:
            assert_never(step)


def _pressed(part: Any, entries: Mapping[str, str]) -> Any:
    """A screen or a component with whatever is pressed in it leading to steps."""
    if isinstance(part, Button | ClickableContainer) and part.to is not None and part.to in entries:
        part = msgspec.structs.replace(part, to=entries[part.to])
    inner = getattr(part, "components", None)
    if inner is None:
        return part
    return msgspec.structs.replace(part, components=tuple(_pressed(each, entries) for each in inner))
