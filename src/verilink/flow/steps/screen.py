"""The screens, by kind: entering one, describing it, taking its answer, going back into it."""

from __future__ import annotations

from typing import Any, assert_never

from verilink.flow.document import (
    CaptureDocument,
    CaptureId,
    CaptureSelfie,
    ChooseId,
    ConfirmContact,
    Consent,
    Form,
    Message,
    Page,
    Screen,
    ScreenStep,
)
from verilink.flow.gathering import gathers_for, has_every_page
from verilink.flow.moment import Moment
from verilink.flow.outcomes import Answer, Captured, StaleStep
from verilink.flow.steps import capture, choose_id, confirm, consent, form, message, papers
from verilink.flow.verifications import Paper


def enter(moment: Moment, screen: Screen) -> Moment:
    """Going forward into ``screen``."""
    match screen:
        case ChooseId():
            return choose_id.enter(moment, screen)
        case CaptureId() | CaptureSelfie():
            return capture.enter(moment, screen)
        case CaptureDocument():
            return papers.enter(moment, screen)
        case Form() | Page():
            return form.enter(moment, screen)
        case ConfirmContact():
            return confirm.enter(moment, screen)
        case Consent() | Message():
            return moment
        case _:
            assert_never(screen)


def return_to(moment: Moment, screen: Screen) -> Moment:
    """Going back into ``screen`` from a later one: the last picture is taken again, another address entered."""
    if isinstance(screen, CaptureDocument):
        return papers.take_back(moment, screen)
    if isinstance(screen, ConfirmContact):
        return confirm.enter(moment, screen)
    return capture.take_back(moment, screen) if isinstance(screen, CaptureId | CaptureSelfie) else moment


def model(moment: Moment, screen: Screen) -> dict[str, Any]:
    """What the page needs to be drawn."""
    match screen:
        case Consent():
            return consent.model(moment, screen)
        case Form() | Page():
            return form.model(moment, screen)
        case ChooseId():
            return choose_id.model(moment, screen)
        case CaptureId() | CaptureSelfie():
            return capture.model(moment, screen)
        case CaptureDocument():
            return papers.model(moment, screen)
        case ConfirmContact():
            return confirm.model(moment, screen)
        case Message():
            return message.model(moment, screen)
        case _:
            assert_never(screen)


def accept(moment: Moment, screen: Screen, event: Answer | Captured) -> Moment:
    """The moment after the person's answer. Raises :class:`InvalidAnswer` or :class:`StaleStep`."""
    match screen, event:
        case CaptureId() | CaptureSelfie(), Captured():
            return capture.accept(moment, screen, event)
        case CaptureId() | CaptureSelfie(), Answer():
            return capture.without_back(moment, screen, event)
        case CaptureDocument(), _:
            return papers.accept(moment, screen, event)
        case _, Captured():
            raise StaleStep("this screen takes no photo")
        case Consent(), Answer():
            return consent.accept(moment, event)
        case Form() | Page(), Answer():
            return form.accept(moment, screen, event)
        case ChooseId(), Answer():
            return choose_id.accept(moment, screen, event)
        case ConfirmContact(), Answer():
            return confirm.accept(moment, screen, event)
        case _:
            return moment


def onward(moment: Moment, step: ScreenStep, event: Answer | Captured) -> str:
    """The step that comes after this answer to ``step``."""
    if isinstance(step.screen, Form | Page) and isinstance(event, Answer):
        return form.onward(moment, step.screen, event, step.next)
    return step.next


def is_done(moment: Moment, screen: Screen) -> bool:
    """Whether nothing more is asked on this screen."""
    if isinstance(screen, CaptureId | CaptureSelfie | CaptureDocument):
        return has_every_page(moment.attempt(screen.verification))
    return not isinstance(screen, ConfirmContact) or moment.attempt(screen.verification).proof is not None


def pictures_taken(moment: Moment, screen: Screen) -> tuple[int, int]:
    """(taken, asked for) on a capture screen, with a sent code for a picture; (0, 1) elsewhere."""
    if isinstance(screen, CaptureDocument):
        return len(moment.attempt(screen.verification).pages), moment.spec(screen.verification, Paper).most_files
    if isinstance(screen, CaptureId | CaptureSelfie):
        attempt = moment.attempt(screen.verification)
        return len(attempt.pages), max(1, len(attempt.order))
    if isinstance(screen, ConfirmContact):
        return min(1, moment.attempt(screen.verification).sent), 2
    return 0, 1


def verification_of(screen: Screen) -> str | None:
    """The verification a screen gathers evidence for."""
    if isinstance(screen, Page):
        return next((select.verification for select in form.id_selects(screen)), None)
    return screen.verification if isinstance(screen, ChooseId) else gathers_for(screen)
