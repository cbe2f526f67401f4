"""Where a person may be sent when the flow ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit, urlunsplit

from verilink.errors import BadRequest
from verilink.flow.document import Template
from verilink.inquiries.model import Inquiry
from verilink.organizations.allowed import allowed_domains, is_local
from verilink.organizations.model import Environment

MAX_LENGTH: Final = 2000
# What apps that show a link marked ``is-webview=true`` wait for where nothing else was agreed. It is no host: the app
# takes the address before anything is loaded.
APP_CALLBACK: Final = "https://personacallback"
NEVER: Final = frozenset({"javascript", "data", "vbscript", "file", "blob", "about", "filesystem", "view-source"})


def checked_redirect(uri: str | None, template: Template, environment: Environment) -> str | None:
    """A redirect URI that template and organization allow. Raises ``BadRequest`` otherwise.

    Schemes come from the template's list (custom ones for apps included); when domains are listed, there or for the
    whole organization, an http(s) host must be one of them exactly. The person's own machine is for the sandbox only.
    """
    if uri is None or uri == "":
        return None
    parts = _split(uri)
    if parts.scheme in NEVER or parts.scheme not in {scheme.lower() for scheme in template.redirect.schemes}:
        raise BadRequest(f"redirect-uri: the scheme {parts.scheme[:20]} is not allowed")
    if parts.scheme in {"http", "https"}:
        _check_host(parts, environment, allowed_domains(environment, template.security.allowed_domains))
    return uri


def _split(uri: str) -> SplitResult:
    if len(uri) > MAX_LENGTH or any(ord(char) <= 32 or ord(char) == 127 or char == "\\" for char in uri):
        raise BadRequest("redirect-uri must be a URI of at most 2000 characters without spaces")
    try:
        parts = urlsplit(uri)
        parts.port  # noqa: B018 - reading it checks it
    except ValueError as error:
        raise BadRequest("redirect-uri is not a URI") from error
    if not parts.scheme or parts.username is not None:
        raise BadRequest("redirect-uri must be an absolute URI without a user name")
    if parts.scheme in {"http", "https"} and not parts.hostname:
        raise BadRequest("redirect-uri names no host")
    return parts


def _check_host(parts: SplitResult, environment: Environment, domains: frozenset[str]) -> None:
    host = parts.hostname or ""
    if is_local(host):
        if not environment.sandbox:
            raise BadRequest("redirect-uri: localhost can be used in the sandbox only")
    elif domains and domains.isdisjoint({host, f"{host}:{parts.port}"}):
        raise BadRequest("redirect-uri: this domain is not on the list of allowed domains")


def finished_redirect(inquiry: Inquiry, template: Template, *, in_app: bool = False) -> str | None:
    """The redirect URI of a finished inquiry with what the receiver is told appended; its own query is kept.

    ``in_app``: the link said that an app shows it, so there is somebody who hears of :data:`APP_CALLBACK`.
    """
    uri = inquiry.redirect_uri or template.redirect.uri or (APP_CALLBACK if in_app else None)
    if not uri:
        return None
    parts = urlsplit(uri)
    told = [("inquiry-id", inquiry.id), ("status", inquiry.flow_status)]
    if inquiry.reference_id is not None:
        told.insert(1, ("reference-id", inquiry.reference_id))
    query = parse_qsl(parts.query, keep_blank_values=True) + told + _field_pairs(inquiry.fields)
    return urlunsplit(parts._replace(query=urlencode(query, quote_via=quote)))


def _field_pairs(fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    pairs = []
    for key, field in fields.items():
        value = field.get("value")
        if isinstance(value, (str, int, float, bool)):
            text = str(value).lower() if isinstance(value, bool) else str(value)
            pairs += [(f"fields[{key}][type]", str(field.get("type"))), (f"fields[{key}][value]", text)]
    return pairs
