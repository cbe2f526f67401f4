"""Where people are sent afterwards: only where the template allows, with what the receiver is told."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest

from verilink.errors import BadRequest
from verilink.flow.document import Redirect, Security, Template
from verilink.flow.shipped import shipped_templates
from verilink.inquiries.redirects import checked_redirect, finished_redirect
from verilink.kit import clock
from verilink.organizations.model import Environment, Kind

PRODUCTION = Environment(organization_id="org_1", id="env_1", kind=Kind.PRODUCTION, settings={}, created_at=clock.now())
BASE = shipped_templates()["Selfie"]


def _template(**changes: Any) -> Template:
    return msgspec.structs.replace(BASE, **changes)


@pytest.mark.parametrize(
    "uri",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "/relative",
        "https://",
        "https://user@shop.example/",
        "https://shop.example/a b",
        "https://shop.example\\@evil.example/",
        "https://shop.example:99999/",
        "ftp://shop.example/",
        "x" * 3000,
    ],
)
def test_what_is_no_allowed_address_is_refused(uri: str) -> None:
    with pytest.raises(BadRequest):
        checked_redirect(uri, _template(), PRODUCTION)


def test_a_listed_domain_is_exact_and_a_custom_scheme_must_be_listed() -> None:
    template = _template(
        security=Security(allowed_domains=("shop.example",)), redirect=Redirect(schemes=("https", "shop"))
    )
    assert checked_redirect("https://Shop.example/done?x=1", template, PRODUCTION) == "https://Shop.example/done?x=1"
    assert checked_redirect("shop://done", template, PRODUCTION) == "shop://done"
    for uri in ("https://sub.shop.example/", "https://shop.example.evil/", "http://shop.example/"):
        with pytest.raises(BadRequest):
            checked_redirect(uri, template, PRODUCTION)


def test_even_a_listed_scheme_cannot_run_code() -> None:
    with pytest.raises(BadRequest):
        checked_redirect("javascript:1", _template(redirect=Redirect(schemes=("javascript",))), PRODUCTION)


def test_the_receiver_is_told_and_keeps_its_own_query() -> None:
    class Finished(msgspec.Struct):
        id: str = "inq_1"
        flow_status: str = "completed"
        reference_id: str | None = "user 1&2"
        redirect_uri: str = "https://shop.example/done?keep=%26me&empty=#part"
        fields: dict[str, Any] = msgspec.field(
            default_factory=lambda: {
                "name-first": {"type": "string", "value": "Zoë"},
                "agreed": {"type": "boolean", "value": True},
                "empty": {"type": "string", "value": None},
            }
        )

    sent = finished_redirect(Finished(), _template())  # type: ignore[arg-type]
    assert sent is not None
    parts = urlsplit(sent)
    query = parse_qs(parts.query, keep_blank_values=True)
    assert query["keep"] == ["&me"]
    assert query["empty"] == [""]
    assert query["inquiry-id"] == ["inq_1"]
    assert query["reference-id"] == ["user 1&2"]
    assert query["status"] == ["completed"]
    assert query["fields[name-first][value]"] == ["Zoë"]
    assert query["fields[agreed][value]"] == ["true"]
    assert "fields[empty][value]" not in query
    assert parts.fragment == "part"


@pytest.mark.parametrize(
    ("own", "of_template", "in_app", "begins"),
    [
        (None, None, True, "https://personacallback?inquiry-id=inq_1&status=completed"),
        (None, None, False, None),
        ("https://own.example/", "https://shop.example/", True, "https://own.example/?"),
        (None, "https://shop.example/", True, "https://shop.example/?"),
    ],
)
def test_an_app_hears_of_the_end_where_nothing_else_was_agreed(
    own: str | None, of_template: str | None, in_app: bool, begins: str | None
) -> None:
    class Finished(msgspec.Struct):
        id: str = "inq_1"
        flow_status: str = "completed"
        reference_id: str | None = None
        redirect_uri: str | None = own
        fields: dict[str, Any] = {}

    sent = finished_redirect(Finished(), _template(redirect=Redirect(uri=of_template)), in_app=in_app)  # type: ignore[arg-type]
    assert sent is None if begins is None else sent is not None and sent.startswith(begins)


def test_domains_of_the_organization_add_to_those_of_the_template() -> None:
    wide = msgspec.structs.replace(PRODUCTION, allowed_domains=("app.example:8443", "www.example"))
    template = _template(security=Security(allowed_domains=("Shop.example",)))
    for uri in ("https://shop.example/", "https://www.example/x", "https://app.example:8443/"):
        assert checked_redirect(uri, template, wide) == uri
    assert checked_redirect("https://www.example/", _template(), wide)
    for uri in ("https://app.example/", "https://example/", "https://x.www.example/"):
        with pytest.raises(BadRequest):
            checked_redirect(uri, _template(), wide)
    with pytest.raises(BadRequest):
        checked_redirect("https://www.example/", template, PRODUCTION)


@pytest.mark.parametrize("uri", ["http://localhost:3000/", "https://127.0.0.1/", "http://shop.localhost/"])
def test_the_own_machine_is_for_the_sandbox_only(uri: str) -> None:
    sandbox = msgspec.structs.replace(PRODUCTION, kind=Kind.SANDBOX, allowed_domains=("www.example",))
    assert checked_redirect(uri, _template(), sandbox) == uri
    with pytest.raises(BadRequest, match="sandbox only"):
        checked_redirect(uri, _template(), PRODUCTION)
