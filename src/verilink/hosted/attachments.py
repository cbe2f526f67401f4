"""Files for fields: read with the field's limits, looked at by their header, stored encrypted, named by the answer."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from verilink.errors import BadRequest, Unprocessable
from verilink.evidence.images.headers import sniff
from verilink.evidence.images.limits import ImageRefused, Limits
from verilink.files.actions import store
from verilink.files.model import NewFile
from verilink.flow.outcomes import Open, Show
from verilink.flow.schemas import FieldSchema
from verilink.hosted.answers import json_answer
from verilink.hosted.calls import look_at, show
from verilink.hosted.presenting import reader_of
from verilink.hosted.uploads import SENTENCES, UNREADABLE, read_body, safe_name, upload_key
from verilink.hosted.visits import Visit, visiting
from verilink.inquiries import attachments, handoff, progress
from verilink.inquiries.progress import View
from verilink.locale.messages import N_
from verilink.services import services_of

_KIND: Final = N_("Files of this kind are not taken here. Choose another one.")
_SIZE: Final = N_("This file is too large. Choose a smaller one.")
_FULL: Final = N_("Too many files were sent. Ask the company for a new link.")
# A file for a field is kept as it is; nothing is read in its pixels.
_SIDES: Final = {"min_side": 1, "max_side": 100_000}


async def put(request: Request) -> Response:
    """``PUT /flow/files/{field}?step=…``, raw bytes, ``Upload-Key``: the same key again stores nothing new."""
    services, key = services_of(request), request.path_params["field"]
    uploaded = upload_key(request)
    found = await _expecting(request, key)
    if found is None:
        return await show(request, status=409)
    visit, view, schema = found
    limits = Limits(min_bytes=schema.min_file_size_bytes, max_bytes=schema.max_file_size_bytes, **_SIDES)
    language = reader_of(request).language(view.inquiry, view.template)
    try:
        data = await read_body(request, limits)
        header = sniff(data, limits)
        if header.format not in schema.file_kinds:
            raise ImageRefused("unsupported_format", "The field does not take this kind of file.")
    except ImageRefused as error:
        sentence = {"unsupported_format": _KIND, "too_large": _SIZE}.get(error.reason)
        return json_answer(request, {"say": language(sentence or SENTENCES.get(error.reason, UNREADABLE))}, 422)
    new = NewFile(
        inquiry_id=visit.inquiry_id,
        page=attachments.page_of(key),
        data=data,
        filename=safe_name(request.headers.get("upload-name", ""), key, header),
        content_type=header.mime_type,
        upload_key=uploaded,
        capture_method="upload",
    )
    try:
        file = await store(services, visit.environment.id, new)
    except Unprocessable:
        return json_answer(request, {"say": language(_FULL)}, 422)
    said = language("Received: %(name)s", name=file.filename)
    return json_answer(request, {"file-id": file.id, "byte-size": file.byte_size, "say": said}, 201)


async def _expecting(request: Request, key: str) -> tuple[Visit, View, FieldSchema] | None:
    """The visit when its flow stands at the step the file is for, and that asks for one."""
    if len(key) > 64:
        raise BadRequest("There is no such field")
    async with visiting(request) as (conn, visit):
        if await handoff.elsewhere(conn, visit.session) is not None:
            return None
        view = await progress.answer(conn, visit.environment, visit.inquiry_id, Open(), look_at(request))
    if view.outcome.step != request.query_params.get("step") or not isinstance(view.outcome, Show):
        return None
    schema = view.template.fields.get(key)
    if schema is None or schema.type != "file" or not attachments.is_asked(view.template, view.outcome.screen, key):
        return None
    return visit, view, schema
