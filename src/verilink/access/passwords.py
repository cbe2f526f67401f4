"""What makes a password acceptable (NIST SP 800-63B section 5.1.1.2: length and a blocklist, no composition rules)."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from typing import Final

from verilink.errors import BadRequest

MIN_LENGTH: Final = 10
_MIN_DISTINCT: Final = 5
_SEQUENCES: Final = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop")
_LEET: Final = str.maketrans("013457@$!", "oleastasi")


def check_password(password: str, *, about: tuple[str, ...] = ()) -> None:
    """Raises ``BadRequest``, saying what to do, for a password that is short or among the first to be tried.

    ``about``: the person's name, address and organization, none of which may be most of the password.
    """
    if len(password) < MIN_LENGTH:
        raise BadRequest(f"Use at least {MIN_LENGTH} characters.", pointer="password")
    if is_guessable(password, about):
        raise BadRequest(
            "This password is easy to guess. Use a few unrelated words, or let a password manager make one.",
            pointer="password",
        )


def is_guessable(password: str, about: tuple[str, ...] = ()) -> bool:
    """Whether little is left once common words, the person's own words, runs and repeats are taken out."""
    folded = password.casefold()
    if len(set(folded)) < _MIN_DISTINCT:
        return True
    return any(len(_remainder(form, about)) < MIN_LENGTH // 2 for form in {folded, folded.translate(_LEET)})


def _remainder(folded: str, about: tuple[str, ...]) -> str:
    own = {word for text in about for word in re.split(r"[^a-z0-9]+", text.casefold()) if len(word) >= 3}
    for word in sorted(own | common_words(), key=len, reverse=True):
        folded = folded.replace(word, "")
    folded = re.sub(r"(.)\1{2,}", r"\1", folded)
    return _without_runs(folded)


def _without_runs(text: str) -> str:
    kept = text
    for run in (form for line in _SEQUENCES for form in (line, line[::-1])):
        for length in range(len(run), 3, -1):
            for start in range(len(run) - length + 1):
                kept = kept.replace(run[start : start + length], "")
    return kept


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Words and whole passwords that head every list of leaked ones, four letters or more, lower case."""
    text = files("verilink.access").joinpath("common-passwords.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))
