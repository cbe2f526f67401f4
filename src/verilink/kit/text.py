"""Comparing names of people as documents, machines and people spell them.

Letters outside A-Z follow ICAO Doc 9303-3, section 6 (transliteration of national characters), where it allows two
spellings (``Ä`` as ``AE`` or ``A``) both are tried. Hyphens and the order of names do not matter, apostrophes are
dropped.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import product
from typing import Final

from rapidfuzz.distance import OSA

_PLAIN: Final = {"Ä": "A", "Ö": "O", "Ü": "U", "Å": "A", "Ø": "O", "Æ": "AE", "Ñ": "N", "Œ": "OE", "Đ": "D", "Ð": "D"}
_EXPANDED: Final = {"Ä": "AE", "Ö": "OE", "Ü": "UE", "Å": "AA", "Ø": "OE", "Æ": "AE", "Ñ": "NXX", "Œ": "OE", "Đ": "DJ"}
_ALWAYS: Final = {
    **{"ß": "SS", "ẞ": "SS", "Þ": "TH", "Ł": "L", "Ħ": "H", "Ŋ": "N", "Ŧ": "T", "ĸ": "Q", "ı": "I", "Ĳ": "IJ"},
    # Cyrillic, ICAO Doc 9303-3 table 6B
    **{"А": "A", "Б": "B", "В": "V", "Г": "G", "Д": "D", "Е": "E", "Ё": "E", "Ж": "ZH", "З": "Z", "И": "I", "І": "I"},
    **{"Й": "I", "К": "K", "Л": "L", "М": "M", "Н": "N", "О": "O", "П": "P", "Р": "R", "С": "S", "Т": "T", "У": "U"},
    **{"Ф": "F", "Х": "KH", "Ц": "TS", "Ч": "CH", "Ш": "SH", "Щ": "SHCH", "Ъ": "IE", "Ы": "Y", "Ь": "", "Э": "E"},
    **{"Ю": "IU", "Я": "IA", "Ї": "I", "Є": "IE", "Ґ": "G", "Ў": "U", "Ј": "J", "Љ": "LJ", "Њ": "NJ", "Ћ": "C"},
    **{"Ђ": "D", "Џ": "DZ"},
}
_TABLES: Final = ({**_ALWAYS, **_PLAIN}, {**_ALWAYS, **_EXPANDED})
_DROPPED: Final = re.compile(r"['’‘ʼʹ`´.]")
_BREAK: Final = re.compile(r"[^A-Z]+")
_MAX_LENGTH: Final = 200
_MAX_TOKENS: Final = 12
_TOKEN_AGREES: Final = 0.85
_SLIP_LENGTH: Final = 6  # from here on one wrong letter is a slip, from twice as many on two
_INITIAL: Final = 0.85
_TRUNCATED: Final = 0.95


@lru_cache(maxsize=4_096)
def fold(name: str, *, expand: bool = False) -> tuple[str, ...]:
    """The words of ``name`` in A-Z; ``expand`` writes ``Ä`` as ``AE`` rather than ``A``, and so on."""
    table, letters = _TABLES[expand], []
    cleaned = _DROPPED.sub("", unicodedata.normalize("NFC", name[:_MAX_LENGTH]))
    for character in cleaned.upper():
        if character in table:
            letters.append(table[character])
        else:
            base = unicodedata.normalize("NFKD", character)
            letters.append("".join(table.get(part, part) for part in base if not unicodedata.combining(part)))
    return tuple(word for word in _BREAK.split("".join(letters).upper()) if word)[:_MAX_TOKENS]


def names_agree(left: str, right: str, *, truncated: bool = False) -> tuple[bool, float]:
    """Whether two spellings can be of one person's name, and how well they fit (0 to 1).

    Order, case, hyphens, missing middle names and initials beside a full name are tolerated; so is one slip in a word
    of six letters or more. ``truncated`` says that one of them may be cut off, as in a full machine-readable zone.
    Names in a script that is not transliterated here agree when they are equal; one without a letter agrees with none.
    """
    best = 1.0 if _is_same(left, right) else 0.0
    for expand_left, expand_right in product((False, True), repeat=2):
        score = _compare(fold(left, expand=expand_left), fold(right, expand=expand_right), truncated)
        best = max(best, score)
    return best >= _TOKEN_AGREES, round(best, 3)


def _is_same(left: str, right: str) -> bool:
    plain = unicodedata.normalize("NFKC", left).casefold().split()
    return plain == unicodedata.normalize("NFKC", right).casefold().split() and any(map(str.isalpha, "".join(plain)))


def _compare(left: tuple[str, ...], right: tuple[str, ...], truncated: bool) -> float:
    if not left or not right:
        return 0.0
    if sorted(left) == sorted(right) or "".join(left) == "".join(right):
        return 1.0
    if truncated and _is_cut("".join(left), "".join(right)):
        return _TRUNCATED
    fewer, more = (left, right) if len(left) <= len(right) else (right, left)
    scores = _match(fewer, more, truncated)
    if max(scores) <= _INITIAL or min(scores) < _TOKEN_AGREES:
        return min(*scores, _TOKEN_AGREES - 0.01)
    # A name left out costs little, and never the agreement.
    mean = sum(scores) / len(scores)
    return max(_TOKEN_AGREES, mean - 0.05 * (1 - len(fewer) / len(more)))


def _match(fewer: tuple[str, ...], more: tuple[str, ...], truncated: bool) -> list[float]:
    """The score of each word of ``fewer`` against a word of ``more`` of its own, best pairs first."""
    pairs = sorted(
        ((_word(a, b, truncated), i, j) for i, a in enumerate(fewer) for j, b in enumerate(more)), reverse=True
    )
    scores = [0.0] * len(fewer)
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    for score, i, j in pairs:
        if i not in taken_left and j not in taken_right:
            scores[i] = score
            taken_left.add(i)
            taken_right.add(j)
    return scores


def _word(left: str, right: str, truncated: bool) -> float:
    if left == right:
        return 1.0
    short, long = sorted((left, right), key=len)
    if len(short) == 1:
        return _INITIAL if long[0] == short else 0.0
    if truncated and _is_cut(short, long):
        return _TRUNCATED
    distance = OSA.distance(left, right)
    if distance <= min(2, len(short) // _SLIP_LENGTH) and _is_slip(short, long):
        return 1 - distance / len(long) * 0.8
    return min(1 - distance / len(long), _TOKEN_AGREES - 0.01)


def _is_slip(short: str, long: str) -> bool:
    # Daniel and Daniela, Marcin and Marcia are two names each: a slip is neither at the beginning nor at the end.
    return short[0] == long[0] and short[-1] == long[-1]


def _is_cut(left: str, right: str) -> bool:
    short, long = sorted((left, right), key=len)
    return len(short) >= 3 and long.startswith(short)
