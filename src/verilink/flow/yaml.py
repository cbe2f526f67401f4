"""Templates as YAML: what people write, keep in version control and exchange.

Reading is as safe as ``flow.plainyaml`` makes it, and every problem says its line. Writing is canonical: keys in the
order of the schema, steps in the order a person meets them, so the same template always gives the same text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

import msgspec

from verilink.flow.document import FieldSchema, Step, Template
from verilink.flow.modules.expansion import expand
from verilink.flow.modules.model import ModuleStep
from verilink.flow.node import FieldKey, Name
from verilink.flow.plainyaml import DEEPEST, MOST_BYTES, InvalidYaml, read, write
from verilink.flow.problems import InvalidTemplate, Problem
from verilink.flow.source import Source, graph_of
from verilink.flow.verifications import Verification

__all__ = ["DEEPEST", "MOST_BYTES", "InvalidYaml", "dump", "lined", "parse", "parse_source", "read", "write"]
_PARTS: Final[dict[str, Any]] = {
    "fields": dict[FieldKey, FieldSchema],
    "steps": dict[Name, Step | ModuleStep],
    "verifications": dict[Name, Verification],
}
_PLACE = re.compile(r" - at `(?:key in )?\$?([^`]*)`$")


def parse(text: str | bytes) -> Template:
    """Read a template, its modules expanded; only ``plan_of`` says whether it can run. Raises :class:`InvalidYaml`."""
    source = parse_source(text)
    try:
        return expand(source).template
    except InvalidTemplate as error:
        raise InvalidYaml(lined(text, error.problems)) from None


def parse_source(text: str | bytes) -> Source:
    """Read a template as its author wrote it. Raises :class:`InvalidYaml`."""
    lines: dict[str, int] = {}
    document = read(text, lines)
    problems = [_with_line(problem, lines) for problem in _convert(document)]
    if problems:
        raise InvalidYaml(tuple(problems))
    return msgspec.convert(document, Source)


def lined(text: str | bytes, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems of the template in this text, each with its line."""
    lines: dict[str, int] = {}
    read(text, lines)
    return tuple(_with_line(problem, lines) for problem in problems)


def dump(template: Template | Source) -> str:
    """The canonical text of ``template``; ``parse(dump(t)) == t``."""
    document = {"schema": template.schema, **msgspec.to_builtins(template)}
    document["steps"] = {name: document["steps"][name] for name in _walk(template)}
    return write(document)


def _walk(template: Template | Source) -> list[str]:
    """Step names from the start on, breadth first; what cannot be reached comes last, by name."""
    graph = graph_of(template)
    order = [template.start] if template.start in graph else []
    for name in order:
        order.extend(after for after in graph[name] if after not in order)
    return [*order, *sorted(set(graph) - set(order))]


def _convert(document: Any) -> list[Problem]:
    """Convert part by part, so that one defect does not hide the next."""
    if not isinstance(document, dict):
        return [Problem("", "must be a mapping of keys to values")]
    problems, rest = [], dict(document)
    for part, kind in _PARTS.items():
        if isinstance(document.get(part), dict):
            rest[part] = {}
            for name, value in document[part].items():
                problems.extend(_problems({name: value}, kind, f"{part}.{name}"))
    return [*_problems(rest, Source, ""), *problems]


def _problems(value: Any, kind: Any, path: str) -> list[Problem]:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        message = str(error)
        place = _PLACE.search(message)
        inner = place.group(1).removeprefix("[...]") if place else ""
        return [Problem((path + inner).lstrip("."), _PLACE.sub("", message))]
    return []


def _with_line(problem: Problem, lines: dict[str, int]) -> Problem:
    path = problem.path
    while path not in lines and path:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return Problem(problem.path, f"{problem.message} (line {lines.get(path, 1)})")
