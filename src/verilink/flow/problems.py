"""What can be wrong with a name, a value or a rule inside a template."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from verilink.flow.document import Template
from verilink.flow.fields import InvalidValue, clean
from verilink.flow.rules import InvalidRule, validate


@dataclass(frozen=True, slots=True)
class Problem:
    """``path``: place in the document, like ``steps.start.screen.verification``."""

    path: str
    message: str


class InvalidTemplate(ValueError):
    """The template cannot run. ``problems``: all of them, each with its place in the document."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(f"{problem.path}: {problem.message}" for problem in problems))
        self.problems = problems


def rule_problems(template: Template, expression: str, path: str) -> Iterator[Problem]:
    """Problems of one CEL expression."""
    try:
        validate(expression, template)
    except InvalidRule as error:
        yield Problem(path, str(error))


def constant_problems(template: Template, key: str, value: Any, path: str) -> Iterator[Problem]:
    """Problems of writing ``value`` into field ``key``."""
    schema = template.fields.get(key)
    if schema is None:
        yield Problem(f"{path}.field", f"there is no field {key!r}")
        return
    try:
        clean(schema, value)
    except InvalidValue as error:
        yield Problem(f"{path}.value", f"does not fit the field: {error}")


def verification_problems(template: Template, name: str, path: str, *kinds: str) -> Iterator[Problem]:
    """Problems of naming a verification; ``kinds``: the types it may have."""
    verification = template.verifications.get(name)
    if verification is None:
        yield Problem(path, f"there is no verification {name!r}")
    elif kinds and verification.type not in kinds:
        wanted = " or ".join(kinds)
        yield Problem(path, f"needs a verification of type {wanted}, {name!r} is of type {verification.type}")
