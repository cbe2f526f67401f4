"""Accounts as JSON:API resources (published wire contract, schemas ``account`` and ``account-type``)."""

from __future__ import annotations

from typing import Any

from verilink.accounts.fields import complete
from verilink.accounts.model import Account, AccountType
from verilink.kit import jsonapi
from verilink.kit.clock import iso


def resource(account: Account) -> dict[str, Any]:
    """The account in its newest wire form, keys in kebab case; keys under ``fields`` stay snake case."""
    attributes = {
        "reference-id": account.reference_id,
        "account-type-name": account.account_type_name,
        "created-at": iso(account.created_at),
        "updated-at": iso(account.updated_at),
        "redacted-at": iso(account.redacted_at),
        "fields": complete(account.fields),
        "tags": account.tags,
        "account-status": account.status,
    }
    relationships = {"account-type": jsonapi.to_one("account-type", account.account_type_id)}
    return jsonapi.resource("account", account.id, attributes, relationships)


def type_resource(account_type: AccountType) -> dict[str, Any]:
    """The account type."""
    attributes = {
        "name": account_type.name,
        "created-at": iso(account_type.created_at),
        "updated-at": iso(account_type.updated_at),
        "field-schemas": account_type.field_schemas,
    }
    relationships = {
        "account-statuses": jsonapi.to_many([]),
        "default-account-status": jsonapi.to_one("account-status", None),
    }
    return jsonapi.resource("account-type", account_type.id, attributes, relationships)
