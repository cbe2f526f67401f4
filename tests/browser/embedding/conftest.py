"""A company's page with the published SDK in it, on one port, and the flow it embeds on another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Browser, BrowserContext

from support.pages import MODULE, UMD, Visit
from support.phone import Company
from support.shop import Shop, fetch_packages
from verilink.flow.document import Security, Template
from verilink.flow.shipped import shipped_templates
from verilink.templates import actions as templates
from verilink.templates import queries as template_queries


@pytest.fixture(scope="session")
def packages() -> Path:
    """The published SDK, unmodified."""
    return fetch_packages()


@pytest.fixture(scope="module")
def shop(packages: Path) -> Iterator[Shop]:
    """The company's site."""
    with Shop(packages) as opened:
        opened.pages |= {"/": UMD, "/module": MODULE}
        yield opened


@pytest.fixture
def company(shared_server: Any) -> Company:
    """The company as the installation knows it."""
    return Company(shared_server)


@pytest.fixture(scope="session")
def make_template(shared_server: Any) -> Callable[..., str]:
    """``make_template("Government ID", change, domains=[…])``: a published template; ``publish=False``: a draft."""

    def make(
        name: str = "Government ID",
        change: Callable[[Template], Template] = lambda template: template,
        *,
        domains: tuple[str, ...] = (),
        publish: bool = True,
    ) -> str:
        document = change(shipped_templates()[name])
        document = msgspec.structs.replace(document, security=Security(allowed_domains=domains))
        company = Company(shared_server)

        async def work(conn: Any) -> str:
            shipped = shared_server.made.templates[name]
            organization = await conn.fetchval("SELECT organization_id FROM inquiry_template WHERE id = $1", shipped)
            made = await templates.create(conn, organization, document)
            if publish:
                await templates.publish(conn, organization, made.id)
            return str((await template_queries.get(conn, organization, made.id)).id)

        return str(company.do(work))

    return make


@pytest.fixture(scope="module")
def camera_browser(launch: Callable[..., Browser]) -> Browser:
    """Chromium with a camera that shows a test picture."""
    return launch("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


@pytest.fixture
def arrive(camera_browser: Browser, shop: Shop, shared_server: Any) -> Iterator[Callable[..., Visit]]:
    """``arrive("/module")``: a customer with a fresh profile on a page of the shop."""
    contexts: list[BrowserContext] = []
    visits: list[Visit] = []

    def go(path: str = "/", *, browser: Browser | None = None, origin: str | None = None, **options: Any) -> Visit:
        size = {"viewport": {"width": 900, "height": 800}, "permissions": ["camera"]}
        contexts.append((browser or camera_browser).new_context(**(size | options)))
        visit = Visit(contexts[-1].new_page(), shared_server.url.removeprefix("http://"))
        visit.page.on("pageerror", lambda error: visit.mistakes.append(str(error)))
        visit.page.on("console", lambda told: _note(visit, told.text))
        visit.page.goto(f"{origin or shop.origin}{path}")
        visits.append(visit)
        return visit

    yield go
    for context in contexts:
        context.close()
    assert [mistake for visit in visits for mistake in visit.mistakes] == []


def _note(visit: Visit, text: str) -> None:
    if any(word in text for word in ("Policy", "TrustedHTML", "postMessage", "sandbox")):
        visit.mistakes.append(text)


@pytest.fixture
def sandbox(shared_server: Any) -> dict[str, str]:
    """The options that every client has: the template and the sandbox."""
    return {
        "templateId": shared_server.made.templates["Government ID"],
        "environmentId": shared_server.environment("sandbox"),
    }
