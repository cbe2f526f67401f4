"""What a caller says about an account, from the body of a request."""

from __future__ import annotations

from typing import Any, Final

from verilink.accounts import fields
from verilink.accounts.actions import NewAccount
from verilink.accounts.model import checked_reference
from verilink.api import values as c
from verilink.api.call import Call
from verilink.errors import BadRequest, Unprocessable

UPSERT_BY: Final = "reference-id"
# Attributes that are fields of the default account type, written beside "fields" by older clients.
FLAT: Final = (
    "country-code",
    "birthdate",
    "name-first",
    "name-middle",
    "name-last",
    "phone-number",
    "email-address",
    "address-street-1",
    "address-street-2",
    "address-city",
    "address-subdivision",
    "address-postal-code",
    "social-security-number",
)
_KNOWN: Final = frozenset({*FLAT, "fields", "reference-id", "account-status", "tags", "selfie-photo"})


def new_account(call: Call) -> tuple[NewAccount, str | None]:
    """A new account and the id of its type, ``None`` for the default one. Raises ``BadRequest``."""
    attributes = call.attributes()
    c.refuse_unknown(attributes, _KNOWN | {"account-type-id"})
    new = NewAccount(
        reference_id=checked_reference(attributes.get("reference-id")),
        fields=_fields(attributes),
        tags=tuple(_tags(attributes)),
        status=_status(attributes),
    )
    return new, c.text(attributes, "account-type-id")


def changes(call: Call) -> dict[str, Any]:
    """What ``accounts.actions.update`` is to change. Raises ``BadRequest``."""
    attributes = call.attributes()
    c.refuse_unknown(attributes, _KNOWN)
    wanted: dict[str, Any] = {"fields": _fields(attributes)}
    if "reference-id" in attributes:
        wanted["reference_id"] = attributes["reference-id"]
    if "tags" in attributes:
        wanted["tags"] = _tags(attributes)
    if attributes.get("account-status") is not None:
        wanted["status"] = _status(attributes)
    return wanted


def wants_upsert(call: Call, new: NewAccount) -> bool:
    """Whether ``meta.upsert-by`` was given; it names the reference ID, the only unique field there is."""
    by = c.text(call.meta(), "upsert-by", "meta")
    if by is None:
        return False
    if by.replace("_", "-").lower() not in {UPSERT_BY, "referenceid"}:
        raise BadRequest(f"meta.upsert-by must be {UPSERT_BY}")
    if new.reference_id is None:
        raise BadRequest("meta.upsert-by needs data.attributes.reference-id")
    return True


def _tags(attributes: dict[str, Any]) -> list[str]:
    return c.checked_tags(attributes.get("tags") or [], "data.attributes.tags")


def _status(attributes: dict[str, Any]) -> str:
    status = c.text(attributes, "account-status") or "Default"
    if len(status) > c.MAX_NAME:
        raise BadRequest(f"account-status must be at most {c.MAX_NAME} characters")
    return status


def _fields(attributes: dict[str, Any]) -> dict[str, Any]:
    if attributes.get("selfie-photo") is not None:
        raise Unprocessable("selfie-photo cannot be set; it comes from a selfie verification")
    given = attributes.get("fields")
    if given is None:
        given = {}
    if not isinstance(given, dict):
        raise BadRequest("data.attributes.fields must be an object")
    flat = {name: attributes[name] for name in FLAT if attributes.get(name) is not None}
    return fields.merged(fields.incoming(flat), fields.incoming(given))
