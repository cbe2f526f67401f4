"""Photos on their way in: read with a limit, looked at by their header, stored encrypted, acknowledged at once."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import Response

from verilink.errors import BadRequest, Unprocessable
from verilink.evidence.images.headers import Header, sniff
from verilink.evidence.images.limits import ImageRefused, Limits
from verilink.files.actions import store
from verilink.files.model import NewFile
from verilink.flow.outcomes import Open, Show
from verilink.hosted.answers import json_answer
from verilink.hosted.calls import PAGES, show
from verilink.hosted.presenting import Refusal
from verilink.hosted.visits import Visit, visiting
from verilink.inquiries import handoff, progress
from verilink.locale.messages import N_
from verilink.services import services_of

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
    """``PUT /flow/uploads/{page}?step=…``, raw bytes, ``Upload-Key``: the same key again stores nothing new."""
    services = services_of(request)
    page = request.path_params["page"]
    if page not in PAGES:
        raise BadRequest(f"page must be one of {', '.join(PAGES)}")
    upload_key(request)
    visit = await _expecting(request)
    if visit is None:
        return await show(request, status=409)
    limits = Limits(min_bytes=services.settings.upload_min_bytes, max_bytes=services.settings.upload_max_bytes)
    try:
        data = await read_body(request, limits)
        header = sniff(data, limits)
    except ImageRefused as error:
        sentence = SENTENCES.get(error.reason, UNREADABLE)
        status = {"too_large": 413, "unsupported_format": 415}.get(error.reason, 422)
        return await show(request, status=status, refusal=Refusal({}, {page: sentence}))
    try:
        file = await store(services, visit.environment.id, _new_file(request, visit, data, header))
    except Unprocessable:
        return await show(request, status=422, refusal=Refusal({}, {page: _FULL}))
    return json_answer(request, {"file-id": file.id, "byte-size": file.byte_size}, 201)


def upload_key(request: Request) -> str:
    """The sender's own name for this upload. Raises ``BadRequest``."""
    key = request.headers.get("upload-key", "")
    if not _KEY.fullmatch(key):
        raise BadRequest("Upload-Key must be 8 to 64 letters, digits, hyphens or underscores")
    return key


async def _expecting(request: Request) -> Visit | None:
    """The visit when its flow stands at the step the photo is for."""
    async with visiting(request) as (conn, visit):
        if await handoff.elsewhere(conn, visit.session) is not None:
            return None
        view = await progress.answer(conn, visit.environment, visit.inquiry_id, Open())
    asked = view.outcome.model if isinstance(view.outcome, Show) else {}
    wanted = asked.get("order") or [asked.get("page")]
    if view.outcome.step != request.query_params.get("step") or request.path_params["page"] not in wanted:
        return None
    return visit


async def read_body(request: Request, limits: Limits) -> bytes:
    """The body, refused as soon as it is longer than allowed, declared or not."""
    declared = request.headers.get("content-length", "")
    if declared.isdigit():
        limits.check_bytes(max(limits.min_bytes, min(int(declared), limits.max_bytes + 1)))
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limits.max_bytes:
            raise ImageRefused("too_large", "The file is too large.")
    return bytes(body)


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
