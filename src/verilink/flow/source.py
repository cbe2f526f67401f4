"""A template as its author writes it: modules may stand among its steps."""

from __future__ import annotations

from verilink.flow.document import Document, Step
from verilink.flow.graph import Graph, targets
from verilink.flow.modules.model import CountryBranchModule, ModuleStep


class Source(Document[Step | ModuleStep], frozen=True, kw_only=True):
    """What is kept beside a version, so that its author finds it again; ``flow.modules.expansion`` makes it run."""


def ways(step: Step | ModuleStep) -> tuple[tuple[str, str], ...]:
    """Where a step can lead: (place in the step, step name), in the order they are tried."""
    if not isinstance(step, ModuleStep):
        return targets(step)
    branches = step.module.ways if isinstance(step.module, CountryBranchModule) else ()
    own = tuple((f"module.ways[{index}].to", way.to) for index, way in enumerate(branches))
    retry = (("module.retry", getattr(step.module, "retry", None)),)
    given = (*own, *retry, ("next", step.next), ("otherwise", step.otherwise))
    return tuple((place, to) for place, to in given if to is not None)


def graph_of(document: Document[Step] | Document[Step | ModuleStep]) -> Graph:
    """Successors of every step; names that do not exist are left out."""
    steps = document.steps
    return {name: tuple(dict.fromkeys(to for _, to in ways(step) if to in steps)) for name, step in steps.items()}
