"""An organization's own host in a real browser, which looks every name under ``localhost`` up as this machine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from support.phone import Company, Phone
from verilink.audit.actions import Actor
from verilink.organizations import actions


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
