"""A person's phone before a running installation, and the company that sent the link."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, Page, TimeoutError

from verilink.database import transaction
from verilink.inquiries import queries
from verilink.inquiries.create import NewInquiry, create
from verilink.inquiries.model import Filters, Inquiry
from verilink.kit import pagination
from verilink.organizations import queries as organization_queries


@dataclass
class Company:
    """The installation as the company that sends links uses it."""

    server: Any

    def generic(self, template: str = "Government ID and selfie", kind: str = "sandbox", more: str = "") -> str:
        """A template's generic link."""
        made = self.server.made
        query = f"inquiry-template-id={made.templates[template]}&environment-id={self.server.environment(kind)}"
        return f"{self.server.url}/verify?{query}{more}"

    def unique(self, inquiry_id: str, more: str = "") -> str:
        """An inquiry's link."""
        return f"{self.server.url}/verify?inquiry-id={inquiry_id}{more}"

    def create(self, template: str = "Government ID and selfie", kind: str = "sandbox", **new: Any) -> Inquiry:
        """An inquiry made by the company."""
        services = self.server.services

        async def work() -> Inquiry:
            async with transaction(services.pool) as conn:
                environment = await organization_queries.environment(conn, self.server.environment(kind))
                asked = NewInquiry(template_id=self.server.made.templates[template], **new)
                return (await create(conn, services, environment, asked)).inquiry

        return self.server.run(work())  # type: ignore[no-any-return]

    def inquiries(self, kind: str = "sandbox") -> list[Inquiry]:
        """Every inquiry of an environment, newest first."""
        services = self.server.services

        async def work() -> list[Inquiry]:
            async with transaction(services.pool) as conn:
                page = pagination.Page(size=50)
                return await queries.list_inquiries(conn, self.server.environment(kind), page, Filters())

        return self.server.run(work())  # type: ignore[no-any-return]

    def do(self, action: Callable[..., Any], *arguments: Any) -> Any:
        """Run ``action(conn, …)`` in a transaction of the server."""

        async def work() -> Any:
            async with transaction(self.server.services.pool) as conn:
                return await action(conn, *arguments)

        return self.server.run(work())


@dataclass
class Phone:
    """A browser profile. ``mistakes``: errors of scripts and broken policies. ``requests``: every address asked for."""

    context: BrowserContext
    page: Page
    mistakes: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def heading(self) -> str:
        """The heading that can be seen."""
        return self.page.locator("h1:visible").first.inner_text().replace("\n", " ")

    def see(self, text: str, *, seconds: float = 15) -> None:
        """Wait for a heading with this text."""
        try:
            self.page.locator("h1:visible", has_text=text).first.wait_for(timeout=seconds * 1000)
        except TimeoutError as error:
            raise AssertionError(f"waited for {text!r}, but the page says {self.page.inner_text('body')!r}") from error

    def tap(self, text: str) -> None:
        """Press the button with this name."""
        self.page.get_by_role("button", name=text).and_(self.page.locator(":visible")).first.click()

    def by_hand(self) -> None:
        """Let the shutter wait for the person, in this and every later page."""
        self.page.add_init_script("localStorage.setItem('verilink:automatic', 'off')")

    def new_tab(self) -> Phone:
        """Another tab of the same profile."""
        return watched(self.context)


def watched(context: BrowserContext) -> Phone:
    """A tab whose mistakes are noted."""
    page = context.new_page()
    phone = Phone(context, page)
    page.on("pageerror", lambda error: phone.mistakes.append(str(error)))
    page.on("console", lambda message: phone.mistakes.append(message.text) if "Policy" in message.text else None)
    page.on("request", lambda request: phone.requests.append(request.url))
    return phone


def to_capture(phone: Phone, link: str, kind: str = "Passport") -> None:
    """From the link to the first photo of a German document."""
    phone.page.goto(link)
    phone.see("confirm it’s you")
    phone.tap("Agree and start")
    phone.see("Which document")
    phone.page.fill("#country", "germ")
    phone.page.keyboard.press("Enter")
    phone.tap(kind)
    phone.see("Photograph")


def open_camera(phone: Phone) -> None:
    """Open the live camera and wait until a photo can be taken."""
    phone.tap("Open the camera")
    phone.page.locator(".shutter:not([disabled])").wait_for()


def photograph(phone: Phone, *, opened: bool = False) -> None:
    """Take and use one photo with the live camera, which stays open from one page to the next."""
    if not opened:
        phone.tap("Open the camera")
    phone.page.locator(".shutter:not([disabled])").click()
    phone.see("Can you read")
    phone.tap("Use this photo")
