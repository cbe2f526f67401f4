"""The attribute blocklist of API keys and webhooks: which parts of ``attributes`` are left out of what is sent.

One entry a line (published wire contract):

* ``name-first``, ``name-*``, ``*-number``: that key wherever it stands in the ``attributes`` of any object;
* ``/data/attributes/fields/name-*``, ``/included/attributes/birthdate``, ``/*/attributes/tags``: that place only;
  ``?type=inquiry`` at the end narrows it to objects of one type (``verification`` stands for all of its kinds);
* ``!`` before an entry exempts what it matches. Exemptions win, whatever the order. What stands inside an exempted
  key is sent too, unless an entry other than the overridden one blocks it.

Letter case and inflection do not matter. Only what is inside ``attributes`` is ever removed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import msgspec

from verilink.errors import BadRequest
from verilink.kit.inflection import to_kebab

MAX_ENTRIES: Final = 200
MAX_LENGTH: Final = 200
_KEY: Final = r"[A-Za-z0-9_.$*-]+"
_ENTRY: Final = re.compile(
    rf"(?P<exempt>!)?(?:(?P<simple>{_KEY})|/(?P<place>data|included|\*)/attributes/(?P<path>{_KEY}(?:/{_KEY})*))"
    r"(?:\?type=(?P<type>[a-z0-9*/_-]+))?",
    re.ASCII | re.IGNORECASE,
)


class Rule(msgspec.Struct, frozen=True):
    """One parsed entry. ``place`` ``None``: a simple entry, ``path`` then has one pattern."""

    exempt: bool
    place: str | None
    path: tuple[re.Pattern[str], ...]
    type: str | None


def parse(entries: Sequence[str]) -> tuple[Rule, ...]:
    """The rules of a blocklist; blank entries count for nothing.

    Raises ``BadRequest`` naming the first entry that is not in the grammar.
    """
    if len(entries) > MAX_ENTRIES:
        raise BadRequest(f"A blocklist can have at most {MAX_ENTRIES} entries")
    return tuple(_rule(entry.strip()) for entry in entries if entry.strip())


@lru_cache(maxsize=1024)
def _rule(entry: str) -> Rule:
    match = _ENTRY.fullmatch(entry) if len(entry) <= MAX_LENGTH else None
    if match is None:
        raise BadRequest(
            f"{entry[:60]!r} is not a blocklist entry; write a key such as name-*, "
            "or a place such as /data/attributes/fields/name-*"
        )
    keys = (match["simple"] or match["path"]).split("/")
    place = match["place"].lower() if match["place"] else None
    kind = match["type"].lower() if match["type"] else None
    return Rule(match["exempt"] is not None, place, tuple(_pattern(key) for key in keys), kind)


def _pattern(key: str) -> re.Pattern[str]:
    # A wildcard splits the key into parts that are inflected by themselves; "_" at a part's edge still is a "-".
    parts = [_canonical(part) for part in key.split("*")]
    return re.compile(".*".join(re.escape(part) for part in parts), re.DOTALL)


def _canonical(key: str) -> str:
    middle = key.strip("-_")
    if not middle:
        return "-" * len(key)
    before = key[: len(key) - len(key.lstrip("-_"))]
    after = key[len(key.rstrip("-_")) :]
    return "-" * len(before) + to_kebab(middle).lower() + "-" * len(after)


def apply(document: dict[str, Any], rules: Sequence[Rule]) -> dict[str, Any]:
    """A copy of ``document`` (``data`` and perhaps ``included``, kebab-case keys) without what the rules block."""
    if not rules:
        return document
    kept = dict(document)
    for place in ("data", "included"):
        if place in kept:
            kept[place] = _strip(kept[place], place, rules)
    return kept


def _strip(value: Any, place: str, rules: Sequence[Rule]) -> Any:
    if isinstance(value, list | tuple):
        return [_strip(item, place, rules) for item in value]
    if not isinstance(value, dict) or not isinstance(value.get("attributes"), dict):
        return value
    relevant = [rule for rule in rules if _concerns(rule, place, str(value.get("type", "")))]
    return {**value, "attributes": _Stripper(relevant).object(value["attributes"], (), frozenset())}


def _concerns(rule: Rule, place: str, kind: str) -> bool:
    if rule.place not in (None, "*", place):
        return False
    return rule.type in (None, "*", kind) or kind.startswith(f"{rule.type}/")


class _Stripper:
    """Walks the attributes of one object."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._blocks = [rule for rule in rules if not rule.exempt]
        self._exemptions = [rule for rule in rules if rule.exempt]

    def object(self, value: dict[str, Any], path: tuple[str, ...], overridden: frozenset[int]) -> dict[str, Any]:
        kept = {}
        for key, inner in value.items():
            here = (*path, _canonical(key))
            blocking = {index for index, rule in enumerate(self._blocks) if _matches(rule, here)} - overridden
            if not blocking:
                kept[key] = self._inner(inner, here, overridden)
            elif any(_matches(rule, here) for rule in self._exemptions):
                kept[key] = self._inner(inner, here, overridden | blocking)
        return kept

    def _inner(self, value: Any, path: tuple[str, ...], overridden: frozenset[int]) -> Any:
        if isinstance(value, dict):
            return self.object(value, path, overridden)
        if isinstance(value, list | tuple):
            return [self._inner(item, path, overridden) for item in value]
        return value


def _matches(rule: Rule, path: tuple[str, ...]) -> bool:
    if rule.place is None:
        return rule.path[0].fullmatch(path[-1]) is not None
    return len(rule.path) == len(path) and all(
        pattern.fullmatch(key) is not None for pattern, key in zip(rule.path, path, strict=True)
    )
