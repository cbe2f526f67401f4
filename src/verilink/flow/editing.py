"""Changing a template's text where a person writes it: comments and layout stay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from verilink.flow.plainyaml import InvalidYaml, tree, write
from verilink.flow.problems import Problem


def insert(text: str, name: str, step: Mapping[str, Any], after: str | None = None) -> str:
    """The text with a new step at the end of its steps; ``after``: the step that leads to it from now on.

    The new step's own ``next`` is whatever ``after`` led to, unless it says one. Raises :class:`InvalidYaml`.
    """
    steps = _child(tree(text), "steps")
    if not isinstance(steps, yaml.MappingNode) or steps.flow_style or not steps.value:
        raise _refused("steps", "have to be written one below the other")
    if _child(steps, name) is not None:
        raise _refused(f"steps.{name}", "is there already; choose another name")
    before = None if after is None else _child(_child(steps, after), "next")
    if after is not None and not isinstance(before, yaml.ScalarNode):
        raise _refused(f"steps.{after}", "has no next step that something could be put before")
    onward = {} if before is None or "next" in step else {"next": str(before.value)}
    written = _indented(write({name: _ordered({**step, **onward})}), steps.value[0][0].start_mark.column)
    at = _end_of(text, steps)
    longer = text[:at] + ("" if text[:at].endswith("\n") else "\n") + written + text[at:]
    if before is None:
        return longer
    return longer[: before.start_mark.index] + name + longer[before.end_mark.index :]


def _ordered(step: Mapping[str, Any]) -> dict[str, Any]:
    """``otherwise`` last, as people write it."""
    return {key: step[key] for key in sorted(step, key=lambda key: key == "otherwise")}


def _child(node: yaml.Node | None, key: str) -> yaml.Node | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for found, value in node.value if found.value == key), None)


def _indented(text: str, by: int) -> str:
    return "".join(f"{' ' * by}{line}" for line in text.splitlines(keepends=True))


def _end_of(text: str, steps: yaml.MappingNode) -> int:
    """Where the last line of the last step ends; what stands below it, such as a comment, belongs to what follows."""
    end = _last(steps).end_mark.index
    if text[:end].endswith("\n"):
        return end
    line = text.find("\n", end)
    return len(text) if line < 0 else line + 1


def _last(node: yaml.Node) -> yaml.Node:
    """The last thing that is written in ``node``: a block ends where the next one begins."""
    if isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        return _last(last[1] if isinstance(last, tuple) else last)
    return node


def _refused(path: str, message: str) -> InvalidYaml:
    return InvalidYaml((Problem(path, message),))
