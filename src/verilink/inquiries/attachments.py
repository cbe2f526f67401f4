"""Files as values of fields: what a person sent is put in the place of its id, and is the inquiry's from then on."""

from __future__ import annotations

from typing import Any

import msgspec

from verilink.errors import NotFound
from verilink.files import queries
from verilink.files.links import symbolic
from verilink.files.model import File
from verilink.flow.document import Form, Page, Screen, Template
from verilink.flow.outcomes import Answer, InvalidAnswer
from verilink.flow.pagecontent import asked_fields
from verilink.inquiries.work import Work


def page_of(key: str) -> str:
    """What a file for this field calls its page."""
    return f"field.{key}"


def is_asked(template: Template, screen: Screen, key: str) -> bool:
    """Whether the screen may ask for this field."""
    return isinstance(screen, Form | Page) and key in asked_fields(template, screen)


def described(file: File) -> dict[str, Any]:
    """The value of a file field in read form; its link is symbolic until an answer leaves the house."""
    return {
        "filename": file.filename,
        "byte-size": file.byte_size,
        "mime-type": file.content_type,
        "url": symbolic(file),
    }


async def with_files(work: Work, template: Template, event: Answer) -> Answer:
    """The answer with every file's id replaced by what is kept of it. Raises ``InvalidAnswer``."""
    keys = [key for key in event.values if key in template.fields and template.fields[key].type == "file"]
    if not keys:
        return event
    values = {key: await _file(work, key, event.values[key]) for key in keys}
    return msgspec.structs.replace(event, values=event.values | values)


async def _file(work: Work, key: str, given: object) -> dict[str, Any] | None:
    if given is None or given == "":
        return None
    if not isinstance(given, str) or len(given) > 100:
        raise InvalidAnswer({key: "Choose a file."})
    try:
        file = await queries.get(work.conn, work.environment_id, given)
    except NotFound:
        raise InvalidAnswer({key: "Choose a file."}) from None
    owned = file.inquiry_id == work.inquiry.id and file.page == page_of(key) and file.erased_at is None
    if (
        not owned
        or await queries.assign(work.conn, work.environment_id, work.inquiry.id, work.inquiry.id, [given]) != 1
    ):
        raise InvalidAnswer({key: "Choose a file."})
    return described(file)
