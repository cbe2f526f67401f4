"""Whether a piece of text can be the value of a field, and what it says then."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from verilink.evidence.documents.titles import TITLES
from verilink.evidence.documents.visual.captions import is_caption
from verilink.evidence.documents.visual.folding import fold
from verilink.evidence.documents.visual.nationalities import find_nationality
from verilink.evidence.documents.visual.sexes import find_sex
from verilink.evidence.documents.visual_dates import Day, read_days

DATES: Final = frozenset({"birthdate", "issue-date", "expiration-date"})
NAMES: Final = frozenset({"name-last", "name-first", "name-full"})
NUMBERS: Final = frozenset({"identification-number", "personal-number"})
_NUMBER = re.compile(r"[A-Z0-9]+(?:(?: ?[-/.] ?| )[A-Z0-9]+)*")
_DATED = re.compile(r"(?<!\d)(?:\d{1,2}[./](?:0?[1-9]|1[0-2])[./]\d{4}|\d{4}-\d{2}-\d{2})(?!\d)")
_NUMBER_LETTERS, _LONGEST_NUMBER = 5, 24
_NAME = re.compile(r"[^\W\d_](?:[^\d_<>@#%&*=+{}\[\]|\\]{0,60})$")
_HEIGHT = re.compile(
    r"(?<![\d.])(?:[12][.,]\d{2} ?M?(?![A-Z])|[12]\d{2} ?CM|[4-7]\W{1,3} ?[-']? ?\d{1,2}\W*|[4-7]-\d{1,2}\W*"
    r"|[4-7] ?FT\.? ?\d{1,2} ?IN|\d{2,3} ?IN|[12]\d{2}(?!\d))(?!\w)",
    re.IGNORECASE,
)
_CLASS = re.compile(r"^(?:[A-Za-z][A-Z0-9]{0,2}E?(?:[ ,/]+[A-Za-z][A-Z0-9]{0,2}E?){0,16}|[A-Z0-9]{1,3})(?![\w])")
_PARTICLES = re.compile(r"d[aeou]s?|del|della|der|di|la|le|van|von|den|ten|ter|[ye]|el|al|bin|zu|zur")
_LOOK_ALIKE: Final = str.maketrans({"0": "O", "1": "I", "5": "S", "8": "B"})
_LOOK_DIGIT: Final = str.maketrans({"O": "0", "o": "0", "I": "1", "l": "1", "|": "1", "S": "5", "B": "8", "Z": "2"})
_OLDEST: Final = 120  # years


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of a page before its values are read. ``month_first``: the order of digits in its dates."""

    today: date
    country: str | None = None
    month_first: bool = False
    certain_order: bool = True


def accept(field: str, text: str, setting: Setting) -> tuple[str, float] | None:
    """``(value as facts have it, how sure 0..1)``, or ``None`` when ``text`` is of another kind."""
    text = text.lstrip(" .,:;|_·•-/)").rstrip(" ,:;|_·•" + ("" if field == "issuing-authority" else "."))
    if not text:
        return None
    if field in DATES:
        return _date(field, text, setting)
    if field == "sex":
        return find_sex(text, setting.country)
    if field in NUMBERS:
        return _number(text)
    if field == "nationality":
        return find_nationality(text)
    if field in NAMES:
        return _name(text)
    return _plain(field, text)


def _date(field: str, text: str, setting: Setting) -> tuple[str, float] | None:
    days, factor = read_days(text, month_first=setting.month_first), 1.0
    if not days and sum(map(str.isdigit, text)) >= 4:
        days, factor = read_days(text.translate(_LOOK_DIGIT), month_first=setting.month_first), 0.6
    if not days:
        return None
    day = days[-1] if field == "expiration-date" else days[0]
    value = _century(day, field, setting.today) if day.short else day.value
    if not _is_plausible(value, field, setting.today):
        return None
    factor *= 0.6 if day.vague else 1.0
    factor *= 0.7 if day.other and not setting.certain_order else 1.0
    return value, factor * (0.9 if len(days) > 1 and field != "expiration-date" else 1.0)


