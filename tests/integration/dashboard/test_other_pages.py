"""Links, queues, keys, webhooks, templates, mail, settings and people."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from integration.conftest import Installation
from support.colleague import Colleague
from verilink.access import api_keys
from verilink.audit import queries as audit
from verilink.database import transaction
from verilink.flow import yaml
from verilink.flow.shipped import shipped_templates
from verilink.inquiries.create import NewInquiry, create
from verilink.kit import clock, ids
from verilink.kit.pagination import Page
from verilink.mailbox import queries as mails
from verilink.organizations import queries as organizations
from verilink.queues import queries as queues
from verilink.services import open_services
from verilink.settings import Settings
from verilink.templates import actions as template_actions
from verilink.templates import queries as templates
from verilink.webhooks import queries as webhooks


async def test_the_generic_link_is_of_this_environment_and_has_a_mail_form(
    installation: Installation, owner: Colleague
) -> None:
    page = await owner.get("/dashboard/hosted-flow")
    link = page.value("Generic link")
    assert f"inquiry-template-id={installation.template_id}" in link
    assert f"environment-id={installation.sandbox.id}" in link
    assert page.value("Link with Double braces") == link + "&reference-id={{user.id}}"
    page = await owner.get(f"/dashboard/hosted-flow?template={installation.bootstrap.templates['Selfie']}&field=CRM_ID")
    assert page.value("Link with Stars and bars").endswith("&reference-id=*|CRM_ID|*")
    assert installation.bootstrap.templates["Selfie"] in page.value("Generic link")


async def test_a_subdomain_changes_every_link(installation: Installation, database_url: str, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, public_url="https://verify.example", base_domain="verify.example")
    async with open_services(settings, database_url, listen=False) as services:
        person = Colleague(services)
        await person.sign_up(installation.bootstrap.signup_token)
        bad = await person.post("/dashboard/hosted-flow/subdomain", {"subdomain": "north wind"})
        assert bad.status == 422
        assert "letters, digits and hyphens" in bad.text
        done = await person.post("/dashboard/hosted-flow/subdomain", {"subdomain": "northwind"})
        assert done.status == 303
        page = await person.get("/dashboard/hosted-flow")
        assert page.value("Generic link").startswith("https://northwind.verify.example/verify?")


async def test_domains_are_allowed_for_every_template(installation: Installation, owner: Colleague) -> None:
    path = "/dashboard/hosted-flow/allowed-domains"
    for wrong in ("https://app.example.com", "app.example.com/x", "localhost", "intranet", "*.example.com"):
        bad = await owner.post(path, {"domains": wrong})
        assert (bad.status, "is not a bare host" in bad.text) == (422, True), wrong
        assert wrong in bad.text
    assert (await owner.post(path, {"domains": "App.example.com, www.example.com\nwww.example.com"})).status == 303
    assert "app.example.com\nwww.example.com</textarea>" in (await owner.get("/dashboard/hosted-flow")).text
    async with transaction(installation.services.pool) as conn:
        environment = await organizations.environment(conn, installation.production.id)
    assert environment.allowed_domains == ("app.example.com", "www.example.com")
    await owner.post(path, {"domains": ""})
    async with transaction(installation.services.pool) as conn:
        assert (await organizations.environment(conn, installation.production.id)).allowed_domains == ()


async def test_a_queue_is_made_filled_and_archived(installation: Installation, owner: Colleague) -> None:
    async with transaction(installation.services.pool) as conn:
        new = NewInquiry(template_id=installation.template_id, reference_id="usr_1")
        inquiry = (await create(conn, installation.services, installation.sandbox, new)).inquiry
    values = [
        ("name", "New ones"),
        ("statuses", "created"),
        ("statuses", "pending"),
        ("notify", "a@x.example, b@x.example"),
    ]
    answer = await owner.post("/dashboard/queues", values)
    page = await owner.get(answer.location)
    assert inquiry.id in page.text
    assert "Created or Pending" in page.text
    async with transaction(installation.services.pool) as conn:
        (queue,) = await queues.list_queues(conn, installation.sandbox.id)
    assert (queue.notify, queue.size) == (["a@x.example", "b@x.example"], 1)
    await owner.post(f"/dashboard/queues/{queue.id}/archive")
    assert "No queues yet" in (await owner.get("/dashboard/queues")).text


async def test_a_queue_without_name_condition_or_with_a_bad_address_is_refused(owner: Colleague) -> None:
    for values in (
        {"name": "", "statuses": "created"},
        {"name": "x"},
        {"name": "x", "statuses": "created", "notify": "nobody"},
    ):
        answer = await owner.post("/dashboard/queues", values)
        assert answer.status == 422, values
        assert 'class="problem"' in answer.text
    assert (await owner.post("/dashboard/queues", {"name": "x", "statuses": "sleeping"})).status == 422


async def test_a_queue_of_the_other_environment_is_not_found(installation: Installation, owner: Colleague) -> None:
    location = (await owner.post("/dashboard/queues", {"name": "x", "statuses": "created"})).location
    await owner.post("/dashboard/environment", {"environment": installation.production.id})
    assert (await owner.get(location)).status == 404
    assert (await owner.post(f"{location}/archive")).status == 404


async def test_a_key_is_shown_once_works_and_is_revoked(installation: Installation, owner: Colleague) -> None:
    values = [("name", "CI"), ("permissions", "inquiry.read"), ("permissions", "inquiry.write")]
    value = (await owner.post("/dashboard/api-keys", values)).value("API key value")
    caller = await api_keys.authenticate(installation.services, value)
    assert (caller.environment.id, caller.permissions) == (installation.sandbox.id, {"inquiry.read", "inquiry.write"})
    listed = await owner.get("/dashboard/api-keys")
    assert value not in listed.text
    assert f"…{value[-4:]}" in listed.text
    await owner.post("/dashboard/environment", {"environment": installation.production.id})
    assert (await owner.post(f"/dashboard/api-keys/{caller.key_id}/revoke")).status == 404
    await owner.post("/dashboard/environment", {"environment": installation.sandbox.id})
    assert (await owner.post(f"/dashboard/api-keys/{caller.key_id}/revoke")).status == 303
    assert caller.key_id not in (await owner.get("/dashboard/api-keys")).text


async def test_a_key_needs_a_name_and_a_known_permission(owner: Colleague) -> None:
    for values in ({"name": "", "permissions": "inquiry.read"}, {"name": "x"}, {"name": "x", "permissions": "root"}):
        assert (await owner.post("/dashboard/api-keys", values)).status == 422


async def test_a_webhook_begins_disabled_and_is_enabled_rotated_and_archived(
    installation: Installation, owner: Colleague
) -> None:
    values = [("url", "https://hooks.example.com/in"), ("events", "inquiry.completed"), ("name", "Main")]
    location = (await owner.post("/dashboard/webhooks", values)).location
    webhook_id = location.rsplit("/", 1)[1]

    async def status() -> str:
        async with transaction(installation.services.pool) as conn:
            return str((await webhooks.get(conn, installation.sandbox.id, webhook_id)).status)

    assert await status() == "disabled"
    secret = (await owner.post(f"{location}/secret")).value("Signing secret")
    assert secret.startswith("wbhsec_")
    assert secret not in (await owner.get(location)).text
    await owner.post(f"{location}/status", {"status": "enabled"})
    assert await status() == "enabled"
    await owner.post(f"{location}/rotate")
    after = await owner.post(f"{location}/secret")
    assert secret in after.text
    assert after.value("Signing secret") != secret
    assert (await owner.post(f"{location}/status", {"status": "exploded"})).status == 400
    await owner.post(f"{location}/status", {"status": "archived"})
    assert await status() == "archived"
    assert (await owner.post(f"{location}/status", {"status": "enabled"})).status == 409
    async with transaction(installation.services.pool) as conn:
        entries = await audit.list_entries(conn, installation.bootstrap.organization_id, Page(20))
    acts = [each.action for each in entries if each.action.startswith("webhook.")]
    assert acts == [
        "webhook.archived",
        "webhook.secret-seen",
        "webhook.secret-rotated",
        "webhook.enabled",
        "webhook.secret-seen",
        "webhook.created",
    ]
    assert secret not in msgspec.json.encode([each.detail for each in entries]).decode()


async def test_an_address_that_may_not_be_reached_is_refused(owner: Colleague) -> None:
    for url in ("http://169.254.169.254/latest", "ftp://x.example", "not a url", ""):
        answer = await owner.post("/dashboard/webhooks", {"url": url, "events": "inquiry.completed"})
        assert answer.status == 422, url
    assert (await owner.post("/dashboard/webhooks", {"url": "https://x.example"})).status == 422


async def test_a_webhook_of_the_other_environment_is_not_found(installation: Installation, owner: Colleague) -> None:
    values = {"url": "https://hooks.example.com/in", "events": "*"}
    location = (await owner.post("/dashboard/webhooks", values)).location
    await owner.post("/dashboard/environment", {"environment": installation.production.id})
    assert (await owner.get(location)).status == 404
    for path, form in (("/status", {"status": "enabled"}), ("/rotate", {}), ("/secret", {})):
        assert (await owner.post(location + path, form)).status == 404, path


async def test_deliveries_are_listed_with_their_tries_and_tried_again(
    installation: Installation, owner: Colleague
) -> None:
    location = (
        await owner.post("/dashboard/webhooks", {"url": "https://hooks.example.com/in", "events": "*"})
    ).location
    await owner.post(f"{location}/status", {"status": "enabled"})
    webhook_id, delivery_id = location.rsplit("/", 1)[1], ids.new("wbhd")
    async with transaction(installation.services.pool) as conn:
        new = NewInquiry(template_id=installation.template_id)
        inquiry = (await create(conn, installation.services, installation.sandbox, new)).inquiry
        event_id = await conn.fetchval("SELECT id FROM event WHERE inquiry_id = $1", inquiry.id)
        await conn.execute(
            """INSERT INTO webhook_delivery
               (environment_id, id, webhook_id, event_id, status, attempts, created_at, completed_at, last_status,
                last_error)
               VALUES ($1, $2, $3, $4, 'failed', 8, $5, $5, 500, 'Answered 500')""",
            installation.sandbox.id,
            delivery_id,
            webhook_id,
            event_id,
            clock.now(),
        )
    page = await owner.get(location)
    assert "inquiry.created" in page.text
    assert "Answered 500" in page.text
    assert (await owner.post(f"{location}/deliveries/{delivery_id}/retry")).status == 303
    async with transaction(installation.services.pool) as conn:
        status = await conn.fetchval("SELECT status FROM webhook_delivery WHERE id = $1", delivery_id)
    assert status == "pending"
    assert (await owner.post(f"/dashboard/webhooks/wbh_x/deliveries/{delivery_id}/retry")).status == 404


async def test_a_template_is_exported_changed_imported_and_published(
    installation: Installation, owner: Colleague
) -> None:
    base = f"/dashboard/templates/{installation.template_id}"
    exported = await owner.get(f"{base}/export")
    assert exported.headers["content-disposition"] == 'attachment; filename="government-id-and-selfie-v1.yaml"'
    document = yaml.parse(exported.content)
    assert document == shipped_templates()["Government ID and selfie"]
    changed = exported.content.decode().replace("Government ID and selfie", "Passport check", 1)
    answer = await owner.post("/dashboard/templates", {"template": installation.template_id, "document": changed})
    assert answer.location == f"{base}?done=draft"
    assert "Version 2 is a draft" in (await owner.get(base)).text
    assert (await owner.post(f"{base}/publish")).status == 303
    assert "Passport check" in (await owner.get(base)).text
    assert (await owner.post(f"{base}/publish")).status == 409
    new = await owner.post("/dashboard/templates", {"document": changed})
    assert new.status == 303
    assert installation.template_id not in new.location


async def test_a_document_with_mistakes_is_refused_with_every_mistake_and_kept(owner: Colleague) -> None:
    text = "schema: 1\nname: X\nstart: nowhere\nsteps:\n  a: {kind: end, status: completed, title: '<b>Done</b>'}\n"
    answer = await owner.post("/dashboard/templates", {"document": text})
    assert answer.status == 422
    assert "nowhere" in answer.text
    assert b"&lt;b&gt;Done" in answer.content
    for bad in ("", "{", "a: &x [*x, *x]", "x" * 300_000):
        assert (await owner.post("/dashboard/templates", {"document": bad})).status == 422


async def test_a_template_is_stopped_and_allowed_again(installation: Installation, owner: Colleague) -> None:
    base = f"/dashboard/templates/{installation.template_id}"
    await owner.post(f"{base}/status", {"status": "inactive"})
    templates.forget(installation.bootstrap.organization_id, installation.template_id)
    page = await owner.get("/dashboard/inquiries/new")
    assert f'value="{installation.template_id}"' not in page.text
    await owner.post(f"{base}/status", {"status": "active"})
    assert f'value="{installation.template_id}"' in (await owner.get("/dashboard/inquiries/new")).text
    assert (await owner.post(f"{base}/status", {"status": "asleep"})).status == 400


async def test_a_template_of_another_organization_is_not_found(installation: Installation, owner: Colleague) -> None:
    other = ids.new("org")
    async with transaction(installation.services.pool) as conn:
        await organizations.insert_organization(conn, other, "Southwind", clock.now())
        theirs = await template_actions.create(conn, other, shipped_templates()["Selfie"])
    base = f"/dashboard/templates/{theirs.id}"
    assert (await owner.get(base)).status == 404
    assert (await owner.get(f"{base}/export")).status == 404
    for path, form in (("/publish", {}), ("/status", {"status": "active"})):
        assert (await owner.post(base + path, form)).status == 404
    document = yaml.dump(shipped_templates()["Selfie"])
    assert (await owner.post("/dashboard/templates", {"template": theirs.id, "document": document})).status == 404


async def test_mails_that_could_not_be_sent_are_shown(installation: Installation, owner: Colleague) -> None:
    mail_id, now = ids.new("mail"), clock.now()
    row = (
        installation.sandbox.id,
        mail_id,
        "a@x.example",
        "One in <b>",
        "Text of it",
        None,
        None,
        "held",
        now,
        None,
        False,
    )
    async with transaction(installation.services.pool) as conn:
        await mails.insert(conn, [row])
    page = await owner.get("/dashboard/mail")
    assert "No mail server is set" in page.text
    assert b"One in &lt;b&gt;" in page.content
    assert "Text of it" in (await owner.get(f"/dashboard/mail/{mail_id}")).text
    await owner.post("/dashboard/environment", {"environment": installation.production.id})
    assert (await owner.get(f"/dashboard/mail/{mail_id}")).status == 404


async def test_settings_are_changed(installation: Installation, owner: Colleague) -> None:
    await owner.post("/dashboard/settings/name", {"name": "Northwind & Sons"})
    assert b"Northwind &amp; Sons" in (await owner.get("/dashboard")).content
    assert (await owner.post("/dashboard/settings/name", {"name": ""})).status == 422
    await owner.post("/dashboard/settings/engine", {"engine": "real"})
    assert "judged by the real engine" in (await owner.get("/dashboard")).text
    async with transaction(installation.services.pool) as conn:
        assert not (await organizations.environment(conn, installation.sandbox.id)).simulates
        assert not (await organizations.environment(conn, installation.production.id)).simulates


async def test_people_are_invited_listed_and_removed(installation: Installation, owner: Colleague) -> None:
    assert (await owner.post("/dashboard/people", {"role": "emperor"})).status == 422
    assert (await owner.post("/dashboard/people", {"role": "reviewer", "email": "nobody"})).status == 422
    reviewer = await owner.invite("reviewer", "ben@northwind.example")
    page = await owner.get("/dashboard/people")
    found = re.search(r"/dashboard/people/(user_\w+)/disable", page.text)
    assert found
    assert (await owner.post(f"/dashboard/people/{found[1]}/disable")).status == 303
    assert (await reviewer.get("/dashboard")).status == 303
    assert (await owner.post("/dashboard/people/user_x/disable")).status == 404


async def test_the_audit_log_shows_who_did_what(owner: Colleague) -> None:
    await owner.post("/dashboard/settings/name", {"name": "Southwind"})
    page = await owner.get("/dashboard/audit")
    assert "Organization renamed" in page.text
    assert "Ada Ruiz" in page.text
    assert "198.51.100.4" in page.text
