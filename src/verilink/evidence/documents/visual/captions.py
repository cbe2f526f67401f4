"""Where in a line of text captions stand, and which field each is for."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from verilink.evidence.documents.visual.folding import fold
from verilink.evidence.documents.visual.vocabulary import CAPTIONS

_FREE: Final = 9  # letters from which on a caption is known inside other letters too: spaces get lost in small print
_LIKE: Final = 80.0  # percent: small print is misread
_LIKE_LENGTH: Final = 7
_NAMES: Final = frozenset({"name-last", "name-first"})
# What may stand between the translations of one caption: punctuation, and short words in small letters.
_BETWEEN: Final = re.compile(r"^[\s/|.,:;()\[\]\-–°º*'#\d]*$")
_TRANSLATION: Final = re.compile(r"[^\W\d_][^\d:]*")


@dataclass(frozen=True, slots=True)
class Caption:
    """One caption with its translations. ``fields``: more than one for "Surname, given names"; ``other`` for those that
    are not read. ``start``, ``end``: in the line; ``sure``: 1 for one known to the letter."""

    fields: tuple[str, ...]
    start: int
    end: int
    sure: float = 1.0


def find_captions(text: str) -> list[Caption]:
    """Captions of a line in their order; translations of one another are one."""
    return list(_find(text))


@functools.lru_cache(maxsize=512)
def _find(text: str) -> tuple[Caption, ...]:
    plain = fold(text)
    found = _scan(plain)
    groups: list[list[tuple[int, int, str]]] = []
    for one in found:
        if groups and _continues(plain[groups[-1][-1][1] : one[0]], groups[-1], one):
            groups[-1].append(one)
        else:
            groups.append([one])
    captions = [_merge(group, plain) for group in groups]
    return tuple(_widen([one for one in captions if one is not None], plain) or _find_alike(plain))


def is_caption(text: str) -> bool:
    """Whether a line is caption and little else."""
    covered = sum(one.end - one.start for one in find_captions(text))
    return covered >= 0.75 * len(text.strip()) > 0


def _continues(gap: str, group: list[tuple[int, int, str]], one: tuple[int, int, str]) -> bool:
    """Whether a caption is a translation of the one before it, or goes with it as names do."""
    if "/" in gap and _TRANSLATION.fullmatch(gap.strip(" /().")) and len(gap) < 40:
        return True
    if not _BETWEEN.match(gap) or len(gap) > 8:
        return False
    kinds, kind = {_bare(known[2]) for known in group}, _bare(one[2])
    alike = kind in kinds or "/" in gap or bool(kinds | {kind} <= _NAMES and "," in gap)
    return alike and not any(sign.isdigit() for sign in gap.strip("()[] "))


def _bare(kind: str) -> str:
    return kind.removeprefix("weak_")


def _merge(group: list[tuple[int, int, str]], plain: str) -> Caption | None:
    """The field of a group: what its sure words say, else its doubtful ones."""
    strong = [kind for _, _, kind in group if not kind.startswith("weak_")]
    kinds = tuple(dict.fromkeys(map(_bare, strong or [kind for _, _, kind in group])))
    if strong and len(kinds) > 1:
        kinds = _decide(kinds, group, plain)
    weak = not strong
    fields = ("name-weak",) if weak and set(kinds) <= _NAMES else kinds
    return Caption(fields, group[0][0], group[-1][1], 0.85 if weak else 1.0)


def _decide(kinds: tuple[str, ...], group: list[tuple[int, int, str]], plain: str) -> tuple[str, ...]:
    """Several fields in one caption: names may be printed together; of others the longest word tells most."""
    if set(kinds) == _NAMES:
        between = plain[group[0][0] : group[-1][1]]
        return ("name-full",) if "," in between else (_bare(max(group, key=lambda one: one[1] - one[0])[2]),)
    if "other" in kinds and len(kinds) == 2 and group[0][2] != "other" and "," in plain[group[0][1] : group[1][0]]:
        return tuple(kind for kind in kinds if kind != "other")
    return (_bare(max((one for one in group if not one[2].startswith("weak_")), key=lambda one: one[1] - one[0])[2]),)


def _widen(captions: list[Caption], plain: str) -> list[Caption]:
    """Unknown translations before and behind a slash belong to the caption."""
    wide: list[Caption] = []
    for at, one in enumerate(captions):
        start, end = one.start, one.end
        before = plain[wide[-1].end if wide else 0 : start]
        if re.fullmatch(r"[\s\W\d]*[^\d]*/\s*", before) or not any(map(str.isalnum, before)):
            start -= len(before)
        limit = captions[at + 1].start if at + 1 < len(captions) else len(plain)
        behind = re.match(r"\s*/\s*[^\W\d_][^\d:]{3,}$", plain[end:limit])
        end += behind.end() if behind and one.fields[0] not in ("sex", "other") else 0
        wide.append(Caption(one.fields, start, end, one.sure))
    return wide


def _find_alike(plain: str) -> list[Caption]:
    """A line without a caption known to the letter that reads like a misread one."""
    words, longest = [fold(part) for part in re.split(r"[/|]", plain)], 0.0
    best: tuple[str, float] | None = None
    for part in (*words, *(word for one in words for word in one.split())):
        bare = _compact(part)
        if len(bare) < _LIKE_LENGTH or any(map(str.isdigit, bare)):
            continue
        found = process.extractOne(bare, _long_words(), scorer=fuzz.ratio, score_cutoff=max(_LIKE, longest))
        if found is not None:
            best, longest = (_kinds()[found[0]], found[1]), found[1] + 1e-6
    return [] if best is None else [Caption((_bare(best[0]),), 0, len(plain), best[1] / 100 - 0.1)]


def _compact(text: str) -> str:
    return re.sub(r"[\s.]", "", text)


@functools.cache
def _kinds() -> dict[str, str]:
    """Every caption without its gaps, and its field; ``weak_`` before that of doubtful ones."""
    return {
        _compact(part.removeprefix("~")): ("weak_" if part.startswith("~") else "") + field
        for field, listed in reversed(CAPTIONS.items())
        for part in listed.split("|")
    }


@functools.cache
def _long_words() -> tuple[str, ...]:
    return tuple(word for word in _kinds() if len(word) >= _LIKE_LENGTH)


@dataclass(frozen=True, slots=True)
class _Word:
    kind: str
    letters: int
    gaps: int


@functools.cache
def _by_start() -> dict[str, dict[str, _Word]]:
    """Captions without gaps by their first two signs, the longest first."""
    found: dict[str, dict[str, _Word]] = {}
    spelled = {part.removeprefix("~") for listed in CAPTIONS.values() for part in listed.split("|")}
    for part in sorted(spelled, key=lambda word: -len(_compact(word))):
        bare = _compact(part)
        word = _Word(_kinds()[bare], sum(map(str.isalpha, bare)), len(part) - len(bare))
        found.setdefault(bare[:2], {}).setdefault(bare, word)
    return found


def _scan(plain: str) -> list[tuple[int, int, str]]:
    """``(start, end, kind)`` of every caption in folded text, the longest at each place; gaps do not count."""
    places = [at for at, sign in enumerate(plain) if not sign.isspace() and sign != "."]
    bare = "".join(plain[at] for at in places)
    found: list[tuple[int, int, str]] = []
    at = 0
    while at < len(bare) - 1:
        known = _by_start().get(bare[at : at + 2], {})
        here = (
            _span(plain, places, at, word, found[-1][1] if found else -1) for word in known if bare.startswith(word, at)
        )
        span = next((one for one in here if one is not None), None)
        if span is not None:
            found.append((span[0], span[1], span[2]))
        at = at + 1 if span is None else span[3]
    return found


def _span(plain: str, places: list[int], at: int, word: str, last: int) -> tuple[int, int, str, int] | None:
    """Where ``word`` stands; ``None`` for a short one that is part of another word, or of two, and for a long one that
    ends another word, unless that is the caption which ends at ``last``."""
    start, end, one = places[at], places[at + len(word) - 1] + 1, _by_start()[word[:2]][word]
    before, behind = start > 0 and plain[start - 1].isalpha(), plain[end : end + 1].isalpha()
    if one.letters < _FREE:
        if before or behind or end - start - len(word) > one.gaps + plain[start:end].count("."):
            return None
    elif before and start != last:
        return None
    return start, end, one.kind, at + len(word)
