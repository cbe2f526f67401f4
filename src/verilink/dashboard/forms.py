"""What a form sent, bounded and typed."""

from __future__ import annotations

from typing import Any, Final

from starlette.requests import Request

from verilink.errors import PayloadTooLarge, UnsupportedMedia
from verilink.kit.query import Query, parse

MAX_BODY: Final = 600_000
MAX_FIELDS: Final = 500


class Form:
    """Values by name. Text is trimmed; ``tree`` has bracketed names as nested values, as sent."""

    def __init__(self, tree: Query) -> None:
        self.tree = tree

    def text(self, name: str) -> str:
        """One value, trimmed; empty when absent."""
        return self.raw(name).strip()

    def raw(self, name: str) -> str:
        """One value exactly as sent (passwords, documents)."""
        value: Any = self.tree.get(name, "")
        return value if isinstance(value, str) else ""

    def optional(self, name: str) -> str | None:
        """One value, trimmed; ``None`` when empty."""
        return self.text(name) or None

    def many(self, name: str) -> list[str]:
        """Every value of a name that is repeated, such as ticked boxes."""
        value: Any = self.tree.get(name, [])
        values = value if isinstance(value, list) else [value]
        return [each for each in values if isinstance(each, str) and each]

    def group(self, name: str) -> dict[str, str]:
        """``name[key]=value`` as a flat dictionary."""
        value: Any = self.tree.get(name, {})
        if isinstance(value, list):  # keys 0…n-1 read as an array
            value = dict(enumerate(value))
        return {str(key): each for key, each in value.items() if isinstance(each, str)} if value else {}


async def read_form(request: Request) -> Form:
    """The form of a POST. Raises ``UnsupportedMedia``, ``PayloadTooLarge`` or ``BadRequest``."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in {"application/x-www-form-urlencoded", ""}:
        raise UnsupportedMedia("Forms are sent as application/x-www-form-urlencoded.")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise PayloadTooLarge(f"A form can have at most {MAX_BODY // 1000} kB.")
    return Form(parse(bytes(body), max_bytes=MAX_BODY, max_pairs=MAX_FIELDS))
