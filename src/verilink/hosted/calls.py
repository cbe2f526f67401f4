"""What the page calls while a person is in the flow. Each call is one transaction; each answers with a screen."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from verilink.database import Connection
from verilink.errors import BadRequest
from verilink.flow.document import ChooseId
from verilink.flow.outcomes import (
    AlreadyFinished,
    Answer,
    Back,
    Captured,
    Event,
    InvalidAnswer,
    OtherWay,
    Page,
    Show,
    StaleStep,
)
from verilink.flow.pages import PAPER_PAGES
from verilink.hosted import choices, confirming
from verilink.hosted.answers import json_answer
from verilink.hosted.photos import unconfirmed_photo
from verilink.hosted.presenting import Beside, Extras, Refusal, present, present_end, present_left, reader_of
from verilink.hosted.screens.form import joined
from verilink.hosted.themes import look_of
from verilink.hosted.visits import Visit, body_of, text_of, visiting
from verilink.inquiries import extension, handoff, progress
from verilink.inquiries import queries as inquiry_queries
from verilink.services import services_of
from verilink.sessions import actions as sessions
from verilink.templates import queries as template_queries

POLL_SECONDS: Final = 20.0
MAX_VALUES: Final = 100
PAGES: Final[tuple[Page, ...]] = ("front", "back", "center", "left", "right", *PAPER_PAGES)
Change = Callable[[Connection, Visit], Coroutine[Any, Any, progress.View]]


async def screen(request: Request) -> Response:
    """``GET /flow/screen``: where the person is."""
    return await show(request)


async def answer(request: Request) -> Response:
    """``POST /flow/answer`` ``{step, values}``: the person finished a screen."""
    body = await body_of(request)
    values = body.get("values", {})
    if not isinstance(values, dict) or len(values) > MAX_VALUES:
        raise BadRequest("values must be an object")
    way = values.pop("way", None)
    if way == "person":
        return await _take(request, OtherWay(step=text_of(body, "step")))
    press = values.pop("@press", None)
    event = Answer(step=text_of(body, "step"), values=joined(values), press=press if isinstance(press, str) else None)

    async def change(conn: Connection, visit: Visit) -> progress.View:
        if confirming.is_for_codes(event.values):
            return await confirming.answer(conn, visit, await _asker(conn, visit, request), event)
        view = await progress.answer(conn, visit.environment, visit.inquiry_id, event, look_at(request))
        return await _choose_again(conn, visit, view) if way == "same" else view

    return await _take(request, event, change)


def look_at(request: Request, draft: dict[str, Any] | None = None) -> progress.Look:
    """The device and the language of whoever asks, and what they are typing."""
    return progress.Look(reader_of(request).seen, draft or {})


async def _asker(conn: Connection, visit: Visit, request: Request) -> confirming.Asker:
    inquiry = await inquiry_queries.get(conn, visit.environment.id, visit.inquiry_id)
    client = request.client.host if request.client else ""
    language = reader_of(request).language(inquiry)
    return confirming.Asker(
        services_of(request), language, look_at(request), client, request.url.hostname or "localhost"
    )


async def _choose_again(conn: Connection, visit: Visit, view: progress.View) -> progress.View:
    """Whoever photographs the same document again need not choose it again."""
    shown = view.outcome
    if not isinstance(shown, Show) or not isinstance(shown.screen, ChooseId):
        return view
    chosen = {key: shown.model.get(key) for key in ("country", "id-class")}
    if not all(chosen.values()):
        return view
    return await progress.answer(conn, visit.environment, visit.inquiry_id, Answer(step=shown.step, values=chosen))


async def draft(request: Request) -> Response:
    """``POST /flow/draft`` ``{step, values}``: the present page as it looks with these values; nothing is kept."""
    body = await body_of(request)
    values = body.get("values", {})
    if not isinstance(values, dict) or len(values) > MAX_VALUES:
        raise BadRequest("values must be an object")
    text_of(body, "step")
    return await show(request, refusal=Refusal(joined(values), {}))


async def back(request: Request) -> Response:
    """``POST /flow/back`` ``{step, page?}``: one screen back."""
    body = await body_of(request)
    page = _page(body["page"]) if body.get("page") is not None else None
    return await _take(request, Back(step=text_of(body, "step"), page=page))


async def captured(request: Request) -> Response:
    """``POST /flow/captured`` ``{step, page, file-id}``: the person wants to use this photo."""
    body = await body_of(request)
    event = Captured(step=text_of(body, "step"), page=_page(body.get("page")), file_id=text_of(body, "file-id"))
    return await _take(request, event)


def _page(value: object) -> Page:
    for page in PAGES:
        if value == page:
            return page
    raise BadRequest(f"page must be one of {', '.join(PAGES)}")


async def _take(request: Request, event: Event, change: Change | None = None) -> Response:
    """Apply ``event``; what cannot be taken shows the present screen again and says why."""

    async def take(conn: Connection, visit: Visit) -> progress.View:
        return await progress.answer(conn, visit.environment, visit.inquiry_id, event, look_at(request))

    try:
        async with visiting(request) as (conn, visit):
            await handoff.check_turn(conn, visit.session)
            view = await (change or take)(conn, visit)
            standing = await confirming.standing_of(conn, services_of(request).settings, visit, view)
    except InvalidAnswer as error:
        answers = event.values if isinstance(event, Answer) else {}
        return await show(request, status=422, refusal=Refusal(answers, error.errors))
    except BadRequest as error:
        return await show(request, status=422, refusal=Refusal({}, {"photo": error.details or str(error)}))
    except (StaleStep, AlreadyFinished, handoff.NotTheirTurn):
        return await show(request, status=409)
    services = services_of(request)
    services.wake.worker()
    services.wake.flow(visit.inquiry_id)
    extras = Extras(session=visit.session, standing=standing)
    return json_answer(request, present(reader_of(request), visit.environment, view, extras))


async def show(request: Request, *, status: int = 200, refusal: Refusal | None = None) -> Response:
    """The present screen, with what was refused on it."""
    async with visiting(request) as (conn, visit):
        seen = look_at(request, dict(refusal.answers) if refusal else {})
        view = await progress.open_flow(conn, visit.environment, visit.inquiry_id, seen)
        look = await look_of(conn, visit.environment.organization_id, view.inquiry, view.template)
        photo = None if refusal else await unconfirmed_photo(conn, visit.environment.id, view)
        extras = Extras(
            look=look,
            refusal=refusal,
            unconfirmed=photo,
            session=visit.session,
            elsewhere=await handoff.elsewhere(conn, visit.session) is not None,
            standing=await confirming.standing_of(conn, services_of(request).settings, visit, view),
        )
    payload = present(reader_of(request), visit.environment, view, extras)
    return json_answer(request, payload, status)


async def follow(request: Request) -> Response:
    """``GET /flow/progress?revision=N``: answers when the flow has moved past ``N``, or empty after 20 seconds."""
    services = services_of(request)
    given = request.query_params.get("revision", "")
    if not given.isascii() or not given.isdigit() or len(given) > 18:
        raise BadRequest("revision must be a whole number")
    async with visiting(request) as (_, visit):
        pass
    moved = await services.wake.flow_changes(visit.environment.id, visit.inquiry_id, int(given), POLL_SECONDS)
    return await show(request) if moved else json_answer(request, {})


async def language(request: Request) -> Response:
    """``POST /flow/language`` ``{language, left?}``: the same screen in another language; ``left``: of who left."""
    body = await body_of(request)
    code = text_of(body, "language", limit=20)
    if body.get("left") is not True:
        return await _choose(
            request, lambda conn, visit: choices.set_locale(conn, visit.environment, visit.inquiry_id, code)
        )
    async with visiting(request) as (conn, visit):
        await choices.set_locale(conn, visit.environment, visit.inquiry_id, code)
        return await _left(conn, visit, request)


async def simulate(request: Request) -> Response:
    """``POST /flow/simulate`` ``{outcome}``: the sandbox's pass or fail switch."""
    wanted = text_of(await body_of(request), "outcome", limit=20)
    return await _choose(
        request, lambda conn, visit: choices.set_simulate(conn, visit.environment, visit.inquiry_id, wanted)
    )


