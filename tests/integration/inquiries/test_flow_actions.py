"""Actions of a flow, written to a real database: one account for one reference ID, tags, what was read, decisions."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from integration.conftest import Installation
from support.own_templates import publish
from verilink.accounts import queries as account_queries
from verilink.accounts.actions import NewAccount
from verilink.accounts.keeping import keep
from verilink.accounts.model import Account
from verilink.database import transaction
from verilink.events import queries as event_queries
from verilink.events.model import Draft
from verilink.flow.outcomes import Answer
from verilink.inquiries import progress, queries
from verilink.inquiries.create import NewInquiry, create
from verilink.inquiries.model import Inquiry
from verilink.inquiries.redaction import redact_account

TEXT = """\
name: Actions
fields:
  customer: {}
  name-first: {}
  email-address: {type: email-address}
steps:
  start: {kind: screen, screen: {kind: consent}, next: act}
  act:
    kind: action
    do:
      - {run: remove-tag, tag: new}
      - {run: add-tag, tag: known}
      - {run: account, reference: customer, tags: [verified]}
      - {run: decide, decision: review}
    next: success
  success: {kind: end, status: completed, title: Done}
"""


async def passed(installation: Installation, template: str, **new: Any) -> Inquiry:
    """An inquiry whose person went through."""
    async with transaction(installation.services.pool) as conn:
        request = NewInquiry(template_id=template, **new)
        made = await create(conn, installation.services, installation.production, request)
    return await agree(installation, made.inquiry.id)


async def agree(installation: Installation, inquiry_id: str) -> Inquiry:
    async with transaction(installation.services.pool) as conn:
        event = Answer(step="start", values={"consent": True})
        await progress.answer(conn, installation.production, inquiry_id, event)
        return await queries.get(conn, installation.production.id, inquiry_id)


async def account_of(installation: Installation, inquiry: Inquiry) -> Account:
    async with transaction(installation.services.pool) as conn:
        return await account_queries.get(conn, installation.production.id, inquiry.account_id or "")


@pytest.fixture
async def template(installation: Installation) -> str:
    return await publish(installation.services, installation.production.organization_id, TEXT)


async def told(installation: Installation, inquiry: Inquiry) -> list[str]:
    async with transaction(installation.services.pool) as conn:
        found = await event_queries.of_inquiry(conn, installation.production.id, inquiry.id)
    return sorted(each.name for each in found if each.name.startswith("account") or each.name.endswith("tags"))


async def test_the_actions_of_a_flow_are_done_and_told(installation: Installation, template: str) -> None:
    fields = {"customer": "C-1", "name-first": "Ada", "email-address": "ada@example.com"}
    inquiry = await passed(installation, template, fields=fields, tags=("new",), auto_create_account=False)
    account = await account_of(installation, inquiry)
    assert (inquiry.status, inquiry.tags) == ("needs_review", ["known"])
    assert (account.reference_id, account.tags) == ("C-1", ["verified"])
    assert account.fields["name"]["value"]["first"]["value"] == "Ada"
    assert account.fields["email_address"]["value"] == "ada@example.com"
    assert await told(installation, inquiry) == ["account.created", "inquiry.updated-tags", "inquiry.updated-tags"]


async def test_many_at_once_with_one_reference_id_get_one_account(installation: Installation, template: str) -> None:
    names = ("C-2", "c-2", "C-2", "c-2", "C-2", "c-2")
    done = await asyncio.gather(
        *(
            passed(installation, template, fields={"customer": name}, auto_create_account=bool(index % 2))
            for index, name in enumerate(names)
        )
    )
    assert len({each.account_id for each in done}) == 1
    assert (await account_of(installation, done[0])).reference_id in names


async def test_an_account_that_was_linked_stays_and_learns(installation: Installation, template: str) -> None:
    first = await passed(installation, template, reference_id="C-3", fields={"name-first": "Ada"})
    again = await passed(installation, template, reference_id="C-3", fields={"customer": "C-9", "name-first": "Eve"})
    account = await account_of(installation, again)
    assert (account.id, account.reference_id) == (first.account_id, "C-3")
    assert account.fields["name"]["value"]["first"]["value"] == "Eve"
    assert await told(installation, again) == ["account.updated-fields", "inquiry.updated-tags"]
    same = await passed(installation, template, reference_id="C-3", fields={"name-first": "Eve"})
    assert await told(installation, same) == ["inquiry.updated-tags"], "nothing new, nothing told"


async def test_what_cannot_be_an_account_stops_nobody(installation: Installation, template: str) -> None:
    inquiry = await passed(installation, template, fields={"customer": "x\ny"}, auto_create_account=False)
    assert inquiry.status == "needs_review"
    assert (await account_of(installation, inquiry)).reference_id is None


async def test_an_erased_account_stays_empty(installation: Installation, template: str) -> None:
    first = await passed(installation, template, reference_id="C-4", fields={"name-first": "Ada"})
    async with transaction(installation.services.pool) as conn:
        await redact_account(conn, installation.production.id, first.account_id or "")
    again = await passed(installation, template, reference_id="C-4", fields={"name-first": "Ada"})
    account = await account_of(installation, again)
    assert (account.id, account.fields, account.tags) == (first.account_id, {}, [])


async def test_an_account_that_gets_a_name_tells_of_it(installation: Installation, template: str) -> None:
    inquiry, before = await unnamed(installation, template)
    named = await name(installation, before.id, "C-5")
    assert [draft.name for draft in named[1]] == ["account.updated-fields"]
    assert (await account_of(installation, inquiry)).reference_id == "C-5"
    assert (await name(installation, before.id, "C-5"))[1] == [], "nothing new, nothing told"


async def test_an_erased_account_gets_no_name(installation: Installation, template: str) -> None:
    inquiry, before = await unnamed(installation, template)
    async with transaction(installation.services.pool) as conn:
        await redact_account(conn, installation.production.id, before.id)
    assert (await name(installation, before.id, "C-6"))[1] == []
    assert (await account_of(installation, inquiry)).reference_id is None


async def unnamed(installation: Installation, template: str) -> tuple[Inquiry, Account]:
    """An inquiry whose account has no reference ID."""
    inquiry = await passed(installation, template, fields={"name-first": "Ada"}, auto_create_account=False)
    return inquiry, await account_of(installation, inquiry)


async def name(installation: Installation, account_id: str, reference: str) -> tuple[Account, list[Draft]]:
    async with transaction(installation.services.pool) as conn:
        kind = await account_queries.account_type(conn, installation.production.organization_id, None)
        new = NewAccount(reference_id=reference)
        return await keep(conn, installation.production.id, kind, account_id, new)
