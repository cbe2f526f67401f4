"""What a translation keeps of its source text: placeholders, markup, white space. Pure; finds every fault at once."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Final

PLACEHOLDER: Final = re.compile(r"%\(([a-z][a-z0-9_]*)\)[sd]", re.ASCII)
_BRACES: Final = re.compile(r"\{[^{}]*\}")
_TAG: Final = re.compile(r"</?[A-Za-z][^<>]*>")
_MARKUP: Final = re.compile(r"[<>]|&#?\w+;")


def placeholders(text: str) -> set[str]:
    """The names in ``%(name)s``."""
    return set(PLACEHOLDER.findall(text))


def faults(source: str, text: str, *, optional: frozenset[str] = frozenset()) -> list[str]:
    """What ``text`` may not do as a translation of ``source``; ``optional`` placeholders may be left out."""
    if not text.strip():
        return ["it is empty"]
    return [*_names(source, text, optional), *_markup(source, text), *_space(source, text)]


def _names(source: str, text: str, optional: frozenset[str]) -> list[str]:
    wanted, given = placeholders(source), placeholders(text)
    found = [f"%({name})s is missing" for name in sorted(wanted - given - optional)]
    found += [f"%({name})s is not in the source" for name in sorted(given - wanted)]
    if "%" in PLACEHOLDER.sub("", text) and "%" not in PLACEHOLDER.sub("", source):
        found.append("it has a lone %")
    if Counter(_BRACES.findall(source)) != Counter(_BRACES.findall(text)):
        found.append("its {names} differ")
    return found


def _markup(source: str, text: str) -> list[str]:
    if Counter(_TAG.findall(source)) != Counter(_TAG.findall(text)):
        return ["its tags differ"]
    left = [bool(_MARKUP.search(_TAG.sub("", each))) for each in (source, text)]
    return ["it has markup"] if left[1] and not left[0] else []


def _space(source: str, text: str) -> list[str]:
    found = [] if _edges(source) == _edges(text) else ["it begins or ends with other white space"]
    if source.count("\n") != text.count("\n"):
        found.append("its lines are not as many")
    if any(unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn") and char != "\n" for char in text):
        found.append("it has a control character")
    return found


def _edges(text: str) -> tuple[str, str]:
    stripped = text.strip()
    start = text.find(stripped)
    return text[:start], text[start + len(stripped) :]
