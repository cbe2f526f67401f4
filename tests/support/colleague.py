"""A person at the dashboard without a window: follows links, fills in forms, keeps cookies."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from starlette.applications import Starlette

from support.exchange import exchange
from verilink import dashboard
from verilink.services import Services

PASSWORD = "marble-otter-lantern"
HOST = "localhost:3000"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def text(self) -> str:
        """The page as people read it: entities resolved."""
        return html.unescape(self.content.decode())

    @property
    def location(self) -> str:
        """Where a redirect leads."""
        return self.headers["location"]

    def value(self, label: str) -> str:
        """What the read-only input with this label holds."""
        found = re.search(rf'value="([^"]*)" aria-label="{re.escape(label)}"', self.content.decode())
        assert found, f"no input is labelled {label}"
        return html.unescape(found[1])


@dataclass
class Colleague:
    """One browser. ``origin`` is what it says about where a form was."""

    services: Services
    origin: str | None = f"http://{HOST}"
    cookies: dict[str, str] = field(default_factory=dict)
    csrf: str = ""

    def __post_init__(self) -> None:
        self._app = Starlette(routes=dashboard.routes())
        self._app.state.services = self.services

    async def get(self, url: str, **headers: str) -> Answer:
        """Open a page."""
        answer = await self._call("GET", url, b"", headers)
        found = re.search(r'name="csrf" value="([^"]+)"', answer.content.decode("latin-1"))
        if found:
            self.csrf = found[1]
        return answer

    async def post(self, url: str, values: Any = (), *, csrf: str | None = None, **headers: str) -> Answer:
        """Send a form, with the token of the last page."""
        pairs = list(values.items()) if isinstance(values, dict) else list(values)
        sent = self.csrf if csrf is None else csrf
        body = urlencode([*pairs, *([("csrf", sent)] if sent else [])]).encode()
        kind = {"content-type": "application/x-www-form-urlencoded"}
        origin = {"origin": self.origin} if self.origin is not None else {}
        return await self._call("POST", url, body, kind | origin | headers)

    async def sign_up(self, token: str, *, name: str = "Ada Ruiz", email: str = "ada@northwind.example") -> Answer:
        """Use a sign-up link and look around."""
        values = {"token": token, "name": name, "email": email, "password": PASSWORD}
        answer = await self.post("/signup", values)
        if answer.status == 303:
            await self.get("/dashboard")
        return answer

    async def sign_in(self, email: str = "ada@northwind.example", password: str = PASSWORD) -> Answer:
        """Sign in and look around."""
        answer = await self.post("/sign-in", {"email": email, "password": password})
        if answer.status == 303:
            await self.get("/dashboard")
        return answer

    async def invite(self, role: str, email: str) -> Colleague:
        """Invite somebody, who signs up at once."""
        invited = await self.post("/dashboard/people", {"role": role, "email": email})
        token = invited.value("Invitation link").partition("token=")[2]
        other = Colleague(self.services)
        assert (await other.sign_up(token, name=role.title(), email=email)).status == 303
        return other

    async def _call(self, method: str, url: str, body: bytes, headers: dict[str, str]) -> Answer:
        sent = {"host": HOST, "user-agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"} | headers
        if self.cookies:
            sent["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        parts = urlsplit(url)
        scope = {
            "type": "http",
            "method": method,
            "path": parts.path,
            "raw_path": parts.path.encode(),
            "query_string": parts.query.encode(),
            "headers": [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in sent.items()],
            "client": ("198.51.100.4", 4711),
            "server": ("localhost", 3000),
            "scheme": "http",
            "http_version": "1.1",
        }
        return await self._send(scope, body)

    async def _send(self, scope: dict[str, Any], body: bytes) -> Answer:
        status, headers, received = await exchange(self._app, scope, body)
        self._keep(headers.get("set-cookie", ""))
        return Answer(status, headers, received)

    def _keep(self, cookie: str) -> None:
        name, _, rest = cookie.partition("=")
        value = rest.partition(";")[0].strip('"')
        if name and "max-age=0" in cookie.lower():
            self.cookies.pop(name, None)
        elif name:
            self.cookies[name] = value
