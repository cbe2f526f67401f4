"""REST operations of verifications and documents (published wire contract, sections Verifications and Documents)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final

from verilink.api.call import Answer, Call
from verilink.api.included import if_asked, included
from verilink.api.router import Router
from verilink.database import Connection
from verilink.errors import NotFound
from verilink.inquiries.redaction import redact_verification
from verilink.kit import jsonapi
from verilink.verifications import queries, reading
from verilink.verifications.kinds import PATHS

Handler = Callable[[Call, Connection], Awaitable[Answer]]
# Path of the typed operation, by kind of document.
DOCUMENTS: Final = {"government-id": "government-ids", "generic": "generics"}


async def _verification(call: Call, conn: Connection) -> dict[str, Any]:
    found = await queries.get(conn, call.environment_id, call.parameters["verification_id"])
    [resource] = await reading.resources(conn, call.environment_id, [found])
    return resource


async def show(call: Call, conn: Connection) -> Answer:
    """``GET /verifications/{verification-id}``."""
    resource = await _verification(call, conn)
    return Answer(document=jsonapi.document(resource, await included(conn, call, resource)))


async def redact(call: Call, conn: Connection) -> Answer:
    """``DELETE /verifications/{verification-id}``: erases what was read and the pictures; the verdict stays."""
    await redact_verification(conn, call.environment_id, call.parameters["verification_id"])
    resource = await _verification(call, conn)
    return Answer(document=jsonapi.document(resource, await if_asked(conn, call, resource)))


def show_typed(kind: str) -> Handler:
    """``GET /verification/<kind>s/{verification-id}``: not found when it is of another kind."""

    async def serve(call: Call, conn: Connection) -> Answer:
        resource = await _verification(call, conn)
        if resource["type"] != f"verification/{kind}":
            raise NotFound
        return Answer(document=jsonapi.document(resource, await if_asked(conn, call, resource)))

    return serve


async def _document(call: Call, conn: Connection, kind: str | None = None) -> Answer:
    found = await queries.evidence_by_ids(conn, call.environment_id, [call.parameters["document_id"]])
    if not found or found[0].family != "document" or (kind is not None and found[0].kind != kind):
        raise NotFound
    [resource] = await reading.evidence_resources(conn, call.environment_id, found)
    return Answer(document=jsonapi.document(resource, await included(conn, call, resource)))


async def show_document(call: Call, conn: Connection) -> Answer:
    """``GET /documents/{document-id}``."""
    return await _document(call, conn)


def show_document_typed(kind: str) -> Handler:
    """``GET /document/<kind>s/{document-id}``: not found when it is of another kind."""

    async def serve(call: Call, conn: Connection) -> Answer:
        return await _document(call, conn, kind)

    return serve


def register(router: Router) -> None:
    """Serve these operations."""
    router.add("GET", "/verifications/{verification_id}", show, permission="verification.read", mode="read")
    router.add("DELETE", "/verifications/{verification_id}", redact, permission="verification.write", mode="write")
    for kind, path in PATHS.items():
        one = f"/verification/{path}/{{verification_id}}"
        router.add("GET", one, show_typed(kind), permission="verification.read", mode="read")
    router.add("GET", "/documents/{document_id}", show_document, permission="document.read", mode="read")
    for kind, path in DOCUMENTS.items():
        one = f"/document/{path}/{{document_id}}"
        router.add("GET", one, show_document_typed(kind), permission="document.read", mode="read")