async def _choose(request: Request, change: Callable[[Connection, Visit], Coroutine[Any, Any, None]]) -> Response:
    async with visiting(request) as (conn, visit):
        await change(conn, visit)
    return await show(request)


async def extend(request: Request) -> Response:
    """``POST /flow/extend``: more time before the session ends; answers ``{ends}``. The screen stays as it is."""
    async with visiting(request) as (conn, visit):
        session = await extension.extend(conn, visit.environment, visit.session)
        view = await progress.open_flow(conn, visit.environment, visit.inquiry_id, look_at(request))
    services_of(request).wake.worker()
    return json_answer(request, {"ends": present_end(view, session)})


async def leave(request: Request) -> Response:
    """``POST /flow/exit``: the person leaves; nothing is lost and the inquiry stays as it is."""
    async with visiting(request) as (conn, visit):
        await sessions.cancel(conn, visit.session)
        answered = await _left(conn, visit, request)
    services_of(request).wake.worker()
    return answered


async def _left(conn: Connection, visit: Visit, request: Request) -> Response:
    inquiry = await inquiry_queries.get(conn, visit.environment.id, visit.inquiry_id)
    version = await template_queries.version(conn, visit.environment.organization_id, inquiry.template_version_id)
    beside = Beside(visit.environment, inquiry, version.document)
    return json_answer(request, present_left(reader_of(request), beside))
