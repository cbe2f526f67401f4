"""Hosted flow links: a template's generic link, its form for mail templates, and the subdomain of all links."""

from __future__ import annotations

import re
from typing import Any, Final

from starlette.responses import Response
from starlette.routing import Route

from verilink.access.roles import Capability
from verilink.dashboard.doors import get, post
from verilink.dashboard.forms import Form
from verilink.dashboard.render import go, page
from verilink.dashboard.visit import Visit
from verilink.errors import BadRequest, Conflict
from verilink.organizations import actions, domain_queries, domains
from verilink.organizations.model import Domain
from verilink.sessions.links import base_url, generic_link
from verilink.sessions.signatures import link_key
from verilink.templates import queries as templates

PATH: Final = "/dashboard/hosted-flow"
# How mail tools write "put this contact's value here": what it looks like, where it is usual.
SYNTAXES: Final = (
    ("{{%s}}", "Double braces", "Liquid, Handlebars and Mustache templates"),
    ("*|%s|*", "Stars and bars", "newsletter tools"),
    ("%%%s%%", "Percent signs", "campaign and CRM tools"),
    ("%%%%%s%%%%", "Double percent signs", "enterprise mail tools"),
    ("[%s]", "Square brackets", "simple mail merge"),
)
_DEFAULT_FIELD: Final = "user.id"
_FIELD: Final = re.compile(r"[\w .:'|-]{1,80}")


async def links_page(visit: Visit) -> Response:
    """The links of one template in this environment."""
    return await _page(visit)


async def _page(visit: Visit, typed: dict[str, str] | None = None, problems: dict[str, str] | None = None) -> Response:
    typed, problems = typed or {}, problems or {}
    async with visit.reading() as conn:
        every = await templates.list_templates(conn, visit.environment.organization_id)
        usable = [each for each in reversed(every) if each.status == "active" and each.live_version_id]
        chosen = next((each for each in usable if each.id == visit.given("template")), usable[0] if usable else None)
        version = await templates.live(conn, chosen.organization_id, chosen.id) if chosen else None
        known = await domain_queries.domains(conn, visit.environment.organization_id)
    settings, field = visit.services.settings, merge_field(visit.given("field"))
    named = visit.environment.at(version.document.links.host if version else None)
    link = generic_link(settings, named, chosen.id) if chosen else ""
    return page(
        visit,
        "hosted-links.html",
        title="Hosted flow links",
        status=422 if problems else 200,
        templates=[(each.id, each.name) for each in usable],
        chosen=chosen,
        blocked=bool(version and version.document.security.block_client_creation),
        link=link,
        merge_name=field,
        merged=[(name, where, form % field, merge_link(link, form, field)) for form, name, where in SYNTAXES],
        base_domain=settings.base_domain,
        base=base_url(settings, visit.environment),
        subdomain=typed.get("subdomain", visit.environment.subdomain or ""),
        domains=_domains_card(visit, known, typed),
        problems=problems,
        may_set=visit.may(Capability.WRITE_SETTINGS),
        allowed=typed.get("domains", "\n".join(visit.environment.allowed_domains)),
        key=link_key(visit.services.keys, visit.environment) if visit.may(Capability.DEVELOP) else None,
        requires=bool(version and version.document.security.require_signed_links),
    )


def merge_field(asked: str) -> str:
    """The name of the contact field a person typed, or the usual one."""
    return asked if _FIELD.fullmatch(asked) else _DEFAULT_FIELD


def merge_link(link: str, form: str, field: str) -> str:
    """The link with a merge tag as reference ID. The tag stays as it is: the mail tool must be able to find it."""
    return f"{link}&reference-id={form % field}"


async def set_subdomain(visit: Visit, form: Form) -> Response:
    """Give the organization's links a subdomain, or take it away."""
    asked = form.text("subdomain")
    try:
        async with visit.changing() as conn:
            await actions.set_subdomain(conn, visit.actor, asked)
    except (BadRequest, Conflict) as problem:
        return await _page(visit, {"subdomain": asked}, {"subdomain": problem.details or problem.title})
    return go(visit, f"{PATH}?done=saved")


async def set_allowed(visit: Visit, form: Form) -> Response:
    """Allow domains in every template."""
    asked = form.text("domains")
    try:
        async with visit.changing() as conn:
            await actions.set_allowed_domains(conn, visit.actor, asked)
    except BadRequest as problem:
        return await _page(visit, {"domains": asked}, {"domains": problem.details or problem.title})
    return go(visit, f"{PATH}?done=saved#allowed")


def _domains_card(visit: Visit, known: list[Domain], typed: dict[str, str]) -> dict[str, Any]:
    settings = visit.services.settings
    proofs = {each.host: (domains.record_name(each), domains.proof_of(each)) for each in known}
    ends = {each.host: each.missing_since + domains.GRACE for each in known if each.missing_since}
    shown = {"allowed": settings.custom_domains, "target": settings.public_host, "path": domains.PROOF_PATH}
    return shown | {"known": known, "proofs": proofs, "ends": ends, "typed": typed.get("domain", "")}


async def add_domain(visit: Visit, form: Form) -> Response:
    """Begin with a host name of the organization's own."""
    asked = form.text("domain")
    try:
        async with visit.changing() as conn:
            _check_allowed(visit)
            await domains.claim(conn, visit.actor, visit.services.settings, asked)
    except BadRequest as problem:
        return await _page(visit, {"domain": asked}, {"domain": problem.details or problem.title})
    return go(visit, f"{PATH}?done=saved#domain")


def _check_allowed(visit: Visit) -> None:
    if not visit.services.settings.custom_domains:
        raise BadRequest("The operator has not switched this on.")


async def check_domain(visit: Visit, form: Form) -> Response:
    """Have a proof looked for at once."""
    async with visit.changing() as conn:
        await domains.ask(conn, visit.actor, form.text("domain"))
    return go(visit, f"{PATH}#domain")


async def choose_domain(visit: Visit, form: Form) -> Response:
    """Let links begin with this name."""
    async with visit.changing() as conn:
        await domains.choose(conn, visit.actor, form.text("domain"))
    return go(visit, f"{PATH}?done=saved#domain")


async def remove_domain(visit: Visit, form: Form) -> Response:
    """Take a name away."""
    async with visit.changing() as conn:
        await domains.remove(conn, visit.actor, form.text("domain"))
    return go(visit, f"{PATH}?done=saved#domain")


async def rotate_key(visit: Visit, _: Form) -> Response:
    """Let another key sign this environment's links."""
    async with visit.changing() as conn:
        await actions.rotate_link_key(conn, visit.actor, visit.environment.id)
    return go(visit, f"{PATH}?done=saved")


def routes() -> list[Route]:
    """The routes of this module."""
    return [
        get(PATH, links_page, Capability.SEE_INQUIRIES),
        post(PATH + "/subdomain", set_subdomain, Capability.WRITE_SETTINGS),
        post(PATH + "/domain", add_domain, Capability.WRITE_SETTINGS),
        post(PATH + "/domain/main", choose_domain, Capability.WRITE_SETTINGS),
        post(PATH + "/domain/remove", remove_domain, Capability.WRITE_SETTINGS),
        post(PATH + "/domain/check", check_domain, Capability.WRITE_SETTINGS),
        post(PATH + "/allowed-domains", set_allowed, Capability.WRITE_SETTINGS),
        post(PATH + "/link-key", rotate_key, Capability.WRITE_SETTINGS),
    ]
