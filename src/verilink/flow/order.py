"""What must come before what: consent before anything is asked, pictures before analysis, verification before the end.

Each claim "B never happens before A" is proved on the graph: with the steps of A taken out, B cannot be reached.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from verilink.flow.components import IdTypeSelect
from verilink.flow.document import (
    ChooseId,
    Consent,
    EndStep,
    Form,
    Page,
    Screen,
    ScreenStep,
    Step,
    Template,
)
from verilink.flow.gathering import gathers_for
from verilink.flow.graph import Graph, graph_of, reachable, run_of
from verilink.flow.pagecontent import asked_fields, every, pressables
from verilink.flow.problems import Problem
from verilink.flow.verifications import Database, GovernmentId, Selfie


def order_problems(template: Template) -> Iterator[Problem]:
    """Problems of the order of the steps; every name in ``template`` must already resolve."""
    graph = graph_of(template.steps)
    yield from _consent(template, graph)
    for name in template.verifications:
        yield from _evidence(template, graph, name)
        yield from _completion(template, graph, name)
        yield from _comparison(template, graph, name)


def _steps(template: Template, wanted: Callable[[Step], bool]) -> set[str]:
    return {name for name, step in template.steps.items() if wanted(step)}


def _screens(template: Template, wanted: Callable[[Screen], bool]) -> set[str]:
    return _steps(template, lambda step: isinstance(step, ScreenStep) and wanted(step.screen))


def _runs(template: Template, verification: str) -> set[str]:
    def runs(step: Step) -> bool:
        run = run_of(step)
        return run is not None and run.verification == verification

    return _steps(template, runs)


def _captures(template: Template, verification: str) -> set[str]:
    return _screens(template, lambda screen: gathers_for(screen) == verification)


def _chooses(template: Template, verification: str) -> set[str]:
    def chooses(screen: Screen) -> bool:
        if isinstance(screen, Page):
            placed = every(screen.components)
            return any(
                isinstance(one.component, IdTypeSelect) and one.component.verification == verification for one in placed
            )
        return isinstance(screen, ChooseId) and screen.verification == verification

    return _screens(template, chooses)


def _asks(template: Template, screen: Screen) -> bool:
    """Whether a screen wants something of a person, or writes something down about them."""
    if isinstance(screen, Page):
        return bool(asked_fields(template, screen)) or any(one.sets for one in pressables(template, screen))
    return isinstance(screen, Form | ChooseId) or gathers_for(screen) is not None


def _consent(template: Template, graph: Graph) -> Iterator[Problem]:
    agreed = _screens(template, lambda screen: isinstance(screen, Consent))
    asked = _screens(template, lambda screen: _asks(template, screen))
    looked_up = {run for name in template.verifications for run in _looks_up(template, name)}
    for name in sorted((asked | looked_up) & reachable(graph, [template.start], without=agreed)):
        yield Problem(f"steps.{name}", "asks for something before the person has agreed; put a consent screen first")


def _looks_up(template: Template, name: str) -> set[str]:
    """Steps at which what is known of the person is looked up elsewhere."""
    return _runs(template, name) if isinstance(template.verifications[name], Database) else set()


def _evidence(template: Template, graph: Graph, name: str) -> Iterator[Problem]:
    captures, runs, chosen = _captures(template, name), _runs(template, name), _chooses(template, name)
    if not runs:
        yield Problem(f"verifications.{name}", "is never run")
    after = [step for run in runs for step in graph[run]]
    bare = runs & reachable(graph, [template.start, *after, *chosen], without=captures)
    for run in sorted(bare - _looks_up(template, name)):
        yield Problem(f"steps.{run}", f"runs {name!r} without anything gathered for it")
    verification = template.verifications[name]
    if isinstance(verification, GovernmentId) and _is_chosen(verification):
        for capture in sorted(captures & reachable(graph, [template.start], without=chosen)):
            yield Problem(f"steps.{capture}", f"takes photos for {name!r} before the kind of document is chosen")


def _is_chosen(verification: GovernmentId) -> bool:
    """Whether the person has to say which kind of document it is."""
    return len(verification.id_classes) > 1 and not verification.auto_classification


def _completion(template: Template, graph: Graph, name: str) -> Iterator[Problem]:
    completed = _steps(template, lambda step: isinstance(step, EndStep) and step.status == "completed")
    runs = _runs(template, name)
    if not runs:
        return
    if template.verifications[name].required:
        for end in sorted(completed & reachable(graph, [template.start], without=runs)):
            yield Problem(f"steps.{end}", f"can be reached without running {name!r}")
    if not completed & reachable(graph, runs):
        yield Problem(f"verifications.{name}", "leads to no completed end even when it passes")


def _comparison(template: Template, graph: Graph, name: str) -> Iterator[Problem]:
    verification = template.verifications[name]
    other = verification.compare_with if isinstance(verification, Selfie) else None
    if other is None:
        return
    for run in sorted(_runs(template, name) & reachable(graph, [template.start], without=_runs(template, other))):
        yield Problem(f"steps.{run}", f"compares {name!r} with {other!r}, which may not have been run yet")
