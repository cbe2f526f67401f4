"""From method and path to an operation: a tree of path segments, so that the number of operations costs nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

from verilink.errors import NotFound, VerilinkError

Operation = TypeVar("Operation")
_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,80}", re.ASCII)


class MethodNotAllowed(VerilinkError):
    """The path exists, but not for this method; ``allow``: the methods it has."""

    status = 405
    title = "Method not allowed"

    def __init__(self, allow: tuple[str, ...]) -> None:
        super().__init__(f"Use {', '.join(allow)}")
        self.allow = allow


@dataclass(slots=True)
class _Node(Generic[Operation]):
    fixed: dict[str, _Node[Operation]] = field(default_factory=dict)
    variable: tuple[str, _Node[Operation]] | None = None
    methods: dict[str, Operation] = field(default_factory=dict)


class Tree(Generic[Operation]):
    """Paths such as ``/inquiries/{inquiry_id}/approve``; a fixed segment wins over a variable one."""

    def __init__(self) -> None:
        self._root: _Node[Operation] = _Node()

    def add(self, method: str, path: str, operation: Operation) -> None:
        """Serve ``METHOD path``. Raises ``ValueError`` for one that is there already."""
        node = self._root
        for part in path.strip("/").split("/"):
            node = self._variable(node, part[1:-1]) if part.startswith("{") else node.fixed.setdefault(part, _Node())
        if method in node.methods:
            raise ValueError(f"{method} {path} is served twice")
        node.methods[method] = operation

    @staticmethod
    def _variable(node: _Node[Operation], name: str) -> _Node[Operation]:
        if node.variable is None:
            node.variable = (name, _Node())
        if node.variable[0] != name:
            raise ValueError(f"{name} stands where {node.variable[0]} does")
        return node.variable[1]

    def find(self, method: str, path: str) -> tuple[Operation, dict[str, str]]:
        """The operation and the values of its variable segments. Raises ``NotFound`` and ``MethodNotAllowed``."""
        node, values = self._root, {}
        for part in path.removeprefix("/").split("/"):
            follower = node.fixed.get(part)
            if follower is None:
                if node.variable is None or _ID.fullmatch(part) is None:
                    raise NotFound
                name, follower = node.variable
                values[name] = part
            node = follower
        operation = node.methods.get("GET" if method == "HEAD" else method)
        if operation is None:
            if not node.methods:
                raise NotFound
            raise MethodNotAllowed(tuple(sorted(node.methods)))
        return operation, values
