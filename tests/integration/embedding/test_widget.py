"""``/widget``: who may frame it follows the template, the environment and nothing the query merely claims."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import msgspec
import pytest

from support.visitor import Reply, Visitor
from verilink.audit.actions import Actor
from verilink.database import transaction
from verilink.flow.document import Security
from verilink.inquiries.create import NewInquiry, create
from verilink.organizations import actions as organizations
from verilink.organizations.model import Environment
from verilink.templates import actions as templates
from verilink.templates import queries as template_queries

SHOP = "https://shop.example.com"
LOCAL = "http://localhost:9101"
UNKNOWN = "itmpl_1111111111111111111111111111"


def ancestors(reply: Reply) -> list[str]:
    """The sources of ``frame-ancestors``."""
    for directive in reply.headers["content-security-policy"].split("; "):
        name, _, sources = directive.partition(" ")
        if name == "frame-ancestors":
            return sources.split(" ")
    raise AssertionError("the page says nothing of who may frame it")


async def widget(framed: Visitor, origin: str, **parameters: str) -> Reply:
    """The page as the SDK asks for it."""
    given = {"iframe-origin": origin} | {name.replace("_", "-"): value for name, value in parameters.items()}
    query = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in given.items())
    return await framed.call("GET", f"/widget?{query}")


async def allow(installation: Any, *domains: str, template_id: str | None = None) -> str:
    """Publish the template with these allowed domains; returns the version."""
    organization = installation.production.organization_id
    template_id = template_id or installation.template_id
    async with transaction(installation.services.pool) as conn:
        version = await template_queries.live(conn, organization, template_id)
        changed = msgspec.structs.replace(version.document, security=Security(allowed_domains=domains))
        await templates.save_draft(conn, organization, template_id, changed)
        return (await templates.publish(conn, organization, template_id)).id


async def inquiry(installation: Any, environment: Environment) -> str:
    """A new inquiry of the template."""
    async with transaction(installation.services.pool) as conn:
        new = NewInquiry(template_id=installation.template_id)
        return (await create(conn, installation.services, environment, new)).inquiry.id


async def test_a_domain_of_the_organization_frames_every_template_at_once(installation: Any, framed: Visitor) -> None:
    named = {"inquiry_template_id": installation.template_id}
    refused = await widget(framed, SHOP, **named)
    assert (refused.status, b"s allowed domains." in refused.content) == (403, True)
    actor = Actor(organization_id=installation.production.organization_id)
    async with transaction(installation.services.pool) as conn:
        await organizations.set_allowed_domains(conn, actor, "Shop.example.com")
    for template_id in installation.bootstrap.templates.values():
        answer = await widget(framed, SHOP, inquiry_template_id=template_id)
        assert ancestors(answer) == ["'self'", SHOP]
    assert (await widget(framed, SHOP, inquiry_template_id=UNKNOWN)).status == 200
    assert (await widget(framed, "https://example.com", **named)).status == 403
    await allow(installation, "other.example.com")
    assert (await widget(framed, SHOP, **named)).status == 200
    assert (await widget(framed, "https://other.example.com", **named)).status == 200
    assert (await widget(framed, LOCAL, **named)).status == 403


async def test_a_listed_domain_frames_production_and_nobody_else_does(installation: Any, framed: Visitor) -> None:
    await allow(installation, "shop.example.com")
    named = {"inquiry_template_id": installation.template_id}
    reply = await widget(framed, SHOP, **named)
    assert (reply.status, ancestors(reply)) == (200, ["'self'", SHOP])
    for origin in (LOCAL, "https://evil.example", "http://shop.example.com", "null", ""):
        refused = await widget(framed, origin, **named)
        assert (refused.status, ancestors(refused)) == (403, ["'none'"])
    text = (await widget(framed, "https://evil.example", **named)).content.decode()
    assert "https://evil.example may not embed this flow" in text
    assert "security.allowed-domains" in text


async def test_without_a_list_only_the_sandbox_can_be_framed_and_only_by_localhost(
    installation: Any, framed: Visitor
) -> None:
    for environment, origin, status in (
        (installation.sandbox, LOCAL, 200),
        (installation.sandbox, SHOP, 403),
        (installation.production, LOCAL, 403),
        (installation.production, SHOP, 403),
    ):
        named = {"inquiry_template_id": installation.template_id, "environment_id": environment.id}
        assert (await widget(framed, origin, **named)).status == status


async def test_the_deprecated_environment_name_counts_as_it_does_for_opening(
    installation: Any, framed: Visitor
) -> None:
    named = {"template_id": installation.template_id, "environment": "sandbox"}
    assert (await widget(framed, LOCAL, **named)).status == 200
    both = named | {"environment_id": installation.production.id}
    assert (await widget(framed, LOCAL, **both)).status == 403


async def test_a_version_and_an_inquiry_follow_their_templates_present_list(installation: Any, framed: Visitor) -> None:
    first = await allow(installation, "old.example.com")
    made = await inquiry(installation, installation.production)
    await allow(installation, "shop.example.com")
    for named in ({"inquiry_template_version_id": first}, {"inquiry_id": made}):
        assert (await widget(framed, SHOP, **named)).status == 200
        assert (await widget(framed, "https://old.example.com", **named)).status == 403


async def test_an_inquiry_is_of_its_own_environment_whatever_the_query_says(installation: Any, framed: Visitor) -> None:
    production = await inquiry(installation, installation.production)
    sandbox = await inquiry(installation, installation.sandbox)
    claimed = {"environment": "sandbox", "environment_id": installation.sandbox.id}
    assert (await widget(framed, LOCAL, inquiry_id=production, **claimed)).status == 403
    assert (await widget(framed, LOCAL, inquiry_id=sandbox)).status == 200


async def test_one_time_links_are_not_framed(installation: Any, framed: Visitor) -> None:
    reply = await widget(framed, LOCAL, code="us1-abc", environment="sandbox")
    assert reply.status == 403
    assert "inquiry-id" in reply.content.decode()


@pytest.mark.parametrize(
    "named",
    [
        {"inquiry_template_id": UNKNOWN},
        {"inquiry_id": UNKNOWN.replace("itmpl", "inq")},
        {"inquiry_template_id": "nonsense"},
        {"inquiry_template_id": UNKNOWN, "account_id": "act_1", "reference_id": "a"},
        {},
    ],
)
async def test_what_opens_nothing_is_framed_so_that_the_page_is_told(
    installation: Any, framed: Visitor, named: dict[str, str]
) -> None:
    await allow(installation, "shop.example.com")
    assert ancestors(await widget(framed, SHOP, **named)) == ["'self'", SHOP]
    assert (await widget(framed, LOCAL, environment_id=installation.sandbox.id, **named)).status == 200
    assert (await widget(framed, LOCAL, **named)).status == 403
    assert (await widget(framed, "https://evil.example", **named)).status == 403
    query = "&".join(f"{name.replace('_', '-')}={value}" for name, value in named.items())
    assert (await framed.start(query)).status in (400, 404)


async def test_a_template_that_was_never_published_can_be_framed_to_say_so(installation: Any, framed: Visitor) -> None:
    organization = installation.production.organization_id
    async with transaction(installation.services.pool) as conn:
        version = await template_queries.live(conn, organization, installation.template_id)
        document = msgspec.structs.replace(version.document, security=Security(allowed_domains=("draft.example.com",)))
        made = await templates.create(conn, organization, document)
    reply = await widget(framed, "https://draft.example.com", inquiry_template_id=made.id)
    assert reply.status == 200
    assert (await widget(framed, SHOP, inquiry_template_id=made.id)).status == 403
    started = await framed.start(f"inquiry-template-id={made.id}")
    assert (started.status, started.json["code"]) == (422, "inactive_template")


async def test_a_query_that_cannot_be_read_is_refused(framed: Visitor) -> None:
    reply = await framed.call("GET", "/widget?iframe-origin=%zz")
    assert (reply.status, ancestors(reply)) == (400, ["'none'"])


async def test_verify_itself_is_framed_by_nobody(installation: Any, framed: Visitor) -> None:
    reply = await framed.call("GET", f"/verify?inquiry-template-id={installation.template_id}&iframe-origin={SHOP}")
    assert ancestors(reply) == ["'none'"]


async def test_the_result_is_for_the_session_of_a_finished_flow_only(installation: Any, framed: Visitor) -> None:
    assert (await framed.call("GET", "/widget/result")).status == 401
    government = installation.bootstrap.templates["Government ID"]
    await framed.start(f"inquiry-template-id={government}&environment-id={installation.sandbox.id}")
    assert (await framed.call("GET", "/widget/result")).status == 409
    await framed.choose()
    await framed.photograph("verification_government_id", "front")
    await framed.verdict(installation.sandbox, passed=True)
    reply = await framed.call("GET", "/widget/result")
    assert (reply.status, reply.json["inquiryId"], reply.json["status"]) == (200, framed.inquiry_id, "completed")
    assert reply.json["fields"]["name-first"] == {"type": "string", "value": None}
    assert "no-store" in reply.headers["cache-control"]


async def test_the_sdk_is_a_module_any_page_may_import_and_is_not_sent_twice(framed: Visitor) -> None:
    reply = await framed.call("GET", "/sdk/verilink.js", headers={"accept-encoding": "gzip"})
    assert reply.headers["access-control-allow-origin"] == "*"
    assert reply.headers["content-type"].startswith("text/javascript")
    assert b"export function open" in reply.content
    again = await framed.call("GET", "/sdk/verilink.js", headers={"if-none-match": reply.headers["etag"]})
    assert (again.status, again.content) == (304, b"")
    plain = await framed.call("GET", "/sdk/verilink.js")
    assert plain.content == reply.content
    assert len(plain.content) < 3_000, "as it is read, before it is packed"
