"""Questions about the steps of a template as a directed graph."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import assert_never

from verilink.flow.components import Pressable
from verilink.flow.document import ActionStep, BranchStep, EndStep, Page, RunVerification, ScreenStep, Step
from verilink.flow.pagecontent import every

Graph = Mapping[str, tuple[str, ...]]


def targets(step: Step) -> tuple[tuple[str, str], ...]:
    """Where a step can lead: (place in the step, step name), in the order they are tried."""
    match step:
        case ScreenStep():
            return (("next", step.next), *_presses(step))
        case ActionStep():
            return (("next", step.next),)
        case BranchStep():
            rules = tuple((f"rules[{index}].to", rule.to) for index, rule in enumerate(step.rules))
            return (*rules, ("otherwise", step.otherwise))
        case EndStep():
            return ()
        case _:
            assert_never(step)


def _presses(step: ScreenStep) -> tuple[tuple[str, str], ...]:
    """Where the buttons and cards of a page lead to other than ``next``."""
    if not isinstance(step.screen, Page):
        return ()
    found = every(step.screen.components)
    return tuple(
        (f"screen.components[{one.path.replace('.', '].components[')}].to", one.component.to)
        for one in found
        if isinstance(one.component, Pressable) and one.component.to is not None
    )


def graph_of(steps: Mapping[str, Step]) -> Graph:
    """Successors of every step; names that do not exist are left out."""
    return {name: tuple(dict.fromkeys(to for _, to in targets(step) if to in steps)) for name, step in steps.items()}


def reachable(graph: Graph, sources: Iterable[str], *, without: Collection[str] = ()) -> set[str]:
    """Steps that can be reached from ``sources`` (themselves included) without entering any of ``without``."""
    seen: set[str] = set()
    todo = [name for name in sources if name in graph and name not in without]
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo.extend(after for after in graph[name] if after not in seen and after not in without)
    return seen


def reaching(graph: Graph, goals: Collection[str]) -> set[str]:
    """Steps from which at least one of ``goals`` can be reached (the goals included)."""
    before: dict[str, list[str]] = {name: [] for name in graph}
    for name, successors in graph.items():
        for after in successors:
            before[after].append(name)
    return reachable({name: tuple(names) for name, names in before.items()}, goals)


def is_automatic(step: Step) -> bool:
    """Whether the executor passes this step without stopping: no screen, no wait, no end."""
    match step:
        case BranchStep():
            return True
        case ActionStep():
            return run_of(step) is None
        case _:
            return False


def run_of(step: Step) -> RunVerification | None:
    """The verification an action step submits, if any."""
    if not isinstance(step, ActionStep):
        return None
    return next((action for action in step.do if isinstance(action, RunVerification)), None)


def automatic_cycle(steps: Mapping[str, Step]) -> tuple[str, ...] | None:
    """Steps of one loop that would spin forever, or ``None``."""
    automatic = {name: step for name, step in steps.items() if is_automatic(step)}
    graph = graph_of(automatic)
    for name in graph:
        if name in reachable(graph, graph[name]):
            return tuple(sorted(reachable(graph, [name]) & reaching(graph, [name])))
    return None


def longest_ways(graph: Graph, start: str, weight: Callable[[str], int]) -> dict[str, int]:
    """Weight of the longest way from each step to an end, its own weight included, loops taken once.

    An edge back to a step on the way from ``start`` to here is not followed; a step that only leads back counts as
    where it leads to.
    """
    ways: dict[str, int] = {}
    on_the_way: set[str] = set()
    looping: dict[str, None] = {}

    def walk(name: str) -> int:
        if name not in ways:
            on_the_way.add(name)
            onward = [after for after in graph[name] if after not in on_the_way]
            ways[name] = weight(name) + max(map(walk, onward), default=0)
            if graph[name] and all(after in looping for after in onward):
                looping[name] = None
            on_the_way.discard(name)
        return ways[name]

    walk(start)
    for name in looping:
        ways[name] = max(ways[after] for after in graph[name])
    return ways
