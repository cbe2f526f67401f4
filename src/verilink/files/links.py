"""Links to files. Wire forms name a file symbolically; the answer to one caller carries real, expiring URLs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from urllib.parse import quote

from verilink.files.model import File
from verilink.kit import clock, tokens

# begins with a control character, which no text from outside may hold: a person cannot type a link to a file
SCHEME: Final = "\x1ffile:"


def symbolic(file: File) -> str:
    """How stored payloads and wire functions name a file."""
    return f"{SCHEME}{file.id}/{file.filename}"


def file_id(link: str) -> str:
    """The id of the file a symbolic link names."""
    return link.removeprefix(SCHEME).partition("/")[0]


def resolve(document: Any, *, base_url: str, key: bytes, environment_id: str, seconds: int) -> Any:
    """A copy of a JSON document with every symbolic link replaced by a URL that works for ``seconds``."""
    expires = clock.now() + timedelta(seconds=seconds)

    def url(link: str) -> str:
        file_id, _, filename = link.removeprefix(SCHEME).partition("/")
        token = tokens.hmac_token(key, f"{environment_id}/{file_id}", expires)
        return f"{base_url}/files/{quote(filename)}?access_token={token}"

    def walk(node: Any) -> Any:
        if isinstance(node, str):
            return url(node) if node.startswith(SCHEME) else node
        if isinstance(node, dict):
            return {name: walk(value) for name, value in node.items()}
        if isinstance(node, (list, tuple)):
            return [walk(value) for value in node]
        return node

    return walk(document)
