"""The account action of a flow, inside the transaction of the step that runs it."""

from __future__ import annotations

from typing import Any

import msgspec

from verilink.accounts import queries
from verilink.accounts.actions import NewAccount
from verilink.accounts.fields import incoming, merged
from verilink.accounts.keeping import keep
from verilink.accounts.model import checked_reference
from verilink.errors import BadRequest
from verilink.flow.outcomes import LinkAccount
from verilink.inquiries.work import Work
from verilink.organizations.model import Environment


async def link(work: Work, environment: Environment, wanted: LinkAccount) -> None:
    """Find or make the account, link the inquiry to it and tell of both in the inquiry's own events."""
    kind = await queries.account_type(work.conn, environment.organization_id, None)
    reference = _reference(wanted.reference) or work.inquiry.reference_id
    new = NewAccount(reference_id=reference, fields=_fields(wanted.fields), tags=wanted.tags)
    linked = work.inquiry.account_id
    account, drafts = await keep(work.conn, environment.id, kind, linked, new, overwrite=wanted.overwrite)
    work.drafts.extend(msgspec.structs.replace(draft, inquiry_id=work.inquiry.id) for draft in drafts)
    if account.id != linked:
        work.change(account_id=account.id)


def _reference(value: str | None) -> str | None:
    """A value that can be no reference ID counts as none: it must not stop the person."""
    try:
        return checked_reference(value)
    except BadRequest:
        return None


def _fields(values: dict[str, Any]) -> dict[str, Any]:
    """In read form, without what an account cannot hold."""
    found: dict[str, Any] = {}
    for key, value in values.items():
        try:
            found = merged(found, incoming({key: value}))
        except BadRequest:
            continue
    return found
