"""Looks while the camera runs: a very small picture in, what to say to the person out.

Nothing of it is stored, logged or compared with anybody; what counts is judged later, from the photos.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from verilink.checks.model import Setting
from verilink.checks.selfie.guidance import advise
from verilink.errors import BadRequest, NotFound, RateLimited
from verilink.evidence.images.headers import sniff
from verilink.evidence.images.limits import GLANCE_LIMITS, ImageRefused
from verilink.flow.document import CaptureSelfie
from verilink.flow.outcomes import Show
from verilink.hosted import uploads
from verilink.hosted.answers import json_answer
from verilink.hosted.visits import bearer_of
from verilink.kit import clock
from verilink.kit.ratelimit import FixedWindow
from verilink.services import services_of
from verilink.sessions import actions as sessions
from verilink.worker.eye import Busy, Eye

POSES: Final = ("center", "left", "right")
# The page asks three times a second at most.
MOST, WINDOW_SECONDS = 60, 10
# How long a session need not be looked up again: a look costs less than the look-up.
KNOWN_FOR: Final = timedelta(seconds=5)
MOST_KNOWN: Final = 2_000
_REFUSED: Final = {"too_large": 413, "empty": 204}
Settings = Mapping[str, Setting]


@dataclass(slots=True)
class Looker:
    """What one web process keeps for looks. ``known``: who may look, at which pose, until when, by which rules."""

    eye: Eye = field(default_factory=Eye)
    rate: FixedWindow = field(default_factory=lambda: FixedWindow(MOST, WINDOW_SECONDS))
    known: dict[tuple[str, ...], tuple[datetime, Settings]] = field(default_factory=dict)

    def remember(self, who: tuple[str, ...], settings: Settings) -> None:
        """Let this one look again for a while."""
        now = clock.now()
        if len(self.known) >= MOST_KNOWN:
            self.known = {key: entry for key, entry in self.known.items() if entry[0] > now}
        if len(self.known) < MOST_KNOWN:
            self.known[who] = (now + KNOWN_FOR, settings)

    def recall(self, who: tuple[str, ...]) -> Settings | None:
        """The rules for this one, unless it must be looked up anew."""
        until, settings = self.known.get(who, (clock.now(), {}))
        return settings if until > clock.now() else None


async def look(request: Request) -> Response:
    """``POST /flow/looks/{pose}?step=…``, a JPEG of at most 16 kB: answers ``{word, near}``.

    An empty body says that looks will follow: 204. 503 while nobody can look, 409 when the flow is elsewhere, 413 or
    422 for what is no such picture, 429 for too many.
    """
    pose = request.path_params["page"]
    if pose not in POSES:
        raise BadRequest(f"pose must be one of {', '.join(POSES)}")
    if not services_of(request).settings.selfie_guidance:
        raise NotFound("Nobody looks here")
    looker = looker_of(request.app)
    settings = await _rules(request, looker, pose)
    if settings is None:
        return Response(status_code=409)
    try:
        data = await _picture(request)
    except ImageRefused as error:
        if error.reason == "empty":
            looker.eye.open()
        return Response(status_code=_REFUSED.get(error.reason, 422))
    try:
        seen = await looker.eye.look(data)
    except Busy:
        return Response(status_code=503, headers={"Retry-After": "1"})
    advice = advise(seen, pose, settings)
    return json_answer(request, {"word": advice.word, "near": advice.near})


async def _rules(request: Request, looker: Looker, pose: str) -> Settings | None:
    """The template's checks; ``None`` when this session's flow does not ask for this pose now."""
    claims = sessions.read_token(services_of(request), bearer_of(request), even_expired=True)
    verdict = looker.rate.hit(claims.session_id, clock.now())
    if not verdict.allowed:
        raise RateLimited("Too many looks", retry_after=verdict.reset_seconds)
    who = (claims.environment_id, claims.session_id, request.query_params.get("step", ""), pose)
    settings = looker.recall(who)
    if settings is None:
        settings = await _look_up(request)
        if settings is not None:
            looker.remember(who, settings)
    return settings


async def _look_up(request: Request) -> Settings | None:
    found = await uploads.asked(request)
    if found is None:
        return None
    _, view = found
    shown = view.outcome
    if not isinstance(shown, Show) or not isinstance(shown.screen, CaptureSelfie):
        return None
    return view.template.verifications[shown.screen.verification].checks


async def _picture(request: Request) -> bytes:
    """The body. Raises ``ImageRefused`` unless its header is that of a small JPEG; nothing is decoded here."""
    data = await uploads.read_body(request, GLANCE_LIMITS)
    if sniff(data, GLANCE_LIMITS).format != "jpeg":
        raise ImageRefused("unsupported_format", "A look is a JPEG.")
    return data


def looker_of(app: Starlette) -> Looker:
    """The application's own, made when first wanted."""
    if not hasattr(app.state, "looker"):
        app.state.looker = Looker()
    looker: Looker = app.state.looker
    return looker


async def stop_looking(app: Starlette) -> None:
    """End what looks started."""
    if hasattr(app.state, "looker"):
        await looker_of(app).eye.close()
