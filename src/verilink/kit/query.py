"""Query strings and form names in the bracket convention of JavaScript's ``qs``.

``page[size]=10&filter[status]=a,b&fields[address][street-1]=x&ids[]=1&ids[]=2`` becomes
``{"page": {"size": "10"}, "filter": {"status": "a,b"}, "fields": {"address": {"street-1": "x"}}, "ids": ["1", "2"]}``.
A group whose keys are exactly 0…n-1 is an array (``a[0]=x&a[1]=y``); a repeated plain name is an array too, as in
``qs``. Everything is bounded, percent-encoding must be valid UTF-8 and a name that means two different things is
refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import quote, unquote_to_bytes

from verilink.errors import BadRequest

MAX_BYTES: Final = 65_536
MAX_PAIRS: Final = 1_000
MAX_DEPTH: Final = 8
_NAME: Final = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
_PART: Final = re.compile(r"\[([^\[\]]*)\]")
_BAD_PERCENT: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_INDEX: Final = re.compile(r"0|[1-9][0-9]{0,3}", re.ASCII)

Value = str | list[Any] | dict[str, Any]
Query = dict[str, Any]


def parse(raw: str | bytes, *, max_bytes: int = MAX_BYTES, max_pairs: int = MAX_PAIRS) -> Query:
    """The tree of a raw query string or ``application/x-www-form-urlencoded`` body.

    Raises ``BadRequest`` for text that is too long, has too many parameters, is nested too deep or is not valid UTF-8.
    """
    return build(pairs(raw, max_bytes=max_bytes, max_pairs=max_pairs))


def pairs(raw: str | bytes, *, max_bytes: int = MAX_BYTES, max_pairs: int = MAX_PAIRS) -> list[tuple[str, str]]:
    """Decoded names and values in the order sent; a parameter without ``=`` has the value ``""``."""
    text = _text(raw, max_bytes)
    parts = [part for part in text.split("&") if part]
    if len(parts) > max_pairs:
        raise BadRequest(f"More than {max_pairs} parameters")
    return [(decode(name), decode(value)) for name, _, value in (part.partition("=") for part in parts)]


def _text(raw: str | bytes, max_bytes: int) -> str:
    if len(raw) > max_bytes:
        raise BadRequest(f"The query is longer than {max_bytes} bytes")
    if isinstance(raw, str):
        return raw
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise BadRequest("The query is not valid UTF-8") from None


def decode(text: str) -> str:
    """One percent-encoded name or value, ``+`` meaning a space.

    Raises ``BadRequest`` for a stray ``%``, for bytes that are not UTF-8 and for NUL (which PostgreSQL cannot store).
    """
    if _BAD_PERCENT.search(text):
        raise BadRequest("The query has a % that is not followed by two hexadecimal digits")
    try:
        decoded = unquote_to_bytes(text.replace("+", " ")).decode()
    except (UnicodeDecodeError, UnicodeEncodeError):
        raise BadRequest("The query is not valid UTF-8") from None
    if "\0" in decoded:
        raise BadRequest("The query contains a NUL character")
    return decoded


def split_name(name: str, *, max_depth: int = MAX_DEPTH) -> list[str]:
    """``fields[address][street-1]`` as its path; ``[]`` is an empty part. Raises ``BadRequest`` when malformed."""
    match = _NAME.fullmatch(name)
    if match is None:
        raise BadRequest(f"{_shown(name)} is not a well-formed parameter name")
    path = [match[1], *_PART.findall(match[2])]
    if len(path) > max_depth:
        raise BadRequest(f"{_shown(name)} is nested deeper than {max_depth} levels")
    return path


def build(items: Iterable[tuple[str, str]], *, max_depth: int = MAX_DEPTH) -> Query:
    """The tree of decoded (name, value) pairs, such as those of a form; errors as ``parse``."""
    tree: Query = {}
    for name, value in items:
        _place(tree, split_name(name, max_depth=max_depth), value, name)
    return {key: _arrays(inner) for key, inner in tree.items()}


def _place(tree: dict[str, Any], path: list[str], value: str, name: str) -> None:
    node = tree
    for part in path[:-1]:
        node = node.setdefault(part or str(len(node)), {})
        if not isinstance(node, dict):
            raise BadRequest(f"{_shown(name)} is given both as a value and as a group")
    last = path[-1] or str(len(node))
    held = node.get(last)
    if isinstance(held, dict):
        raise BadRequest(f"{_shown(name)} is given both as a value and as a group")
    if held is None:
        node[last] = value
    elif isinstance(held, list):
        held.append(value)
    else:
        node[last] = [held, value]


def _arrays(value: Any) -> Value:
    if not isinstance(value, dict):
        return value  # type: ignore[no-any-return]
    inner = {key: _arrays(item) for key, item in value.items()}
    if inner and all(_INDEX.fullmatch(key) for key in inner):
        indexes = sorted(int(key) for key in inner)
        if indexes == list(range(len(indexes))):
            return [inner[str(index)] for index in indexes]
    return inner


def flatten(tree: Query) -> list[tuple[str, str]]:
    """The opposite of ``build``: bracketed names and their values, in order."""
    flat: list[tuple[str, str]] = []
    for key, value in tree.items():
        _flatten(key, value, flat)
    return flat


def _flatten(name: str, value: Value, into: list[tuple[str, str]]) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            _flatten(f"{name}[{key}]", inner, into)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            _flatten(f"{name}[{index}]", inner, into)
    else:
        into.append((name, value))


def encode(items: Iterable[tuple[str, str]]) -> str:
    """A query string with everything but unreserved characters percent-encoded (brackets too)."""
    return "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in items)


def one(query: Query, name: str) -> str | None:
    """The single plain value of ``name``; ``None`` when absent. Raises ``BadRequest`` for a group or a repetition."""
    value = query.get(name)
    if value is None or isinstance(value, str):
        return value
    raise BadRequest(f"{_shown(name)} must be given once, as a plain value")


def group(query: Query, name: str) -> dict[str, Any]:
    """The parameters ``name[…]``; empty when absent. Raises ``BadRequest`` when ``name`` is a plain value."""
    value = query.get(name, {})
    if isinstance(value, list):
        return {str(index): item for index, item in enumerate(value)}
    if not isinstance(value, dict):
        raise BadRequest(f"{_shown(name)} must be given as {_shown(name)}[key]=value")
    return value


def commas(value: str) -> list[str]:
    """``a,b`` as its non-empty parts, each without surrounding spaces."""
    return [part for part in (piece.strip() for piece in value.split(",")) if part]


def _shown(name: str) -> str:
    return name if len(name) <= 60 else name[:57] + "…"
