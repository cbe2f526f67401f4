"""An organization's own host in a real browser, which looks every name under ``localhost`` up as this machine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from support.phone import Company, Phone
from verilink.audit.actions import Actor
from verilink.organizations import actions, domains


def test_the_flow_lives_under_the_organizations_name_and_other_names_say_so(
    start_server: Callable[..., Any], browser: Browser, make_phone: Callable[..., Phone], tmp_path: Path
) -> None:
    company = Company(start_server(worker=False, base_domain="localhost"))
    actor = Actor(organization_id=company.server.made.organization_id)
    company.do(actions.set_subdomain, actor, "northwind")
    phone = make_phone(browser)
    phone.page.goto(company.generic().replace("//localhost", "//northwind.localhost"))
    phone.see("confirm it’s you")
    phone.page.goto(company.generic().replace("//localhost", "//nobody.localhost"))
    phone.see("There is nothing at this address")
    phone.page.wait_for_function("() => getComputedStyle(document.querySelector('.mark')).borderRadius === '50%'")
    phone.page.screenshot(path=str(tmp_path / "nobody.png"))


def test_the_flow_lives_under_a_name_that_the_organization_brought(
    start_server: Callable[..., Any], launch: Callable[..., Browser], make_phone: Callable[..., Phone]
) -> None:
    company = Company(start_server(worker=False, custom_domains=True))
    actor = Actor(organization_id=company.server.made.organization_id)
    settings = company.server.services.settings
    domain = company.do(domains.claim, actor, settings, "verify.northwind.example")
    company.do(domains.settle, domain, None)
    link = company.create(with_link=True)
    port = company.server.url.rpartition(":")[2]
    trusted = f"http://verify.northwind.example:{port},http://evil.example:{port}"  # as behind a proxy with https
    phone = make_phone(
        launch("--host-resolver-rules=MAP *.example 127.0.0.1", f"--unsafely-treat-insecure-origin-as-secure={trusted}")
    )
    query = company.generic().partition("?")[2]
    phone.page.goto(f"http://verify.northwind.example:{port}/verify?{query}")
    phone.see("confirm it’s you")
    phone.tap("Agree and start")
    phone.see("Which document")
    phone.page.goto(f"http://verify.northwind.example:{port}/verify?inquiry-id={link.id}")
    phone.see("confirm it’s you")
    for address in ("verify.northwind.example:{port}/dashboard", "evil.example:{port}/verify"):
        phone.page.goto("http://" + address.format(port=port))
        phone.see("There is nothing at this address")
