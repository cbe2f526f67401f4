"""The related objects that go into ``included`` of a payload, as they are at the time of sending."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Final

from verilink.accounts import queries as accounts
from verilink.accounts import wire as account_wire
from verilink.database import Connection
from verilink.errors import NotFound
from verilink.events.model import Event
from verilink.files import queries as files
from verilink.inquiries import queries as inquiries
from verilink.inquiries import wire as inquiry_wire
from verilink.services import Services
from verilink.sessions import queries as sessions
from verilink.sessions import wire as session_wire
from verilink.verifications import queries as verifications
from verilink.verifications import wire as verification_wire
from verilink.webhooks.allowlists import wanted_relations
from verilink.webhooks.model import Webhook

MAX_RELATED: Final = 100
Loader = Callable[[Connection, str, str], Awaitable[dict[str, Any]]]


async def included(services: Services, webhook: Webhook, event: Event) -> list[dict[str, Any]]:
    """What the webhook's included-allowlist asks for of what the event's object refers to, in canonical form."""
    wanted = wanted_relations(webhook.included_allowlist, event.name)
    references = list(_references(event.payload["data"].get("relationships") or {}, wanted))[:MAX_RELATED]
    if not references:
        return []
    async with services.pool.acquire() as conn:
        found = [await _load(conn, webhook.environment_id, kind, id_) for kind, id_ in references]
    return [resource for resource in found if resource is not None]


def _references(relationships: dict[str, Any], wanted: frozenset[str] | None) -> Iterable[tuple[str, str]]:
    seen = set()
    for name, relationship in relationships.items():
        data = relationship.get("data")
        if data is None or (wanted is not None and name not in wanted):
            continue
        for one in data if isinstance(data, list) else [data]:
            reference = (one["type"], one["id"])
            if reference not in seen:
                seen.add(reference)
                yield reference


async def _load(conn: Connection, environment_id: str, kind: str, object_id: str) -> dict[str, Any] | None:
    loader = LOADERS.get(kind.partition("/")[0])
    if loader is None:
        return None
    try:
        return await loader(conn, environment_id, object_id)
    except NotFound:
        return None  # gone since the event


async def _account(conn: Connection, environment_id: str, object_id: str) -> dict[str, Any]:
    return account_wire.resource(await accounts.get(conn, environment_id, object_id))


async def _inquiry(conn: Connection, environment_id: str, object_id: str) -> dict[str, Any]:
    return inquiry_wire.resource(await inquiries.get(conn, environment_id, object_id))


async def _session(conn: Connection, environment_id: str, object_id: str) -> dict[str, Any]:
    return session_wire.resource(await sessions.get(conn, environment_id, object_id))


async def _verification(conn: Connection, environment_id: str, object_id: str) -> dict[str, Any]:
    verification = await verifications.get(conn, environment_id, object_id)
    inquiry = await inquiries.get(conn, environment_id, verification.inquiry_id)
    pictures = await files.of_owners(conn, environment_id, [verification.evidence_id or ""])
    return verification_wire.resource(verification, pictures, inquiry.template_id, inquiry.account_id)


async def _evidence(conn: Connection, environment_id: str, object_id: str) -> dict[str, Any]:
    evidence = await verifications.evidence(conn, environment_id, object_id)
    inquiry = await inquiries.get(conn, environment_id, evidence.inquiry_id)
    pictures = await files.of_owners(conn, environment_id, [object_id])
    return verification_wire.evidence_resource(evidence, pictures, inquiry.template_id, inquiry.template_version_id)


LOADERS: Final[dict[str, Loader]] = {
    "account": _account,
    "inquiry": _inquiry,
    "inquiry-session": _session,
    "verification": _verification,
    "document": _evidence,
    "selfie": _evidence,
}
