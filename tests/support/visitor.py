"""A browser without a window: calls the flow in process, holds the tab's token, and can play the worker."""

from __future__ import annotations

import gzip
import io
import os
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

import msgspec
from PIL import Image
from starlette.applications import Starlette

from support.exchange import exchange
from verilink import hosted
from verilink.database import transaction
from verilink.inquiries import queries
from verilink.inquiries.model import Inquiry
from verilink.inquiries.verdict import decide
from verilink.organizations.model import Environment
from verilink.services import Services
from verilink.verifications.model import Decision


def picture(format_: str = "JPEG", size: tuple[int, int] = (640, 420), *, seed: int = 1) -> bytes:
    """A file of this format with noise in it, so that it does not shrink below the limit."""
    image = Image.frombytes("RGB", size, os.urandom(size[0] * size[1] * 3) if seed else bytes(size[0] * size[1] * 3))
    buffer = io.BytesIO()
    image.save(buffer, format_)
    return buffer.getvalue()


@dataclass(frozen=True)
class Reply:
    """Status, headers in lower case, and the body as it was before compression."""

    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return msgspec.json.decode(self.content)

    @property
    def html(self) -> str:
        """The rendered screen."""
        return str(self.json["screen"]["html"])

    @property
    def screen(self) -> str:
        """The name of the screen."""
        return str(self.json["screen"]["name"])


@dataclass
class Visitor:
    """One tab. ``headers`` go with every request."""

    services: Services
    headers: dict[str, str] = field(default_factory=dict)
    token: str | None = None
    inquiry_id: str = ""

    def __post_init__(self) -> None:
        self._app = Starlette(routes=hosted.routes())
        self._app.state.services = self.services

    @property
    def app(self) -> Starlette:
        """The page's server."""
        return self._app

    async def call(
        self, method: str, url: str, *, json: Any = None, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> Reply:
        """One request and its whole answer."""
        content = body if json is None else msgspec.json.encode(json)
        return await self._send(self._scope(method, url, content, headers), content)

    async def cut(self, method: str, url: str, body: bytes, headers: dict[str, str]) -> Reply:
        """A request whose line breaks after ``body``."""
        return await self._send(self._scope(method, url, body, headers), body, whole=False)

    def _scope(self, method: str, url: str, content: bytes, headers: dict[str, str] | None) -> dict[str, Any]:
        sent = {"host": "localhost", "user-agent": "Mozilla/5.0 (Linux; Android 14; Pixel 8) Mobile"}
        sent |= {"content-length": str(len(content))} | self.headers | (headers or {})
        if self.token:
            sent.setdefault("authorization", f"Bearer {self.token}")
        parts = urlsplit(url)
        return {
            "type": "http",
            "method": method,
            "path": parts.path,
            "raw_path": parts.path.encode(),
            "query_string": parts.query.encode(),
            "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in sent.items()],
            "client": ("203.0.113.7", 4711),
            "server": ("localhost", 80),
            "scheme": "http",
            "http_version": "1.1",
        }

    async def _send(self, scope: dict[str, Any], content: bytes, *, whole: bool = True) -> Reply:
        status, headers, received = await exchange(self._app, scope, content, whole=whole)
        packed = headers.get("content-encoding") == "gzip"
        return Reply(status, headers, gzip.decompress(received) if packed else received)

    async def start(self, query: str, *, token: str | None = None, key: str | None = None) -> Reply:
        """Open a link, as the page does when it loads."""
        reply = await self.call("POST", "/flow/start", json={"query": query, "token": token, "key": key})
        if "token" in reply.json:
            self.token, self.inquiry_id = reply.json["token"], reply.json["inquiry-id"]
        return reply

    async def answer(self, step: str, **values: Any) -> Reply:
        """Finish a screen."""
        return await self.call("POST", "/flow/answer", json={"step": step, "values": values})

    async def upload(self, step: str, page: str, data: bytes, *, key: str = "", name: str = "x.jpg") -> Reply:
        """Send a photo."""
        headers = {"upload-key": key or os.urandom(8).hex(), "upload-name": quote(name)}
        return await self.call("PUT", f"/flow/uploads/{page}?step={step}", body=data, headers=headers)

    async def photograph(self, step: str, *pages: str) -> Reply:
        """Send and confirm photos of these pages."""
        for page in pages:
            sent = await self.upload(step, page, picture())
            assert sent.status == 201, sent.json
            confirmed = {"step": step, "page": page, "file-id": sent.json["file-id"]}
            reply = await self.call("POST", "/flow/captured", json=confirmed)
        return reply

    async def choose(self, **values: str) -> Reply:
        """From the consent page to the photo of a document."""
        await self.answer("start")
        return await self.answer("select_government_id", **({"country": "DE", "id-class": "pp"} | values))

    async def verdict(self, environment: Environment, *, passed: bool, reasons: tuple[str, ...] = ()) -> Inquiry:
        """What the worker does when the last submitted verification is judged."""
        async with transaction(self.services.pool) as conn:
            inquiry = await queries.get(conn, environment.id, self.inquiry_id)
            verification_id = inquiry.verification_refs[-1].split()[1]
            decision = Decision(passed=passed, checks=[], extraction={}, reasons=reasons)
            return await decide(conn, environment, verification_id, decision)

    async def inquiry(self, environment: Environment) -> Inquiry:
        """The inquiry as it is."""
        async with transaction(self.services.pool) as conn:
            return await queries.get(conn, environment.id, self.inquiry_id)
