"""The query of a hosted-flow link: every parameter in kebab, snake and camel case, and what may not go together."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from verilink.errors import BadRequest
from verilink.kit import query as queries
from verilink.kit.ids import has_shape
from verilink.kit.inflection import to_kebab

MAX_QUERY_BYTES: Final = 16_384
# Marks of mail tools whose value was never filled in; a shared one would put strangers into one account.
_UNFILLED: Final = ("{{", "}}", "*|", "|*", "%%", "${")
_SINGLE: Final = (
    "inquiry-template-id",
    "inquiry-template-version-id",
    "template-id",
    "environment-id",
    "environment",
    "reference-id",
    "account-id",
    "account-type-id",
    "inquiry-id",
    "session-token",
    "code",
    "language",
    "redirect-uri",
    "theme-set-id",
    "style-variant",
    "is-webview",
    "expires",
    "signature",
)


class Parameters(msgspec.Struct, frozen=True, kw_only=True):
    """What a link asks for; an empty value counts as absent. ``fields``: as sent, keys in any inflection."""

    template_id: str | None = None
    version_id: str | None = None
    environment_id: str | None = None
    environment: str | None = None
    reference_id: str | None = None
    account_id: str | None = None
    account_type_id: str | None = None
    fields: dict[str, Any] = {}
    inquiry_id: str | None = None
    session_token: str | None = None
    code: str | None = None
    language: str | None = None
    redirect_uri: str | None = None
    theme_set_id: str | None = None
    style_variant: str | None = None
    is_webview: bool = False
    expires: str | None = None
    signature: str | None = None


def parse(raw: str) -> Parameters:
    """The parameters of a query string. Raises ``BadRequest`` with a sentence for whoever made the link."""
    tree = _kebab(queries.parse(raw.removeprefix("?"), max_bytes=MAX_QUERY_BYTES))
    given = {name: value for name in _SINGLE if (value := (queries.one(tree, name) or "").strip())}
    found = Parameters(
        template_id=given.get("inquiry-template-id") or given.get("template-id"),
        version_id=given.get("inquiry-template-version-id"),
        environment_id=given.get("environment-id"),
        environment=given.get("environment"),
        reference_id=given.get("reference-id"),
        account_id=given.get("account-id"),
        account_type_id=given.get("account-type-id"),
        fields=queries.group(tree, "prefill") | queries.group(tree, "fields"),
        inquiry_id=given.get("inquiry-id"),
        session_token=given.get("session-token"),
        code=given.get("code"),
        language=given.get("language"),
        redirect_uri=given.get("redirect-uri"),
        theme_set_id=given.get("theme-set-id"),
        style_variant=_variant(given.get("style-variant")),
        is_webview=given.get("is-webview", "").lower() == "true",
        expires=given.get("expires"),
        signature=given.get("signature"),
    )
    _check(found)
    return found


def _kebab(tree: queries.Query) -> queries.Query:
    renamed: queries.Query = {}
    for name, value in tree.items():
        key = to_kebab(name)
        if key in renamed and key in {*_SINGLE, "fields", "prefill"}:
            raise BadRequest(f"{key} is given more than once, in different spellings")
        renamed[key] = value
    return renamed


def _variant(value: str | None) -> str | None:
    return value if value in ("light", "dark") else None


def _check(found: Parameters) -> None:
    template = found.template_id or found.version_id
    if not (template or found.inquiry_id or found.code):
        raise BadRequest("The link names neither inquiry-template-id nor inquiry-id nor code")
    if sum(1 for each in (template, found.inquiry_id, found.code) if each) > 1:
        raise BadRequest("Give only one of inquiry-template-id, inquiry-id and code")
    if found.account_id and (found.reference_id or found.account_type_id):
        raise BadRequest("account-id cannot be combined with reference-id or account-type-id")
    if found.environment not in (None, "sandbox", "production"):
        raise BadRequest("environment must be sandbox or production")
    if found.reference_id and any(mark in found.reference_id for mark in _UNFILLED):
        raise BadRequest("reference-id still holds a placeholder of the mail or page it came from")
    _check_shapes(found)


def _check_shapes(found: Parameters) -> None:
    shapes = (
        ("inquiry-template-id", found.template_id, ("itmpl", "tmpl")),
        ("inquiry-template-version-id", found.version_id, ("itmplv",)),
        ("environment-id", found.environment_id, ("env",)),
        ("account-id", found.account_id, ("act",)),
        ("account-type-id", found.account_type_id, ("acttp",)),
        ("inquiry-id", found.inquiry_id, ("inq",)),
        ("theme-set-id", found.theme_set_id, ("theset",)),
    )
    for name, value, prefixes in shapes:
        if value is not None and not any(has_shape(value, prefix) for prefix in prefixes):
            raise BadRequest(f"{name} must be an id that begins with {prefixes[0]}_")
