"""Who loads what a relation points at, and which relations each type has (published wire contract, ``include``)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

from verilink.access import queries as people
from verilink.access.model import User
from verilink.accounts import queries as accounts
from verilink.accounts import wire as account_wire
from verilink.api.call import Call
from verilink.database import Connection
from verilink.errors import NotFound
from verilink.inquiries import queries as inquiries
from verilink.inquiries import wire as inquiry_wire
from verilink.sessions import queries as sessions
from verilink.sessions import wire as session_wire
from verilink.templates import reading as templates
from verilink.verifications import queries as verifications
from verilink.verifications import reading

Resources = list[dict[str, Any]]
Loader = Callable[[Connection, Call, Sequence[str]], Awaitable[Resources]]


async def _accounts(conn: Connection, call: Call, ids: Sequence[str]) -> Resources:
    return [account_wire.resource(each) for each in await accounts.by_ids(conn, call.environment_id, ids)]


async def _account_types(conn: Connection, call: Call, ids: Sequence[str]) -> Resources:
    kinds = await accounts.types(conn, call.environment.organization_id)
    return [account_wire.type_resource(kind) for kind in kinds if kind.id in ids]


async def _inquiries(conn: Connection, call: Call, ids: Sequence[str]) -> Resources:
    return [inquiry_wire.resource(each) for each in await inquiries.by_ids(conn, call.environment_id, ids)]


async def _sessions(conn: Connection, call: Call, ids: Sequence[str]) -> Resources:
    return [session_wire.resource(each) for each in await sessions.by_ids(conn, call.environment_id, ids)]


async def _verifications(conn: Connection, call: Call, ids: Sequence[str]) -> Resources:
    found = await verifications.by_ids(conn, call.environment_id, ids)
    return await reading.resources(conn, call.environment_id, found)


async def _evidence(conn: Connection, call: Call, ids: Sequence[str]) -> Resources:
    found = await verifications.evidence_by_ids(conn, call.environment_id, ids)
    return await reading.evidence_resources(conn, call.environment_id, found)


async def _templates(conn: Connection, call: Call, ids: Sequence[str]) -> Resources:
    return await templates.resources(conn, call.environment, ids)


async def _versions(conn: Connection, call: Call, ids: Sequence[str]) -> Resources:
    return await templates.version_resources(conn, call.environment, ids)


async def _users(conn: Connection, call: Call, ids: Sequence[str]) -> Resources:
    found = []
    for id_ in ids:
        try:
            found.append(_user(await people.user(conn, call.environment.organization_id, id_)))
        except NotFound:
            continue
    return found


def _user(person: User) -> dict[str, Any]:
    first, _, last = person.name.rpartition(" ")
    attributes = {"email-address": person.email, "name-first": first or last, "name-last": last if first else ""}
    return {"type": "user", "id": person.id, "attributes": attributes}


# By the first part of the resource type. Types that this server has no objects of are not here.
LOADERS: Final[dict[str, Loader]] = {
    "account": _accounts,
    "account-type": _account_types,
    "document": _evidence,
    "inquiry": _inquiries,
    "inquiry-session": _sessions,
    "inquiry-template": _templates,
    "inquiry-template-version": _versions,
    "selfie": _evidence,
    "user": _users,
    "verification": _verifications,
}

# Relation names by type, each with the type it leads to.
RELATIONS: Final[dict[str, dict[str, str]]] = {
    "inquiry": {
        "account": "account",
        "documents": "document",
        "inquiry-template": "inquiry-template",
        "inquiry-template-version": "inquiry-template-version",
        "reports": "report",
        "reviewer": "user",
        "selfies": "selfie",
        "sessions": "inquiry-session",
        "template": "template",
        "transaction": "transaction",
        "verifications": "verification",
    },
    "inquiry-session": {"device": "device", "inquiry": "inquiry", "network": "network"},
    "verification": {
        "accounts": "account",
        "document": "document",
        "inquiry": "inquiry",
        "inquiry-template": "inquiry-template",
        "inquiry-template-version": "inquiry-template-version",
        "template": "template",
        "transaction": "transaction",
        "verification-template": "verification-template",
        "verification-template-version": "verification-template-version",
    },
    "document": {
        "document-files": "document-file",
        "inquiry": "inquiry",
        "inquiry-template": "inquiry-template",
        "inquiry-template-version": "inquiry-template-version",
        "template": "template",
        "transaction": "transaction",
    },
    "selfie": {"inquiry": "inquiry"},
    "account": {"account-type": "account-type"},
    "inquiry-template": {"latest-published-version": "inquiry-template-version"},
    "inquiry-template-version": {"inquiry-template": "inquiry-template"},
}


def allowed(family: str) -> frozenset[str]:
    """Every path that ``include`` takes for a type: its relations, and the relations of those."""
    relations = RELATIONS.get(family, {})
    nested = {f"{name}.{inner}" for name, target in relations.items() for inner in RELATIONS.get(target, {})}
    return frozenset(relations) | nested
