"""Plain values as YAML, read safely and written canonically.

Reading is safe: no tags, no anchors or aliases (so nothing can expand), bounded size and depth, no duplicate keys;
words like ``no`` and dates stay text, as in YAML 1.2. Every problem says its line.
"""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

from verilink.flow.problems import InvalidTemplate, Problem

MOST_BYTES: Final = 256 * 1024
DEEPEST: Final = 20
_INT = r"-?(?:0|[1-9]\d{0,39})$"
_FLOAT = r"-?\d{1,40}(?:\.\d{1,40}(?:[eE][-+]?\d{1,3})?|[eE][-+]?\d{1,3})$"
_RARE_LINE_END = re.compile("[\r\x85\u2028\u2029]")


class InvalidYaml(InvalidTemplate):
    """The text is no YAML, or no template document; every problem says its line."""


class _Loader(yaml.SafeLoader):
    """Only the plain types of JSON."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's own shape


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(?:null|~|)$"), ["n", "~", ""])
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(_INT), list("-0123456789"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(_FLOAT), list("-0123456789"))


def read(text: str | bytes, lines: dict[str, int] | None = None) -> Any:
    """Any YAML or JSON of plain values. ``lines`` gets the line of every place. Raises :class:`InvalidYaml`."""
    loader, node = _tree(text)
    return _value(loader, node, "", {} if lines is None else lines)


def tree(text: str) -> yaml.Node:
    """The text as nodes that know where they stand. Raises :class:`InvalidYaml`."""
    return _tree(text)[1]


def _tree(text: str | bytes) -> tuple[_Loader, yaml.Node]:
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
    return loader, node


def write(value: Any) -> str:
    """Plain values as YAML that ``read`` gives back."""
    return yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


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


def _yaml_problem(error: Exception) -> tuple[str, str]:
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or "is not readable text"
    return (f"line {mark.line + 1}" if mark else "", f"is not YAML: {what}")


def _invalid(path: str, message: str) -> InvalidYaml:
    return InvalidYaml((Problem(path, message),))
