"""Templates as YAML: what people write, keep in version control and exchange.

Reading is safe: no tags, no anchors or aliases (so nothing can expand), bounded size and depth, no duplicate keys;
words like ``no`` and dates stay text, as in YAML 1.2. Every problem says its line. Writing is canonical: keys in the
order of the schema, steps in the order a person meets them, so the same template always gives the same text.
"""

from __future__ import annotations

import re
from typing import Any, Final

import msgspec
import yaml

from verilink.flow.document import FieldSchema, Step, Template
from verilink.flow.graph import graph_of
from verilink.flow.node import FieldKey, Name
from verilink.flow.plan import InvalidTemplate
from verilink.flow.problems import Problem
from verilink.flow.verifications import Verification

MOST_BYTES: Final = 256 * 1024
DEEPEST: Final = 20
_PARTS: Final[dict[str, Any]] = {
    "fields": dict[FieldKey, FieldSchema],
    "steps": dict[Name, Step],
    "verifications": dict[Name, Verification],
}
_INT = r"-?(?:0|[1-9]\d{0,39})$"
_FLOAT = r"-?\d{1,40}(?:\.\d{1,40}(?:[eE][-+]?\d{1,3})?|[eE][-+]?\d{1,3})$"
_RARE_LINE_END = re.compile("[\r\x85\u2028\u2029]")
_PLACE = re.compile(r" - at `(?:key in )?\$?([^`]*)`$")


class InvalidYaml(InvalidTemplate):
    """The text is no YAML, or no template document; every problem says its line."""


class _Loader(yaml.SafeLoader):
    """Only the plain types of JSON."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's own shape


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(?:null|~|)$"), ["n", "~", ""])
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(_INT), list("-0123456789"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(_FLOAT), list("-0123456789"))


def parse(text: str | bytes) -> Template:
    """Read a template; only ``plan_of`` says whether it can run. Raises :class:`InvalidYaml`."""
    lines: dict[str, int] = {}
    document = _parse(text, lines)
    problems = [_with_line(problem, lines) for problem in _convert(document)]
    if problems:
        raise InvalidYaml(tuple(problems))
    return msgspec.convert(document, Template)


def read(text: str | bytes) -> Any:
    """Any YAML or JSON of plain values, with the same limits. Raises :class:`InvalidYaml`."""
    return _parse(text, {})


def write(value: Any) -> str:
    """Plain values as YAML that ``read`` gives back."""
    return yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


def dump(template: Template) -> str:
    """The canonical text of ``template``; ``parse(dump(t)) == t``."""
    document = {"schema": template.schema, **msgspec.to_builtins(template)}
    document["steps"] = {name: document["steps"][name] for name in _walk(template)}
    return write(document)


class _Dumper(yaml.SafeDumper):
    """Quotes whatever the reader above, or one of YAML 1.1, would take for something else than text."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own shape
        first: [
            *_Loader.yaml_implicit_resolvers.get(first, []),
            *yaml.SafeDumper.yaml_implicit_resolvers.get(first, []),
        ]
        for first in {*_Loader.yaml_implicit_resolvers, *yaml.SafeDumper.yaml_implicit_resolvers}
    }

    def ignore_aliases(self, _: Any) -> bool:
        return True

    def represent_text(self, text: str) -> yaml.ScalarNode:
        """Rare line ends only survive between double quotes."""
        style = '"' if _RARE_LINE_END.search(text) else None
        return self.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _Dumper.represent_text)


def _walk(template: Template) -> list[str]:
    """Step names from the start on, breadth first; what cannot be reached comes last, by name."""
    graph = graph_of(template.steps)
    order = [template.start] if template.start in graph else []
    for name in order:
        order.extend(after for after in graph[name] if after not in order)
    return [*order, *sorted(set(graph) - set(order))]


def _parse(text: str | bytes, lines: dict[str, int]) -> Any:
    if len(text) > MOST_BYTES:
        raise _invalid("", f"is larger than {MOST_BYTES // 1024} KiB")
    try:
        loader = _Loader(text)
        node = loader.get_single_node() if _is_flat(text) else None
    except InvalidYaml:
        raise
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise _invalid(*_yaml_problem(error)) from None
    if node is None:
        raise _invalid("", "is empty")
    return _value(loader, node, "", lines)


def _is_flat(text: str | bytes) -> bool:
    """Look at the parser's events before anything is built: aliases and deep nesting never get as far as a tree."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _invalid(f"line {line}", "anchors and aliases are not read here")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise _invalid(f"line {line}", f"is nested more than {DEEPEST} levels deep")
    return True


def _value(loader: _Loader, node: yaml.Node, path: str, lines: dict[str, int]) -> Any:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return [_value(loader, item, f"{path}[{index}]", lines) for index, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return _mapping(loader, node, path, lines)
    try:
        return loader.construct_object(node)
    except yaml.YAMLError as error:
        raise _invalid(*_yaml_problem(error)) from None


def _mapping(loader: _Loader, node: yaml.MappingNode, path: str, lines: dict[str, int]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
        if key is None or key in found:
            raise _invalid(f"line {line}", "keys must be text" if key is None else f"the key {key!r} comes twice")
        place = f"{path}.{key}" if path else key
        found[key] = _value(loader, value_node, place, lines)
        lines[place] = line
    return found


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
    return [*_problems(rest, Template, ""), *problems]


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


def _yaml_problem(error: Exception) -> tuple[str, str]:
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or "is not readable text"
    return (f"line {mark.line + 1}" if mark else "", f"is not YAML: {what}")


def _invalid(path: str, message: str) -> InvalidYaml:
    return InvalidYaml((Problem(path, message),))
