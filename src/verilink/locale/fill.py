"""Takes translations into a catalogue: ``python -m verilink.locale.fill LOCALE FILE.json``.

The file maps source texts to a translation, or to a list of the plural forms in the order the catalogue's first line
names. One unusable translation refuses the whole file and says why; empty ones are skipped.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from verilink.kit.i18n import DIRECTORY
from verilink.locale.catalogues import POT, TRANSLATED, Forms, missing, read, sources, write, wrong


class Refused(ValueError):
    """The file cannot be taken; one line for each reason."""


def fill(code: str, given: Mapping[str, object], directory: Path = DIRECTORY, pot: Path = POT) -> int:
    """Add or replace translations; the number still missing. Raises :class:`Refused`, and writes nothing then."""
    known = sources(pot)
    filled: dict[str, Forms] = {}
    reasons: list[str] = []
    for text, translation in given.items():
        forms = _forms(translation)
        if text not in known:
            reasons.append(f"{text!r}: no such text")
        elif any(forms):
            reasons += [f"{text!r}: {fault}" for fault in wrong(code, known[text], forms)]
            filled[text] = forms
    if reasons:
        raise Refused("\n".join(reasons))
    write(code, {**read(code, directory), **filled}, directory, pot)
    return len(missing(code, directory, pot))


def _forms(translation: object) -> Forms:
    if isinstance(translation, list):
        return tuple(str(form) for form in translation)
    return (translation,) if isinstance(translation, str) else ("",)


def main(arguments: list[str] | None = None) -> int:
    """Fill one locale from one file."""
    parser = argparse.ArgumentParser(prog="python -m verilink.locale.fill", description=__doc__)
    parser.add_argument("locale", choices=TRANSLATED, metavar="LOCALE")
    parser.add_argument("file", type=Path, metavar="FILE.json")
    chosen = parser.parse_args(arguments)
    given: Any = json.loads(chosen.file.read_text(encoding="utf-8"))
    try:
        left = fill(chosen.locale, given)
    except Refused as refused:
        sys.stderr.write(f"{refused}\nnothing was written\n")
        return 1
    sys.stdout.write(f"{chosen.locale}: {left} missing\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
