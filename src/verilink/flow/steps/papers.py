"""Files of a paper: one after the other, as many as the person has, until they say that this is all."""

from __future__ import annotations

from typing import Any

import msgspec

from verilink.flow.document import CaptureDocument
from verilink.flow.moment import Moment
from verilink.flow.outcomes import Answer, Captured, InvalidAnswer, StaleStep
from verilink.flow.pages import PAPER_PAGES
from verilink.flow.verifications import Paper


def enter(moment: Moment, screen: CaptureDocument) -> Moment:
    """Begin anew. ``order`` is known once the person has sent everything."""
    fresh = msgspec.structs.replace(moment.attempt(screen.verification), order=(), pages={})
    return moment.with_attempt(screen.verification, fresh)


def model(moment: Moment, screen: CaptureDocument) -> dict[str, Any]:
    """``page``: what the next file is called, ``None`` when no more are taken. ``taken``: files so far."""
    attempt, spec = moment.attempt(screen.verification), moment.spec(screen.verification, Paper)
    taken = len(attempt.pages)
    return {
        "verification": screen.verification,
        "page": PAPER_PAGES[taken] if taken < spec.most_files else None,
        "taken": taken,
        "most": spec.most_files,
        "attempt": attempt.number,
        "tries-left": moment.tries_left(screen.verification),
        "capture": msgspec.structs.asdict(spec.capture),
    }


def accept(moment: Moment, screen: CaptureDocument, event: Answer | Captured) -> Moment:
    """Keep a file; or, when the person says that this is all, be done with them."""
    attempt = moment.attempt(screen.verification)
    if isinstance(event, Answer):
        if not attempt.pages:
            raise InvalidAnswer({"photo": "Add at least one page to go on."})
        done = msgspec.structs.replace(attempt, order=tuple(PAPER_PAGES[: len(attempt.pages)]))
        return moment.with_attempt(screen.verification, done)
    if event.page != model(moment, screen)["page"]:
        raise StaleStep(f"{event.page} is not the file that is asked for now")
    if event.file_id in attempt.pages.values():
        raise InvalidAnswer({event.page: "This file was used already. Choose another one."})
    pages = {**attempt.pages, event.page: event.file_id}
    return moment.with_attempt(screen.verification, msgspec.structs.replace(attempt, order=(), pages=pages))


def take_back(moment: Moment, screen: CaptureDocument) -> Moment:
    """Forget the last file."""
    attempt = moment.attempt(screen.verification)
    fewer = dict(list(attempt.pages.items())[:-1])
    return moment.with_attempt(screen.verification, msgspec.structs.replace(attempt, order=(), pages=fewer))
