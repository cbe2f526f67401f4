"""A template drawn as a Mermaid flowchart."""

from __future__ import annotations

from typing import assert_never

from verilink.flow.document import ActionStep, BranchStep, EndStep, ScreenStep, Step, Template
from verilink.flow.graph import run_of, targets


def mermaid(template: Template) -> str:
    """Mermaid source: one node per step, one edge per way on, rules as edge labels."""
    nodes = [f"    {name}{_shape(name, step)}" for name, step in template.steps.items()]
    edges = [
        f"    {name} -->{_label(step, place)} {to}"
        for name, step in template.steps.items()
        for place, to in targets(step)
    ]
    return "\n".join(["flowchart TD", *nodes, *edges]) + "\n"


def _shape(name: str, step: Step) -> str:
    match step:
        case ScreenStep():
            return f'["{name}<br/><small>{_kind(step)}</small>"]'
        case BranchStep():
            return f'{{"{name}"}}'
        case ActionStep():
            return f'[["{name}"]]' if run_of(step) is None else f'[/"{name}"/]'
        case EndStep():
            return f'(["{name}: {step.status}"])'
        case _:
            assert_never(step)


def _kind(step: ScreenStep) -> str:
    return str(step.screen.__struct_config__.tag)


def _label(step: Step, place: str) -> str:
    if not isinstance(step, BranchStep):
        return "" if place == "next" else "|by a button|"
    if place == "otherwise":
        return "|otherwise|"
    index = int(place.removeprefix("rules[").partition("]")[0])
    return f'|"{_quoted(step.rules[index].when)}"|'


def _quoted(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
