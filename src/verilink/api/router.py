"""The application behind ``/api/v1``: finds the operation, answers, and turns every failure into its error body."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from verilink.api.admission import Admission
from verilink.api.answering import Headers, Reply
from verilink.api.arrival import Arrival
from verilink.api.call import Call
from verilink.api.dispatch import MethodNotAllowed, Tree
from verilink.api.endpoint import Endpoint, Handler, Mode, admitted
from verilink.api.rendering import failure
from verilink.errors import NotFound, VerilinkError

PREFIX: Final = "/api/v1"
_log = logging.getLogger(__name__)


class Router:
    """Collects operations, and is the ASGI application that serves them; one admission for all."""

    def __init__(self) -> None:
        self._limits = Admission()
        self._tree: Tree[Endpoint] = Tree()
        self.permissions: dict[tuple[str, str], str | None] = {}

    def add(
        self,
        method: str,
        path: str,
        handler: Handler,
        *,
        permission: str | None,
        mode: Mode,
        product: str | None = None,
        several: Callable[[Call], bool] | None = None,
    ) -> None:
        """Serve ``METHOD path`` by ``handler``."""
        self._tree.add(method, path, Endpoint(handler, permission, mode, product, several))
        self.permissions[method, path] = permission

    @property
    def operations(self) -> list[tuple[str, str]]:
        """Method and path of everything that is served."""
        return list(self.permissions)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; no exception leaves this."""
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1000})
            return
        headers = Headers()
        try:
            reply = await self._reply(Arrival(scope, receive), headers)
        except ClientDisconnect:
            return  # nobody is there to be answered
        except VerilinkError as error:
            headers.add_error(error)
            reply = failure(error)
        except Exception as error:
            _log.exception("unexpected failure of %s %s (%s)", scope["method"], scope["path"], headers.request_id)
            reply = failure(error)
        await headers.send(send, reply)

    async def _reply(self, arrival: Arrival, headers: Headers) -> Reply:
        try:
            endpoint, parameters = self._tree.find(arrival.method, arrival.path.removeprefix(PREFIX))
        except (NotFound, MethodNotAllowed):
            # Whoever has no key learns nothing of what there is.
            await admitted(arrival, headers, self._limits)
            raise
        return await endpoint.answer(arrival, parameters, headers, self._limits)
