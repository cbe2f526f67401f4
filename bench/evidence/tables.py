"""Tables of the benchmark's page, and shares with their intervals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bench.evidence.scoring import wilson


def share(right: int, n: int) -> str:
    """``12/13 · 92 % (67–99)``."""
    if n == 0:
        return "–"
    low, high = wilson(right, n)
    return f"{right}/{n} · {right / n:.0%} ({100 * low:.0f}–{100 * high:.0f})".replace("%", " %")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; the first column is text, the others are figures."""
    lines = ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)]) + "\n"
