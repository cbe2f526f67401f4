"""What a caller says about inquiries, from bodies and query strings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import msgspec

from verilink.accounts.model import checked_reference, reference_key
from verilink.api import values as c
from verilink.api.call import Call
from verilink.errors import BadRequest, Unprocessable
from verilink.inquiries.actions import Changes
from verilink.inquiries.create import NewInquiry
from verilink.inquiries.model import Filters, checked_status
from verilink.inquiries.simulate import SimulateAction

FILTERS: Final = (
    "inquiry-id",
    "account-id",
    "note",
    "reference-id",
    "inquiry-template-id",
    "template-id",
    "status",
    "created-at-start",
    "created-at-end",
)
CHANGEABLE: Final = ("note", "fields", "tags", "redirect-uri")
_BOTH: Final = "reference-id and meta.auto-create-account-reference-id differ; give one of them"
_TEMPLATES: Final = "Give exactly one of inquiry-template-id, inquiry-template-version-id and template-id"
Wanted = dict[str, Any]


def new_inquiry(call: Call) -> NewInquiry:
    """What ``POST /inquiries`` asks for. Raises ``BadRequest``, and ``Unprocessable`` for what is not offered here."""
    wanted: Wanted = {}
    for name, value in call.attributes().items():
        if name not in _ATTRIBUTES:
            raise BadRequest(f"data.attributes.{name[:60]} is not supported")
        if value is not None:
            _ATTRIBUTES[name](wanted, name, value)
    for name, value in call.meta().items():
        if name not in _META:
            raise BadRequest(f"meta.{name[:60]} is not supported")
        if value is not None:
            _META[name](wanted, name, value)
    return NewInquiry(**wanted)


def _template(wanted: Wanted, name: str, value: Any) -> None:
    text = c.checked_text(value, f"data.attributes.{name}")
    if text and wanted.setdefault("template_id", text) != text:
        raise BadRequest(_TEMPLATES)


def _reference(wanted: Wanted, _name: str, value: Any) -> None:
    reference = checked_reference(value)
    if reference is not None and wanted.setdefault("reference_id", reference) != reference:
        raise BadRequest(_BOTH)


def _text(field: str) -> Callable[[Wanted, str, Any], None]:
    def take(wanted: Wanted, name: str, value: Any) -> None:
        wanted[field] = c.checked_text(value, f"data.attributes.{name}") or None

    return take


def _creator(wanted: Wanted, name: str, value: Any) -> None:
    creator = c.checked_text(value, f"data.attributes.{name}")
    if len(creator) > c.MAX_NAME:
        raise BadRequest(f"{name} must be at most {c.MAX_NAME} characters")
    wanted["creator"] = creator or "API"


def _fields(wanted: Wanted, name: str, value: Any) -> None:
    wanted["fields"] = c.checked_object(value, f"data.attributes.{name}")


def _tags(wanted: Wanted, name: str, value: Any) -> None:
    wanted["tags"] = tuple(c.checked_tags(value, f"data.attributes.{name}"))


def _not_here(_wanted: Wanted, name: str, _value: Any) -> None:
    raise Unprocessable(f"{name} is not offered by this server")


def _flag(field: str) -> Callable[[Wanted, str, Any], None]:
    def take(wanted: Wanted, name: str, value: Any) -> None:
        if not isinstance(value, bool):
            raise BadRequest(f"meta.{name} must be true or false")
        wanted[field] = value

    return take


def _seconds(field: str) -> Callable[[Wanted, str, Any], None]:
    def take(wanted: Wanted, name: str, value: Any) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            raise BadRequest(f"meta.{name} must be a whole number")
        wanted[field] = value

    return take


def _account_type(wanted: Wanted, name: str, value: Any) -> None:
    wanted["account_type_id"] = c.checked_text(value, f"meta.{name}") or None


_ATTRIBUTES: Final[dict[str, Callable[[Wanted, str, Any], None]]] = {
    "inquiry-template-id": _template,
    "template-id": _template,
    "inquiry-template-version-id": _text("version_id"),
    "reference-id": _reference,
    "account-id": _text("account_id"),
    "creator-email-address": _creator,
    "theme-id": _not_here,
    "theme-set-id": _text("theme_set_id"),
    "redirect-uri": _text("redirect_uri"),
    "note": _text("note"),
    "fields": _fields,
    "tags": _tags,
    "initial-step-name": _not_here,
}
_META: Final[dict[str, Callable[[Wanted, str, Any], None]]] = {
    "auto-create-account": _flag("auto_create_account"),
    "auto-create-account-type-id": _account_type,
    "auto-create-account-reference-id": _reference,
    "auto-create-inquiry-session": _flag("with_session"),
    "auto-create-one-time-link": _flag("with_link"),
    "expiration-after-create-interval-seconds": _seconds("create_seconds"),
    "expiration-after-start-interval-seconds": _seconds("start_seconds"),
    "expiration-after-resume-interval-seconds": _seconds("resume_seconds"),
    "one-time-link-expiration-seconds": _seconds("one_time_link_seconds"),
}


def changes(call: Call) -> Changes:
    """What ``PATCH /inquiries/{inquiry-id}`` asks for. Raises ``BadRequest``."""
    attributes = call.attributes()
    c.refuse_unknown(attributes, CHANGEABLE)
    unset = msgspec.UNSET
    fields, tags = attributes.get("fields"), attributes.get("tags")
    return Changes(
        note=c.text(attributes, "note") if "note" in attributes else unset,
        fields=unset if fields is None else c.checked_object(fields, "data.attributes.fields"),
        tags=unset if tags is None else c.checked_tags(tags, "data.attributes.tags"),
        redirect_uri=c.text(attributes, "redirect-uri") if "redirect-uri" in attributes else unset,
    )


def filters(call: Call) -> Filters:
    """What ``GET /inquiries`` is narrowed to. Raises ``BadRequest``."""
    given = call.filters(FILTERS)
    if "note" in given and len(given) > 1:
        raise BadRequest("filter[note] must be the only filter")
    for status in given.get("status", []):
        checked_status(status, "filter[status]")
    return Filters(
        inquiry_ids=tuple(given.get("inquiry-id", ())),
        account_ids=tuple(given.get("account-id", ())),
        reference_keys=tuple(reference_key(value) for value in given.get("reference-id", ())),
        template_ids=(*given.get("inquiry-template-id", ()), *given.get("template-id", ())),
        statuses=tuple(given.get("status", ())),
        note=call.query["filter"]["note"] if "note" in given else None,
        created_from=c.moment(given, "created-at-start"),
        created_to=c.moment(given, "created-at-end"),
    )


def simulate_actions(call: Call) -> list[SimulateAction]:
    """``meta.simulate-actions``. Raises ``BadRequest``."""
    given = call.meta().get("simulate-actions")
    if not isinstance(given, list) or not all(isinstance(item, dict) for item in given):
        raise BadRequest("meta.simulate-actions must be a list of actions")
    return [_simulate_action(item) for item in given]


def _simulate_action(item: Wanted) -> SimulateAction:
    data = item.get("data")
    template = None
    if data is not None:
        template = c.text(c.checked_object(data, "meta.simulate-actions.data"), "verification-template-id", "data")
    return SimulateAction(c.required_text(item, "type", "meta.simulate-actions"), template)
