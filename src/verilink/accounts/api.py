"""REST operations of accounts and account types (published wire contract, section Accounts)."""

from __future__ import annotations

from typing import Final

from verilink.accounts import actions, parsing, queries, wire
from verilink.accounts.model import Account, reference_key
from verilink.api.call import Answer, Call
from verilink.api.included import included
from verilink.api.router import Router
from verilink.api.values import checked_tags, tag_name, tag_names
from verilink.database import Connection
from verilink.inquiries.redaction import redact_account
from verilink.kit import jsonapi, pagination

FILTERS: Final = ("reference-id",)


async def _answer(call: Call, conn: Connection, account: Account, status: int = 200) -> Answer:
    resource = wire.resource(account)
    return Answer(document=jsonapi.document(resource, await included(conn, call, resource)), status=status)


def _id(call: Call) -> str:
    return call.parameters["account_id"]


async def listing(call: Call, conn: Connection) -> Answer:
    """``GET /accounts``: newest first."""
    page = pagination.parse_page(call.query)
    keys = [reference_key(value) for value in call.filters(FILTERS).get("reference-id", [])]
    found = await queries.list_accounts(conn, call.environment_id, page, keys)
    window = pagination.cut(found, page, lambda account: account.id)
    links = pagination.links("/api/v1/accounts", call.query, window)
    return Answer(document=jsonapi.listing([wire.resource(account) for account in window.rows], links))


async def make(call: Call, conn: Connection) -> Answer:
    """``POST /accounts``; with ``meta.upsert-by`` an account that is there already is changed (200)."""
    new, type_id = parsing.new_account(call)
    kind = await queries.account_type(conn, call.environment.organization_id, type_id)
    if not parsing.wants_upsert(call, new):
        return await _answer(call, conn, await actions.create(conn, call.environment_id, kind, new), 201)
    account, fresh = await actions.upsert(conn, call.environment_id, kind, new)
    return await _answer(call, conn, account, 201 if fresh else 200)


async def show(call: Call, conn: Connection) -> Answer:
    """``GET /accounts/{account-id}``."""
    return await _answer(call, conn, await queries.get(conn, call.environment_id, _id(call)))


async def change(call: Call, conn: Connection) -> Answer:
    """``PATCH /accounts/{account-id}``: fields are merged, tags replaced."""
    changes = parsing.changes(call)
    return await _answer(call, conn, await actions.update(conn, call.environment_id, _id(call), changes))


async def redact(call: Call, conn: Connection) -> Answer:
    """``DELETE /accounts/{account-id}``: erases the person here and in the account's inquiries."""
    return await _answer(call, conn, await redact_account(conn, call.environment_id, _id(call)))


async def add_tag(call: Call, conn: Connection) -> Answer:
    """``POST /accounts/{account-id}/add-tag``."""
    account = await queries.get_for_update(conn, call.environment_id, _id(call))
    return await _retag(call, conn, [*account.tags, tag_name(call)])


async def remove_tag(call: Call, conn: Connection) -> Answer:
    """``POST /accounts/{account-id}/remove-tag``; the tag need not be there."""
    account, name = await queries.get_for_update(conn, call.environment_id, _id(call)), tag_name(call)
    return await _retag(call, conn, [tag for tag in account.tags if tag != name])


async def set_tags(call: Call, conn: Connection) -> Answer:
    """``POST /accounts/{account-id}/set-tags``."""
    return await _retag(call, conn, tag_names(call))


async def _retag(call: Call, conn: Connection, tags: list[str]) -> Answer:
    changes = {"tags": checked_tags(tags, "tags")}
    return await _answer(call, conn, await actions.update(conn, call.environment_id, _id(call), changes))


async def show_type(call: Call, conn: Connection) -> Answer:
    """``GET /account-types/{account-type-id}``."""
    kind = await queries.account_type(conn, call.environment.organization_id, call.parameters["account_type_id"])
    return Answer(document=jsonapi.document(wire.type_resource(kind), []))


def register(router: Router) -> None:
    """Serve these operations."""
    one = "/accounts/{account_id}"
    read, write = "account.read", "account.write"
    router.add("GET", "/accounts", listing, permission=read, mode="read")
    router.add("POST", "/accounts", make, permission=write, mode="write")
    router.add("GET", one, show, permission=read, mode="read")
    router.add("PATCH", one, change, permission=write, mode="write")
    router.add("DELETE", one, redact, permission=write, mode="write")
    router.add("POST", f"{one}/add-tag", add_tag, permission=write, mode="write")
    router.add("POST", f"{one}/remove-tag", remove_tag, permission=write, mode="write")
    router.add("POST", f"{one}/set-tags", set_tags, permission=write, mode="write")
    router.add("GET", "/account-types/{account_type_id}", show_type, permission=read, mode="read")
