"""From a recogniser's output over time to a short list of glyph events, each with a score for every symbol.

A connectionist-temporal-classification output is a row of narrow spikes between blanks. One spike is one glyph; it
keeps the whole distribution over the 37 symbols of a machine-readable zone, so that later stages can weigh second
choices instead of guessing them.
"""

from __future__ import annotations

import functools
import unicodedata
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from verilink.evidence.documents.mrz.check_digits import ALPHABET
from verilink.evidence.documents.recognition import LogProbabilities, Recogniser

FILLER = ALPHABET.index("<")
_FILLER_SHAPES = "<«‹([{^ΛλΑ~"
_FLOOR = -16.0  # log-probability of a symbol the recogniser gave nothing
_PRESENT = 0.12  # share of non-blank mass that makes a time step part of a glyph


@dataclass(frozen=True, slots=True, eq=False)
class Event:
    """One glyph. ``time``: centre in time steps; ``presence``: how surely there is one; ``scores``: 37 log-shares."""

    time: float
    presence: float
    scores: NDArray[np.float64]


def find_events(output: LogProbabilities, recogniser: Recogniser) -> list[Event]:
    """The glyphs of one line, left to right."""
    mass = np.exp(output)
    symbols = (mass @ _projection(recogniser.characters)).astype(np.float64)
    presence = 1.0 - mass[:, 0].astype(np.float64)
    return [_make_event(symbols, presence, start, end) for start, end in _cut(symbols, presence)]


@functools.cache
def _projection(characters: tuple[str, ...]) -> NDArray[np.float32]:
    """Recogniser characters (rows) to symbols (columns): lower case and accents fold, brackets count as fillers."""
    matrix = np.zeros((len(characters), len(ALPHABET)), np.float32)
    for row, character in enumerate(characters):
        symbol = _fold(character)
        if symbol is not None:
            matrix[row, ALPHABET.index(symbol)] = 1.0
    return matrix


def _fold(character: str) -> str | None:
    if not character:
        return None
    if character in _FILLER_SHAPES:
        return "<"
    base = unicodedata.normalize("NFKD", character)[0].upper()
    return base if base in ALPHABET else None


def _cut(symbols: NDArray[np.float64], presence: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Runs of non-blank steps with one favourite symbol, split again where the presence dips between two peaks."""
    favourite = symbols.argmax(axis=1)
    runs: list[tuple[int, int]] = []
    start: int | None = None
    for step in range(len(presence) + 1):
        present = step < len(presence) and presence[step] > _PRESENT
        changed = start is not None and present and favourite[step] != favourite[step - 1]
        if start is not None and (not present or changed):
            runs.extend(_split_dip(presence, start, step))
            start = None
        if present and start is None:
            start = step
    return runs


def _split_dip(presence: NDArray[np.float64], start: int, end: int) -> list[tuple[int, int]]:
    for step in range(start + 1, end - 1):
        lower = 0.5 * min(presence[start:step].max(), presence[step + 1 : end].max())
        if presence[step] < lower:
            return [(start, step), *_split_dip(presence, step, end)]
    return [(start, end)]


def _make_event(symbols: NDArray[np.float64], presence: NDArray[np.float64], start: int, end: int) -> Event:
    weights = presence[start:end]
    time = float((np.arange(start, end) * weights).sum() / weights.sum())
    pooled = symbols[start:end].sum(axis=0)
    scores = np.log(np.maximum(pooled / max(pooled.sum(), 1e-9), np.exp(_FLOOR)))
    return Event(time, float(weights.max()), scores)


def estimate_length(events: list[Event]) -> tuple[float, float]:
    """``(characters, pitch)`` of a line in a fixed-pitch font, from the gaps between its glyphs; zeros when unclear."""
    times = np.array([event.time for event in events if event.presence > 0.5])
    if len(times) < 6:
        return 0.0, 0.0
    gaps = np.diff(times)
    # Small print has two or three steps to a character; four are two characters of which one was not seen.
    middle = gaps[(gaps > 0.6 * np.median(gaps)) & (gaps < 1.7 * np.median(gaps))]
    if len(middle) == 0:
        return 0.0, 0.0
    pitch = float(middle.mean())
    return float((times[-1] - times[0]) / pitch + 1), pitch
