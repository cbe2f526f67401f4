"""Messages between steps, the wait for a verdict, and the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from verilink.checks.advice import needs_another_document
from verilink.flow import document
from verilink.flow.outcomes import Finish, Show, Wait
from verilink.flow.verifications import GovernmentId, Photographed, Verification
from verilink.hosted.advice import advice
from verilink.hosted.screens.model import Case, Screen, WayBack, way_back
from verilink.hosted.screens.stages import Stage, stages_of


@dataclass(frozen=True, slots=True)
class Way:
    """One way on from a retry; ``value`` is sent as the answer's ``way``."""

    icon: str
    title: str
    detail: str
    value: str
    field: str = "way"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageScreen(Screen):
    """A page that says something. ``is_problem``: it is about a try that did not pass."""

    name: ClassVar[str] = "message"
    template: ClassVar[str] = "message.html"
    body: str
    button: str
    is_problem: bool = False
    advice: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()
    tries: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessingScreen(Screen):
    """What is done, what is under way, what comes next; all of it true."""

    name: ClassVar[str] = "processing"
    template: ClassVar[str] = "processing.html"
    steps: tuple[Stage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishScreen(Screen):
    """The end, with the way back to the company when there is one."""

    name: ClassVar[str] = "finish"
    template: ClassVar[str] = "finish.html"
    body: str
    passed: bool
    advice: tuple[str, ...]
    contact: str
    redirect: WayBack | None
    elsewhere: str = ""


def build_message(case: Case, show: Show, screen: document.Message) -> MessageScreen:
    """A plain message, or why the last try did not pass and the ways on."""
    body, title, button = case.text(screen.body), case.text(screen.title), case.text(screen.button)
    if screen.about is None:
        return MessageScreen(title=title, body=body, button=button)
    left = int(show.model.get("tries-left", 0))
    tries = (
        case.language.ngettext("You have %(count)s more try.", "You have %(count)s more tries.", left) if left else ""
    )
    return MessageScreen(
        title=title,
        body=body,
        button=button,
        is_problem=True,
        advice=advice(case.language, show.model.get("reasons", ())),
        ways=_ways(case, case.template.verifications[screen.about], show, left),
        tries=tries,
    )


def _ways(case: Case, verification: Verification, show: Show, left: int) -> tuple[Way, ...]:
    """The way that is likely to help first."""
    _ = case.language
    if not isinstance(verification, GovernmentId) or not left:
        return ()
    same = Way("camera", _("Take another photo"), _("Of the same document, or upload a better one"), "same")
    if len(verification.id_classes) < 2 or verification.auto_classification:
        return (same,)
    other = Way("card", _("Use another document"), _("Choose country and kind again"), "other")
    return (other, same) if needs_another_document(show.model.get("reasons", ())) else (same, other)


def build_processing(case: Case, wait: Wait) -> ProcessingScreen:
    """One line for photos that arrived, one for each verification of the template."""
    _ = case.language
    submitted = {wait.verification, *(name for name, results in case.results.items() if results)}
    photographed = any(isinstance(case.template.verifications.get(name), Photographed) for name in submitted)
    first = [Stage(_("Photos received"), "done", 1)] if photographed else []
    stages = stages_of(case, first, wait.verification)
    now = next((stage.title for stage in stages if stage.state == "now"), "")
    return ProcessingScreen(title=now or _("Checking your details"), steps=tuple(stages))


def build_finish(case: Case, finish: Finish) -> FinishScreen:
    """Success says what happens next; failure says why and who can help."""
    _ = case.language
    passed = finish.status == "completed"
    default = _("Everything is with %(org)s now. You can close this page.", org=case.organization)
    sorry = _("Ask %(org)s for a new link, or how else you can prove who you are.", org=case.organization)
    contact = case.template.privacy.contact
    title, body = case.text(finish.title), case.text(finish.body, default if passed else sorry)
    if finish.by_person:
        title = _("A person will look at this")
        body = _("%(org)s checks it another way and gets in touch.", org=case.organization)
    return FinishScreen(
        title=title,
        body=body,
        passed=passed,
        advice=_last_advice(case) if not passed else (),
        contact=_("Ask %(who)s and name the reference below.", who=contact or case.organization) if not passed else "",
        # The way back belongs to the device that came from there.
        redirect=None if case.handed else way_back(case.language, case.organization, case.redirect),
        elsewhere=_("Your other device shows this too. You can put this one away.") if case.handed else "",
    )


def _last_advice(case: Case) -> tuple[str, ...]:
    failed = [results[-1] for results in case.results.values() if results and not results[-1].passed]
    return advice(case.language, [reason for result in failed for reason in result.reasons]) if failed else ()
