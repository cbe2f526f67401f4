"""A verification that begins with a code: it is there from the first one sent, and confirmed by the right one."""

from __future__ import annotations

import msgspec

from verilink.flow.outcomes import Attempt
from verilink.inquiries import endings, submission
from verilink.inquiries.work import Work
from verilink.templates.model import TemplateVersion
from verilink.verifications import queries


async def begin(work: Work, version: TemplateVersion, name: str, attempt: Attempt, *, simulated: bool) -> None:
    """The verification with the address that the code goes to now. The message itself is the caller's."""
    opened = await submission.open_attempt(work, version, name, attempt, simulated=simulated)
    await queries.update(work.conn, msgspec.structs.replace(opened, inputs=msgspec.to_builtins(attempt)))
    endings.start(work, version.document.expiry.start or version.document.expiry.create)


async def confirm(work: Work, name: str) -> None:
    """The address is the person's."""
    number = len(work.inquiry.state.results.get(name, ())) + 1
    opened = await queries.of_attempt(work.conn, work.environment_id, work.inquiry.id, name, number)
    if opened is not None and opened.status == "initiated":
        await queries.update(work.conn, msgspec.structs.replace(opened, status="confirmed"))
