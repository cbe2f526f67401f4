"""Everything that can be wrong with a template, each with its place in the document."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from verilink.flow.document import EndStep, RunVerification, Template
from verilink.flow.graph import automatic_cycle, graph_of, reachable, reaching, run_of, targets
from verilink.flow.order import order_problems
from verilink.flow.problems import Problem
from verilink.flow.references import reference_problems
from verilink.flow.settings import setting_problems
from verilink.flow.texts import text_problems

__all__ = ["CheckNames", "Problem", "problems_of"]
CheckNames = Mapping[str, Collection[str]]
MOST_STEPS: Final = 200


def problems_of(template: Template, check_names: CheckNames) -> Iterator[Problem]:
    """Every problem. The order of the steps is judged only when all names resolve: else each would be told twice."""
    found = [*setting_problems(template, check_names), *reference_problems(template)]
    names = list(_unknown_steps(template))
    yield from (*found, *names, *_misplaced_runs(template), *text_problems(template))
    if template.start in template.steps and not names:
        yield from _dead_ends(template)
        if not found:
            yield from order_problems(template)


def _unknown_steps(template: Template) -> Iterator[Problem]:
    if len(template.steps) > MOST_STEPS:
        yield Problem("steps", f"there are more than {MOST_STEPS} steps")
    if template.start not in template.steps:
        yield Problem("start", f"there is no step {template.start!r}")
    for name, step in template.steps.items():
        for place, to in targets(step):
            if to not in template.steps:
                yield Problem(f"steps.{name}.{place}", f"there is no step {to!r}")


def _misplaced_runs(template: Template) -> Iterator[Problem]:
    for name, step in template.steps.items():
        if run_of(step) is None:
            continue
        for index, action in enumerate(step.do[:-1]):  # type: ignore[union-attr]
            if isinstance(action, RunVerification):
                yield Problem(f"steps.{name}.do[{index}]", "a verification must be the last action of its step")


def _dead_ends(template: Template) -> Iterator[Problem]:
    graph = graph_of(template.steps)
    ends = {name: step for name, step in template.steps.items() if isinstance(step, EndStep)}
    if not any(end.status == "completed" for end in ends.values()):
        yield Problem("steps", "there is no end with status completed")
    if template.verifications and not any(end.status == "failed" for end in ends.values()):
        yield Problem("steps", "there is no end with status failed, for when the tries are used up")
    lost = set(graph) - reachable(graph, [template.start])
    yield from (Problem(f"steps.{name}", "no step leads here") for name in graph if name in lost)
    stuck = set(graph) - reaching(graph, ends) - lost
    yield from (Problem(f"steps.{name}", "no end can be reached from here") for name in graph if name in stuck)
    if cycle := automatic_cycle(template.steps):
        yield Problem(f"steps.{cycle[0]}", f"loops without a screen or a wait: {', '.join(cycle)}")
