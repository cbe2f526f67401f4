"""Which language to show: what was asked for, else what the browser prefers, else the source."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from verilink.locale.language import SOURCE, available

_RANGE: Final = re.compile(r"\s*([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*|\*)\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?))?\s*")
_MAX_RANGES: Final = 30


def negotiate(asked: str | None, header: str | None, allowed: Iterable[str] = ()) -> str:
    """The code of the language to show.

    ``asked``: a parameter, in any case and with ``-`` or ``_``; ``header``: ``Accept-Language`` (RFC 9110 12.5.4);
    ``allowed``: the template's choice, empty for all. What nobody speaks here falls back to the first allowed one.
    """
    codes = [code for code in available() if code in set(allowed)] or list(available())
    wanted = [asked.replace("_", "-")] if asked else []
    for tag in [*wanted, *_preferences(header or "")]:
        code = _lookup(tag, codes)
        if code:
            return code
    return SOURCE if SOURCE in codes else codes[0]


def _preferences(header: str) -> list[str]:
    found = [match for part in header.split(",")[:_MAX_RANGES] if (match := _RANGE.fullmatch(part))]
    weighed = [(float(match[2]) if match[2] else 1.0, match[1]) for match in found]
    return [tag for weight, tag in sorted(weighed, key=lambda pair: -pair[0]) if weight > 0 and tag != "*"]


def _lookup(tag: str, codes: list[str]) -> str | None:
    """Exact, else the same language (RFC 4647 3.4 lookup, with region ignored on both sides)."""
    lowered = tag.lower()
    exact = next((code for code in codes if code.lower() == lowered), None)
    if exact:
        return exact
    if lowered.startswith("zh"):
        traditional = any(part in lowered.split("-") for part in ("hant", "tw", "hk", "mo"))
        return next((code for code in codes if code == ("zh-TW" if traditional else "zh-CN")), None)
    primary = {"nb": "no", "nn": "no", "fil": "tl", "iw": "he"}.get(lowered.split("-")[0], lowered.split("-")[0])
    return next((code for code in codes if code.lower().split("-")[0] == primary), None)
