"""A template made ready to run: validated as a whole, its graph and progress worked out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from verilink.flow.document import (
    CaptureDocument,
    CaptureId,
    CaptureSelfie,
    EndStep,
    Screen,
    ScreenStep,
    Step,
    Template,
)
from verilink.flow.graph import Graph, graph_of, longest_ways, run_of
from verilink.flow.problems import InvalidTemplate
from verilink.flow.validation import problems_of

__all__ = ["InvalidTemplate", "Plan", "plan_of", "weight_of"]


@dataclass(frozen=True, slots=True)
class Plan:
    """A valid template. ``ways``: step -> weight of the longest way to an end; ``failure``: the end for lost causes."""

    template: Template
    graph: Graph
    ways: Mapping[str, int]
    failure: str | None

    def step(self, name: str) -> Step:
        """The step of this name (a published version never loses one)."""
        return self.template.steps[name]

    def progress(self, name: str, share: float = 0.0) -> float:
        """How far along step ``name`` is, 0..1; ``share``: how much of the step itself is done, 0..1."""
        total = self.ways[self.template.start] or 1
        left = self.ways[name] - share * weight_of(self.step(name))
        return round(min(1.0, max(0.0, 1 - left / total)), 3)


def plan_of(template: Template, *, check_names: Mapping[str, Collection[str]] | None = None) -> Plan:
    """Validate ``template`` and work out its plan.

    ``check_names``: verification type -> names of the checks that exist; without it check names are not compared.
    Raises :class:`InvalidTemplate` with every problem found.
    """
    if problems := tuple(problems_of(template, check_names or {})):
        raise InvalidTemplate(problems)
    graph = graph_of(template.steps)
    ways = longest_ways(graph, template.start, lambda name: weight_of(template.steps[name]))
    return Plan(template, graph, ways, _failure(template))


def _failure(template: Template) -> str | None:
    ends = ((name, step) for name, step in template.steps.items() if isinstance(step, EndStep))
    return next((name for name, step in ends if step.status == "failed"), None)


def weight_of(step: Step) -> int:
    """Share of the whole that a step stands for, in screens: a capture asks for more than one picture."""
    if isinstance(step, ScreenStep):
        return _screen_weight(step.screen)
    return 1 if run_of(step) else 0


def _screen_weight(screen: Screen) -> int:
    match screen:
        case CaptureId():
            return 2
        case CaptureDocument():
            return 2
        case CaptureSelfie():
            return 3
        case _:
            return 1
