"""How far a person is, one line for each verification."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Literal

from verilink.flow import document
from verilink.flow.graph import graph_of, run_of
from verilink.hosted.screens.model import Case


@dataclass(frozen=True, slots=True)
class Stage:
    """One line of the progress list."""

    title: str
    state: Literal["done", "now", "todo"]
    number: int


def stages_of(case: Case, stages: list[Stage], running: str | None) -> list[Stage]:
    """``stages`` and one for each verification; ``running``: the one that waits for its verdict."""
    _ = case.language
    for name in run_order(case.template):
        verification = case.template.verifications[name]
        document_, face = verification.type == "government-id", verification.compare_with is not None
        if name == running:
            now = (
                _("Reading your document")
                if document_
                else _("Comparing your face")
                if face
                else _("Looking at your photos")
            )
            stages.append(Stage(now, "now", len(stages) + 1))
        elif any(result.passed for result in case.results.get(name, ())):
            stages.append(Stage(_("Document checked") if document_ else _("Face checked"), "done", len(stages) + 1))
        else:
            stages.append(
                Stage(_("Your document") if document_ else _("A short look at your face"), "todo", len(stages) + 1)
            )
    return stages


def run_order(template: document.Template) -> list[str]:
    """Verifications in the order a person meets them; the stored document keeps no order of its keys."""
    graph, queue, seen = graph_of(template.steps), deque([template.start]), {template.start}
    found: list[str] = []
    while queue:
        step = queue.popleft()
        run = run_of(template.steps[step])
        if run is not None and run.verification not in found:
            found.append(run.verification)
        for after in graph[step]:
            if after not in seen:
                seen.add(after)
                queue.append(after)
    return found
