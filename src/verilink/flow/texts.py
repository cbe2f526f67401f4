"""The texts of a template that people read: where each stands, and its translations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from verilink.flow.document import Template
from verilink.flow.problems import Problem
from verilink.kit.locales import LOCALES
from verilink.kit.plurals import categories, single
from verilink.kit.wordings import faults

TEXT_KEYS: Final = frozenset({"title", "body", "button", "purpose", "contact", "hint", "label", "text", "alt"})
"""Keys of the document whose values people read, whatever part they stand in; so are the ``options`` of fields."""
MOST: Final = 2_000


@dataclass(frozen=True, slots=True)
class Place:
    """One text: its keys from the top, such as ``("steps", "start", "screen", "title")``."""

    path: tuple[str, ...]
    text: str


def places(node: Any, path: tuple[str, ...] = ()) -> Iterator[Place]:
    """Every text of a template or a part of one, those that are defaults too, in the document's order."""
    if isinstance(node, msgspec.Struct):
        for field in msgspec.structs.fields(node):
            yield from places(getattr(node, field.name), (*path, field.encode_name))
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from places(value, (*path, str(key))) if path != () or key != "texts" else ()
    elif isinstance(node, list | tuple):
        for index, value in enumerate(node):
            yield from places(value, (*path, str(index)))
    elif isinstance(node, str) and node and _is_text(path):
        yield Place(path, node)


def _is_text(path: tuple[str, ...]) -> bool:
    inside = path[:1] != ("texts",) and path[:1] != ("privacy",)
    option = path[-2:-1] == ("options",) or (path[-3:-2] == ("options",) and path[-1:] == ("value",))
    return inside and bool(path) and (path[-1] in TEXT_KEYS or option)


def text_problems(template: Template) -> Iterator[Problem]:
    """Locales that do not exist, and translations that cannot stand for their text."""
    for index, code in enumerate(template.locales):
        if code not in LOCALES:
            yield Problem(f"locales[{index}]", f"there is no locale {code!r}")
    if sum(map(len, template.texts.values())) > MOST:
        yield Problem("texts", f"there are more than {MOST} texts")
        return
    for code, texts in template.texts.items():
        if code not in LOCALES:
            yield Problem(f"texts.{code}", f"there is no locale {code!r}")
            continue
        for source, text in texts.items():
            yield from (Problem(f"texts.{code}.{source}", fault) for fault in _faults(code, source, text))


def _faults(code: str, source: str, text: str | tuple[str, ...]) -> Iterator[str]:
    if isinstance(text, str):
        yield from faults(source, text)
        return
    names = categories(code)
    if len(text) != len(names):
        yield f"needs {len(names)} forms: {', '.join(names)}"
        return
    for name, form in zip(names, text, strict=True):
        optional = frozenset({"count"}) if name in single(code) else frozenset()
        yield from (f"{name}: {fault}" for fault in faults(source, form, optional=optional))
