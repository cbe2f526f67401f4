"""From an outcome of the flow to the page that shows it."""

from __future__ import annotations

from typing import assert_never

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
)
from verilink.flow.outcomes import Finish, Show, Wait
from verilink.hosted.screens import capture, choose_id, confirm, consent, form, papers, waiting
from verilink.hosted.screens.model import Case, Screen


def build(case: Case) -> Screen:
    """The view model of ``case.outcome``."""
    match case.outcome:
        case Show() as show:
            return _shown(case, show)
        case Wait() as wait:
            return waiting.build_processing(case, wait)
        case Finish() as finish:
            return waiting.build_finish(case, finish)
        case _:
            assert_never(case.outcome)


def _shown(case: Case, show: Show) -> Screen:
    match show.screen:
        case Consent() as screen:
            return consent.build(case, show, screen)
        case Form() | Page() as screen:
            return form.build(case, show, screen)
        case ChooseId() as screen:
            return choose_id.build(case, show, screen)
        case CaptureId():
            return capture.build_document(case, show)
        case CaptureDocument() as screen:
            return papers.build(case, show, screen)
        case CaptureSelfie():
            return capture.build_selfie(case, show)
        case ConfirmContact() as screen:
            return confirm.build(case, show, screen)
        case Message() as screen:
            return waiting.build_message(case, show, screen)
        case _:
            assert_never(show.screen)
