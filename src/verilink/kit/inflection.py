"""Key inflection: kebab-case inside, any of kebab, camel and snake at the edge.

The rule, the same in every direction: a key is a row of words; a word is a run of digits, a run of lower-case letters
with an optional capital before it, or a run of capitals. ``-``, ``_`` and a capital begin a new word, and so does every
change between letters and digits. So ``address-street-1``, ``address_street_1`` and ``addressStreet1`` are one key,
and a *canonical* key (lower case; letters and digits in words of their own; no two digit words, nor two one-letter
words, side by side) survives every round trip. Keys that are not such words (``$or``, ``user@example``, ``ä``,
``fields.name-first``) are left exactly as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, Literal

from verilink.errors import BadRequest

Style = Literal["kebab", "camel", "snake"]

MAX_DEPTH: Final = 48
_CACHED_LENGTH: Final = 80
_KEY: Final = re.compile(r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*", re.ASCII)
_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+", re.ASCII)


def _words(key: str) -> list[str] | None:
    return [word.lower() for word in _WORD.findall(key)] if _KEY.fullmatch(key) else None


def _kebab(key: str) -> str:
    words = _words(key)
    return key if words is None else "-".join(words)


def _snake(key: str) -> str:
    words = _words(key)
    return key if words is None else "_".join(words)


def _camel(key: str) -> str:
    words = _words(key)
    return key if words is None else words[0] + "".join(word.capitalize() for word in words[1:])


# Keys come from outside: only short ones are remembered, so that the caches stay under a megabyte.
_kebab_cached: Final = lru_cache(maxsize=4096)(_kebab)
_snake_cached: Final = lru_cache(maxsize=4096)(_snake)
_camel_cached: Final = lru_cache(maxsize=4096)(_camel)


def to_kebab(key: str) -> str:
    """``addressStreet1`` or ``address_street_1`` to ``address-street-1``."""
    return _kebab_cached(key) if len(key) <= _CACHED_LENGTH else _kebab(key)


def to_snake(key: str) -> str:
    """``addressStreet1`` or ``address-street-1`` to ``address_street_1``."""
    return _snake_cached(key) if len(key) <= _CACHED_LENGTH else _snake(key)


def to_camel(key: str) -> str:
    """``address-street-1`` or ``address_street_1`` to ``addressStreet1``."""
    return _camel_cached(key) if len(key) <= _CACHED_LENGTH else _camel(key)


_CONVERTERS: Final[dict[Style, Callable[[str], str]]] = {"kebab": to_kebab, "camel": to_camel, "snake": to_snake}


def incoming(body: Any, *, verbatim: frozenset[str] = frozenset()) -> Any:
    """``body`` (decoded JSON) with every key in kebab-case.

    What stands under a key named in ``verbatim`` (kebab-case) is kept untouched.
    Raises ``BadRequest`` when two keys of one object mean the same or the body is nested deeper than ``MAX_DEPTH``.
    """
    return _inward(body, verbatim, 0)


def _inward(value: Any, verbatim: frozenset[str], depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise BadRequest(f"The body is nested deeper than {MAX_DEPTH} levels")
    if isinstance(value, dict):
        return _inward_object(value, verbatim, depth)
    if isinstance(value, list):
        return [_inward(item, verbatim, depth + 1) for item in value]
    return value


def _inward_object(value: dict[str, Any], verbatim: frozenset[str], depth: int) -> dict[str, Any]:
    converted: dict[str, Any] = {}
    for key, inner in value.items():
        name = to_kebab(key)
        if name in converted:
            raise BadRequest(f"{name} is given twice, in different spellings")
        converted[name] = inner if name in verbatim else _inward(inner, verbatim, depth + 1)
    return converted


def outgoing(document: Any, style: Style, *, verbatim: frozenset[str] = frozenset({"fields"})) -> Any:
    """``document`` (kebab-case keys) in ``style``; kebab is the document itself, not a copy.

    What stands under a key named in ``verbatim`` is kept untouched: the keys of ``fields`` are names that the
    organization chose (account fields are snake_case, inquiry fields kebab-case), not the contract's vocabulary.
    """
    if style == "kebab":
        return document
    return _outward(document, _CONVERTERS[style], verbatim)


def _outward(value: Any, convert: Callable[[str], str], verbatim: frozenset[str]) -> Any:
    if isinstance(value, dict):
        return {
            convert(key): inner if key in verbatim else _outward(inner, convert, verbatim)
            for key, inner in value.items()
        }
    if isinstance(value, list | tuple):
        return [_outward(item, convert, verbatim) for item in value]
    return value
