"""Webhooks: where events go, with what secret, and how each delivery went."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response
from starlette.routing import Route

from verilink.access.roles import Capability
from verilink.audit.actions import record
from verilink.dashboard import words
from verilink.dashboard.doors import get, post
from verilink.dashboard.forms import Form
from verilink.dashboard.render import go, page
from verilink.dashboard.visit import Visit
from verilink.errors import BadRequest, NotFound, Unprocessable, VerilinkError
from verilink.kit.pagination import Page, cut, links
from verilink.webhooks import actions, queries
from verilink.webhooks.deliveries import queries as deliveries
from verilink.webhooks.event_names import EVERYTHING
from verilink.webhooks.model import Details

PATH: Final = "/dashboard/webhooks"
_FIRST_TICKED: Final = ["inquiry.completed", "inquiry.failed", "inquiry.approved", "inquiry.declined"]
_MOST: Final = Page(100)
# What this server emits, in the order a person reads about it.
_OFFERED: Final = (*words.EVENTS, "account.redacted")


async def webhooks_page(visit: Visit) -> Response:
    """Every webhook of the environment (their number is bounded)."""
    async with visit.reading() as conn:
        rows = await queries.list_webhooks(conn, visit.environment.id, _MOST)
    return page(visit, "webhooks/list.html", title="Webhooks", rows=rows)


async def new_page(visit: Visit) -> Response:
    """The form for a new webhook."""
    return _form(visit, Form({}), _FIRST_TICKED)


async def create(visit: Visit, form: Form) -> Response:
    """Make it, disabled, so that the receiver can be given the secret first."""
    ticked = form.many("events")
    names = [EVERYTHING] if EVERYTHING in ticked else ticked
    details = Details(url=form.text("url"), name=form.optional("name"), enabled_events=names)
    try:
        async with visit.changing() as conn:
            made, _ = await actions.create(conn, visit.services, visit.environment.id, details)
            await record(conn, visit.actor, "webhook.created", made.id, {"url": made.url})
    except (BadRequest, Unprocessable) as problem:
        return _form(visit, form, ticked, problem)
    return go(visit, f"{PATH}/{made.id}")


def _form(visit: Visit, form: Form, ticked: list[str], problem: VerilinkError | None = None) -> Response:
    said = (problem.details or problem.title) if problem else ""
    about = "events" if "enabled-events" in said or "event" in said.split(" ")[:1] else "url"
    return page(
        visit,
        "webhooks/new.html",
        title="New webhook",
        status=422 if problem else 200,
        given={"url": form.text("url"), "name": form.text("name")},
        ticked=ticked,
        events=[(name, words.event(name)[0]) for name in _OFFERED],
        problems={about: said.removeprefix("data.attributes.")} if problem else {},
    )


async def one_page(visit: Visit) -> Response:
    """One webhook with its deliveries. Raises ``NotFound``."""
    async with visit.reading() as conn:
        webhook = await queries.get(conn, visit.environment.id, visit.param("webhook"))
        found = await deliveries.list_deliveries(conn, visit.environment.id, visit.page, webhook_id=webhook.id)
    window = cut(found, visit.page, lambda each: each.id)
    address = f"{PATH}/{webhook.id}"
    return page(
        visit,
        "webhooks/one.html",
        title=webhook.name or "Webhook",
        webhook=webhook,
        rows=window.rows,
        links=links(address, visit.query, window),
    )


async def set_status(visit: Visit, form: Form) -> Response:
    """Enable, disable or archive it."""
    webhook_id, wanted = visit.param("webhook"), form.text("status")
    doors = {"enabled": actions.enable, "disabled": actions.disable, "archived": actions.archive}
    if wanted not in doors:
        raise BadRequest("Enable, disable or archive.")
    async with visit.changing() as conn:
        await doors[wanted](conn, visit.environment.id, webhook_id)
        await record(conn, visit.actor, f"webhook.{wanted}", webhook_id)
    return go(visit, f"{PATH}?done=archived" if wanted == "archived" else f"{PATH}/{webhook_id}?done={wanted}")


async def rotate(visit: Visit, _: Form) -> Response:
    """A new secret; the old one signs as well for a day."""
    webhook_id = visit.param("webhook")
    async with visit.changing() as conn:
        await actions.rotate_secret(conn, visit.services, visit.environment.id, webhook_id)
        await record(conn, visit.actor, "webhook.secret-rotated", webhook_id)
    return go(visit, f"{PATH}/{webhook_id}?done=rotated")


async def reveal(visit: Visit, _: Form) -> Response:
    """Show the secrets that are valid now. Raises ``NotFound``."""
    async with visit.changing() as conn:
        webhook = await queries.get(conn, visit.environment.id, visit.param("webhook"))
        secrets = await actions.secrets_of(conn, visit.services.keys, webhook)
        await record(conn, visit.actor, "webhook.secret-seen", webhook.id)
    return page(visit, "webhooks/secrets.html", title="Signing secret", webhook=webhook, secrets=secrets)


async def retry(visit: Visit, _: Form) -> Response:
    """Try a delivery again now. Raises ``NotFound`` or ``Conflict``."""
    webhook_id, delivery_id = visit.param("webhook"), visit.param("delivery")
    async with visit.changing() as conn:
        delivery = await deliveries.get(conn, visit.environment.id, delivery_id)
        if delivery.webhook_id != webhook_id:
            raise NotFound("There is no such delivery.")
        await actions.retry_delivery(conn, visit.environment.id, delivery_id)
        await record(conn, visit.actor, "webhook.delivery-retried", delivery_id)
    return go(visit, f"{PATH}/{webhook_id}?done=retried")


def routes() -> list[Route]:
    """The routes of this module."""
    one = PATH + "/{webhook}"
    return [
        get(PATH, webhooks_page, Capability.DEVELOP),
        post(PATH, create, Capability.DEVELOP),
        get(PATH + "/new", new_page, Capability.DEVELOP),
        get(one, one_page, Capability.DEVELOP),
        post(one + "/status", set_status, Capability.DEVELOP),
        post(one + "/rotate", rotate, Capability.DEVELOP),
        post(one + "/secret", reveal, Capability.DEVELOP),
        post(one + "/deliveries/{delivery}/retry", retry, Capability.DEVELOP),
    ]
