"""How far a person is, one line for each verification."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Literal, assert_never

from verilink.flow import document
from verilink.flow.graph import graph_of, run_of
from verilink.flow.verifications import (
    Database,
    EmailAddress,
    GovernmentId,
    Paper,
    PhoneNumber,
    Selfie,
    Verification,
)
from verilink.hosted.screens.model import Case
from verilink.kit.i18n import Translator


@dataclass(frozen=True, slots=True)
class Stage:
    """One line of the progress list."""

    title: str
    state: Literal["done", "now", "todo"]
    number: int


def stages_of(case: Case, stages: list[Stage], running: str | None) -> list[Stage]:
    """``stages`` and one for each verification; ``running``: the one that waits for its verdict."""
    for name in run_order(case.template):
        ahead, now, done = _titles(case.language, case.template.verifications[name])
        number = len(stages) + 1
        if name == running:
            stages.append(Stage(now, "now", number))
        elif any(result.passed for result in case.results.get(name, ())):
            stages.append(Stage(done, "done", number))
        else:
            stages.append(Stage(ahead, "todo", number))
    return stages


def _titles(language: Translator, verification: Verification) -> tuple[str, str, str]:
    """What is said of it before, while and after it is judged."""
    _ = language
    match verification:
        case GovernmentId():
            return _("Your document"), _("Reading your document"), _("Document checked")
        case Paper():
            return _("Your pages"), _("Reading your pages"), _("Pages checked")
        case Selfie():
            compares = verification.compare_with is not None
            now = _("Comparing your face") if compares else _("Looking at your photos")
            return _("A short look at your face"), now, _("Face checked")
        case EmailAddress():
            return _("Your email address"), _("Confirming your email address"), _("Email address confirmed")
        case PhoneNumber():
            return _("Your phone number"), _("Confirming your phone number"), _("Phone number confirmed")
        case Database():
            return _("A few details"), _("Checking your details"), _("Details checked")
        case _:
            assert_never(verification)


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
