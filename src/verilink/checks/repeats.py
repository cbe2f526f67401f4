"""What other accounts have shown before: the same details, a like face."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any, Final

from verilink.checks.case import Repeat
from verilink.checks.model import Config

SAME_PERSON: Final = 0.5
"""Cosine from which a face found among many counts as the same: 0 of 150,169 pairs of different people of LFW reached
it (the closest pair 0.48), and 7 % of the pairs of one person stayed below. Comparing with one known face needs less
(``checks.faces.MATCH``)."""

OPTIONS: Final[Config] = {"min-similarity": SAME_PERSON, "days": 365, "include-failed": False}


def relevant(repeats: Iterable[Repeat], today: date | None, config: Config) -> Iterator[Repeat]:
    """Those that count: submitted within the last ``days``, and passed unless ``include-failed``."""
    days = min(max(config["days"], 0), 36_500)
    since = None if today is None else today - timedelta(days=min(days, (today - date.min).days))
    for repeat in repeats:
        if (repeat.passed or config["include-failed"]) and (since is None or repeat.seen_on >= since):
            yield repeat


def same_face(repeat: Repeat, config: Config) -> bool | None:
    """Whether its face is the same; ``None`` when there was none to compare."""
    return None if repeat.face is None else repeat.face >= config["min-similarity"]


def named(repeats: Iterable[Repeat]) -> dict[str, Any]:
    """Ids for a reviewer to follow, and the strongest likeness."""
    found = list(repeats)
    faces = [repeat.face for repeat in found if repeat.face is not None]
    ids = {"inquiries": sorted({repeat.inquiry for repeat in found})}
    return ids | ({"likeness": max(faces)} if faces else {}) if found else {}
