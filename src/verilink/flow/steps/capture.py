"""What photos of a document and of a face have in common: pages in an order, confirmed one by one."""

from __future__ import annotations

from typing import Any

import msgspec

from verilink.flow.document import CaptureId, CaptureSelfie
from verilink.flow.gathering import has_every_page
from verilink.flow.moment import Moment
from verilink.flow.outcomes import Answer, Captured, InvalidAnswer, StaleStep
from verilink.flow.pages import BOTH_SIDES, ONE_SIDED, id_pages, selfie_pages
from verilink.flow.verifications import GovernmentId, Photographed, Selfie

Capture = CaptureId | CaptureSelfie


def enter(moment: Moment, screen: Capture) -> Moment:
    """Begin the pictures anew. The order of a selfie is drawn once per attempt and kept."""
    attempt = moment.attempt(screen.verification)
    id_class = attempt.id_class or _only_class(moment, screen)
    order = attempt.order or _order(moment, screen, id_class)
    fresh = msgspec.structs.replace(attempt, id_class=id_class, order=order, pages={})
    return moment.with_attempt(screen.verification, fresh)


def _only_class(moment: Moment, screen: Capture) -> str | None:
    """A template with several classes has them chosen before (the plan proves it)."""
    if isinstance(screen, CaptureSelfie) or _is_told(moment, screen):
        return None
    return moment.spec(screen.verification, GovernmentId).id_classes[0]


def _order(moment: Moment, screen: Capture, id_class: str | None) -> tuple[Any, ...]:
    if isinstance(screen, CaptureSelfie):
        return selfie_pages(moment.spec(screen.verification, Selfie), moment.context.entropy)
    return BOTH_SIDES if id_class is None else id_pages(id_class)


def _is_told(moment: Moment, screen: Capture) -> bool:
    """Whether the kind of document is told from its photos."""
    return isinstance(screen, CaptureId) and moment.spec(screen.verification, GovernmentId).auto_classification


def model(moment: Moment, screen: Capture) -> dict[str, Any]:
    """The picture to take now. ``index`` counts from 1. ``page`` for documents, ``pose`` for faces."""
    attempt = moment.attempt(screen.verification)
    ways = moment.spec(screen.verification, Photographed).capture
    common = {
        "verification": screen.verification,
        "index": len(attempt.pages) + 1,
        "of": len(attempt.order),
        "attempt": attempt.number,
        "tries-left": moment.tries_left(screen.verification),
        "capture": msgspec.structs.asdict(ways),
    }
    page = attempt.order[len(attempt.pages)]
    if isinstance(screen, CaptureSelfie):
        return common | {"pose": page, "order": list(attempt.order)}
    may_lack = page == "back" and attempt.id_class is None
    return common | {"page": page, "id-class": attempt.id_class, "country": attempt.country, "may-lack": may_lack}


def accept(moment: Moment, screen: Capture, event: Captured) -> Moment:
    """Keep the confirmed picture of the page that is asked for now."""
    attempt = moment.attempt(screen.verification)
    if has_every_page(attempt) or event.page != attempt.order[len(attempt.pages)]:
        raise StaleStep(f"{event.page} is not the picture that is asked for now")
    if event.file_id in attempt.pages.values():
        raise InvalidAnswer({event.page: "This photo was used already. Take a new one."})
    pages = {**attempt.pages, event.page: event.file_id}
    return moment.with_attempt(screen.verification, msgspec.structs.replace(attempt, pages=pages))


def without_back(moment: Moment, screen: Capture, event: Answer) -> Moment:
    """The person says that the document has no back; the checks judge it by the kind that is read."""
    attempt = moment.attempt(screen.verification)
    told = event.press == ONE_SIDED and _is_told(moment, screen) and attempt.id_class is None
    if not told or tuple(attempt.pages) != BOTH_SIDES[:1]:
        raise InvalidAnswer({"photo": "Take the photo to go on."})
    return moment.with_attempt(screen.verification, msgspec.structs.replace(attempt, order=BOTH_SIDES[:1]))


def take_back(moment: Moment, screen: Capture) -> Moment:
    """Forget the last confirmed picture."""
    attempt = moment.attempt(screen.verification)
    pages = dict(list(attempt.pages.items())[:-1])
    order = _order(moment, screen, attempt.id_class) if isinstance(screen, CaptureId) else attempt.order
    return moment.with_attempt(screen.verification, msgspec.structs.replace(attempt, pages=pages, order=order))