def _century(day: Day, field: str, today: date) -> str:
    """Two digits of a year: people are born before today, documents are issued before and expire about it."""
    year = int(day.value[2:4])
    latest = today.year + (40 if field == "expiration-date" else 0)
    full = max(base + year for base in (1900, 2000) if base + year <= latest)
    return f"{full:04d}{day.value[4:]}"


def _is_plausible(value: str, field: str, today: date) -> bool:
    year = int(value[:4])
    if field == "birthdate":
        return today.year - _OLDEST <= year and value <= today.isoformat()
    if field == "issue-date":
        return today.year - 60 <= year and value <= f"{today.year + 1}"
    return today.year - 40 <= year <= today.year + 60


def _number(text: str) -> tuple[str, float] | None:
    """The longest run of letters and digits with single separators; dates and words are none."""
    for match in sorted(_NUMBER.finditer(_DATED.sub("  ", fold(text))), key=lambda one: -len(one[0])):
        found = match[0]
        bare = re.sub(r"[^A-Z0-9]", "", found)
        digits = sum(map(str.isdigit, bare))
        if len(bare) < _NUMBER_LETTERS or len(found) > _LONGEST_NUMBER or digits < max(2, 0.25 * len(bare)):
            continue
        if _is_date(match[0]) or _has_word(found):
            continue
        return found, 1.0 if len(bare) >= 6 else 0.8
    return None


def _is_date(text: str) -> bool:
    return any(day.value for day in read_days(text)) and bool(re.search(r"[-/. ]", text)) and len(text) <= 12


def _has_word(text: str) -> bool:
    """A word of letters alone: numbers have at most three in a row by themselves, street names have more."""
    return any(part.isalpha() and len(part) > 4 for part in re.split(r"[-/. ]+", text))


def _name(text: str) -> tuple[str, float] | None:
    factor = 1.0
    if any(sign.isdigit() for sign in text):
        if sum(map(str.isdigit, text)) > 1 or not re.search(r"[^\W\d_]\d|\d[^\W\d_]", text):
            return None
        text, factor = text.translate(_LOOK_ALIKE), 0.6
    text = text.strip(' .,:;-*°ºª"')
    letters = sum(map(str.isalpha, text))
    if letters < 2 and not (letters == 1 and len(text) == 1):
        return None
    if "/" in text or not _NAME.match(text) or is_caption(text) or _is_title(text):
        return None
    return (text, factor * (1.0 if letters > 2 else 0.8)) if _is_written_as_name(text) else None


def _is_title(text: str) -> bool:
    plain = text.upper()
    return any((match := pattern.search(plain)) and len(match[0]) > 0.6 * len(plain) for _, pattern in TITLES)


def _is_written_as_name(text: str) -> bool:
    """Every word in capitals or with a capital first (particles aside): small print misread as words is seldom so."""
    words = [word for word in re.split(r"[\s,.\-'’]+", text) if word]
    if not words:
        return False
    return all(
        word[0].isupper() or not word[0].islower() or _PARTICLES.fullmatch(word) or len(word) == 1 for word in words
    )


def _plain(field: str, text: str) -> tuple[str, float] | None:
    if field == "height":
        match = _HEIGHT.search(text)
        return None if match is None else (match[0].strip(" ,."), 1.0 if re.search(r"\D", match[0].strip()) else 0.8)
    if field == "vehicle-class":
        match = _CLASS.match(text)
        return None if match is None or len(match[0]) < 0.6 * len(text) else (match[0].strip(), 1.0)
    if field == "address-street-1":
        fit = re.search(r"[^\W\d_]{3}", text) and not is_caption(text) and not _is_date(fold(text))
        return (text[:120], 1.0 if re.search(r"\d", text) else 0.7) if fit else None
    letters = sum(map(str.isalpha, text))
    fit = (
        letters >= 2
        and not is_caption(text)
        and not _is_date(fold(text))
        and letters >= 0.5 * len(text.replace(" ", ""))
    )
    return (text[:120], 0.95 if letters > 2 else 0.85) if fit else None
