"""Photos on their way in: read with a limit, looked at by their header, stored encrypted, acknowledged at once."""

from __future__ import annotations

import contextlib
import re
from typing import Final
from urllib.parse import unquote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from verilink.errors import BadRequest, Unprocessable, VerilinkError
from verilink.evidence.images.headers import Header, sniff
from verilink.evidence.images.limits import ImageRefused, Limits
from verilink.files import pieces
from verilink.files.actions import store
from verilink.files.model import NewFile, Upload
from verilink.flow.outcomes import Open, Show
from verilink.hosted.answers import json_answer
from verilink.hosted.calls import PAGES, show
from verilink.hosted.presenting import Refusal
from verilink.hosted.visits import Visit, visiting
from verilink.inquiries import handoff, progress
from verilink.locale.messages import N_
from verilink.services import services_of

WORTH_KEEPING: Final = 16_384
"""Of a photo that was cut off: less is sent again sooner than looked up."""
_KEY: Final = re.compile(r"[A-Za-z0-9_-]{8,64}")
_METHODS: Final = frozenset({"auto", "manual", "upload", "photo", "video"})
_EXTENSION: Final = {"jpeg": "jpg", "png": "png", "webp": "webp", "heic": "heic", "pdf": "pdf"}
SENTENCES: Final = {
    "empty": N_("The file was empty. Choose it again, or take a photo."),
    "too_small": N_("The photo is too small to read. Take it again, or choose a larger one."),
    "too_large": N_("The file is larger than 15 MB. Take a photo instead, or choose a smaller file."),
    "too_few_pixels": N_("The photo has too few pixels to read. Take it again, closer."),
    "too_many_pixels": N_("The picture has too many pixels. Take a photo instead."),
    "unsupported_format": N_("This kind of file cannot be read. Use JPEG, PNG, WebP, HEIC or PDF."),
    "truncated": N_("The file is damaged. Choose it again, or take a photo."),
    "corrupt": N_("The file is damaged. Choose it again, or take a photo."),
}
UNREADABLE: Final = N_("The file cannot be read. Take a photo, or choose another file.")
_FULL: Final = N_("Too many photos were sent. Ask the company for a new link.")


async def put(request: Request) -> Response:
    """``PUT /flow/uploads/{page}?step=…``, raw bytes, ``Upload-Key``: the same key again stores nothing new.

    When the line breaks, what arrived is kept, and the rest can follow in pieces.
    """
    key = key_of(request)
    visit = await expecting(request)
    if visit is None:
        return await show(request, status=409)
    limits = limits_of(request)
    body = bytearray()
    try:
        length = declared(request, limits)
        await read(request, body, limits.max_bytes)
    except ImageRefused as error:
        return await refuse(request, error)
    except ClientDisconnect:
        if length and len(body) >= WORTH_KEEPING:
            with contextlib.suppress(VerilinkError):
                await pieces.append(services_of(request), upload_of(visit, key, length), 0, bytes(body))
        raise
    return await finish(request, visit, bytes(body))


async def finish(request: Request, visit: Visit, data: bytes) -> Response:
    """Store the whole photo and answer with its id, or say why it cannot be taken."""
    services = services_of(request)
    try:
        header = sniff(data, limits_of(request))
        file = await store(services, visit.environment.id, _new_file(request, visit, data, header))
    except ImageRefused as error:
        return await refuse(request, error)
    except Unprocessable:
        return await refuse_more(request)
    return json_answer(request, {"file-id": file.id, "byte-size": file.byte_size}, 201)


async def refuse(request: Request, error: ImageRefused) -> Response:
    """The same screen with a sentence that says what to do."""
    sentence = SENTENCES.get(error.reason, UNREADABLE)
    status = {"too_large": 413, "unsupported_format": 415}.get(error.reason, 422)
    return await show(request, status=status, refusal=Refusal({}, {request.path_params["page"]: sentence}))


async def refuse_more(request: Request) -> Response:
    """The same screen with the sentence for too many photos."""
    return await show(request, status=422, refusal=Refusal({}, {request.path_params["page"]: _FULL}))


def key_of(request: Request) -> str:
    """The sender's own name for the photo. Raises ``BadRequest``, also for a page that no flow has."""
    if request.path_params["page"] not in PAGES:
        raise BadRequest(f"page must be one of {', '.join(PAGES)}")
    return upload_key(request)


def upload_key(request: Request) -> str:
    """The sender's own name for this upload. Raises ``BadRequest``."""
    key = request.headers.get("upload-key", "")
    if not _KEY.fullmatch(key):
        raise BadRequest("Upload-Key must be 8 to 64 letters, digits, hyphens or underscores")
    return key


def upload_of(visit: Visit, key: str, length: int = 0) -> Upload:
    """The photo as something that arrives in pieces."""
    return Upload(
        environment_id=visit.environment.id,
        session_id=visit.session.id,
        inquiry_id=visit.inquiry_id,
        key=key,
        length=length,
    )


def limits_of(request: Request) -> Limits:
    """What the operator allows."""
    settings = services_of(request).settings
    return Limits(min_bytes=settings.upload_min_bytes, max_bytes=settings.upload_max_bytes)


async def expecting(request: Request) -> Visit | None:
    """The visit when its flow stands at the step the photo is for."""
    found = await asked(request)
    return None if found is None else found[0]


async def asked(request: Request) -> tuple[Visit, progress.View] | None:
    """The visit and its flow, when that stands at the step of the request and asks for its page."""
    async with visiting(request) as (conn, visit):
        if await handoff.elsewhere(conn, visit.session) is not None:
            return None
        view = await progress.answer(conn, visit.environment, visit.inquiry_id, Open())
    model = view.outcome.model if isinstance(view.outcome, Show) else {}
    wanted = model.get("order") or [model.get("page")]
    if view.outcome.step != request.query_params.get("step") or request.path_params["page"] not in wanted:
        return None
    return visit, view


def declared(request: Request, limits: Limits) -> int:
    """The length that the sender gives, 0 for none. Raises ``ImageRefused`` when it is more than allowed."""
    given = request.headers.get("content-length", "")
    length = int(given) if given.isascii() and given.isdigit() else 0
    limits.check_bytes(max(limits.min_bytes, min(length, limits.max_bytes + 1)))
    return length


async def read_body(request: Request, limits: Limits) -> bytes:
    """The whole body. Raises ``ImageRefused`` as soon as it is longer than allowed, declared or not."""
    declared(request, limits)
    body = bytearray()
    await read(request, body, limits.max_bytes)
    return bytes(body)


async def read(request: Request, body: bytearray, most: int) -> None:
    """Fill ``body``, refused as soon as it is longer than allowed, declared or not."""
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise ImageRefused("too_large", "The file is too large.")


def _new_file(request: Request, visit: Visit, data: bytes, header: Header) -> NewFile:
    method = request.query_params.get("capture-method", "upload")
    page = request.path_params["page"]
    return NewFile(
        inquiry_id=visit.inquiry_id,
        page=page,
        data=data,
        filename=safe_name(request.headers.get("upload-name", ""), page, header),
        content_type=header.mime_type,
        upload_key=request.headers["upload-key"],
        capture_method=method if method in _METHODS else "upload",
    )


def safe_name(given: str, page: str, header: Header) -> str:
    """A harmless name: the sender's without its folder, its odd characters and its own idea of the type."""
    stem = unquote(given)[:255].replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    safe = re.sub(r"[^A-Za-z0-9 _-]+", "", stem).strip()[:80]
    return f"{safe or page}.{_EXTENSION[header.format]}"
