"""The reference page of number formats, written from the table."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Final

from verilink.checks.numbers.model import NumberFormat, Scope
from verilink.checks.numbers.table import FORMATS

_INTRODUCTION: Final = """\
# Number formats

This page is written from the code by `verilink.checks.numbers.documentation`; do not edit it.

`id_number_format_inconsistency_detection` holds numbers against these. A passport's number and a driving licence's must
have the shape given here. A national number in the optional part of a machine-readable zone, in a barcode or, with
`visual: true`, in print is judged where it has the shape of one that has check digits or contains the date of birth; a
number of another shape may be something else and is left alone. Spaces, hyphens, dots, slashes and fillers do not
count. A shape says what is impossible, never that a number was given out.
"""
_TITLES: Final[dict[Scope, str]] = {
    "national": "National numbers",
    "card": "Identity cards",
    "passport": "Passports",
    "licence": "Driving licences",
}


def reference() -> str:
    """The page in Markdown."""
    return "\n".join([_INTRODUCTION, *(line for scope in _TITLES for line in _section(scope))]).rstrip() + "\n"


def _section(scope: Scope) -> Iterator[str]:
    yield f"## {_TITLES[scope]}\n"
    yield "| Issuer | Number | Shape | Check digits | Contains birth date | Source |\n|---|---|---|---|---|---|"
    formats = [one for one in FORMATS if one.scope == scope]
    yield from map(_row, sorted(formats, key=lambda one: one.country))
    yield ""


def _row(one: NumberFormat) -> str:
    shape = one.pattern.replace("|", "\\|")
    cells = (one.country, one.name, f"`{shape}`", _yes(one.has_check_digits), _yes(one.born is not None), one.source)
    return f"| {' | '.join(cells)} |"


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"


if __name__ == "__main__":
    sys.stdout.write(reference())
