"""Says what is missing: ``python -m verilink.locale.report`` counts it, with a locale named it is printed as JSON.

The JSON is what ``verilink.locale.fill`` takes, with empty translations: one text, or a list of the plural forms.
``--offer`` writes into ``complete.txt`` which catalogues are complete: these languages are offered to people.
"""

from __future__ import annotations

import argparse
import json
import sys

from verilink.kit.i18n import OFFERED
from verilink.kit.locales import LOCALES, SOURCE
from verilink.kit.plurals import categories
from verilink.locale.catalogues import TRANSLATED, missing, read, sources, wrong


def unfinished() -> dict[str, int]:
    """The number of missing or unusable translations of every locale."""
    return {code: len(missing(code)) + len(unusable(code)) for code in TRANSLATED}


def unusable(code: str) -> dict[str, list[str]]:
    """Source text to what is wrong with its translation, of those there are."""
    known = sources()
    found = {
        text: wrong(code, known[text], forms) for text, forms in read(code).items() if text in known and all(forms)
    }
    return {text: faults for text, faults in found.items() if faults}


def skeleton(code: str) -> dict[str, str | list[str]]:
    """The missing texts with empty translations."""
    empty = [""] * len(categories(code))
    return {text: list(empty) if len(forms) > 1 else "" for text, forms in missing(code).items()}


def offer() -> list[str]:
    """Write the list of the complete locales."""
    left = unfinished()
    complete = [code for code in LOCALES if code == SOURCE or not left[code]]
    OFFERED.write_text("".join(f"{code}\n" for code in complete), encoding="utf-8")
    return complete


def main(arguments: list[str] | None = None) -> int:
    """Print the counts, or one locale's missing texts."""
    parser = argparse.ArgumentParser(prog="python -m verilink.locale.report", description=__doc__)
    parser.add_argument("locale", nargs="?", choices=TRANSLATED, metavar="LOCALE")
    parser.add_argument("--offer", action="store_true", help="write complete.txt")
    chosen = parser.parse_args(arguments)
    if chosen.locale:
        sys.stdout.write(json.dumps(skeleton(chosen.locale), ensure_ascii=False, indent=1) + "\n")
        return 0
    total = len(sources())
    for code, left in unfinished().items():
        sys.stdout.write(f"{code:6} {left:4} of {total} missing\n")
    if chosen.offer:
        sys.stdout.write(f"offered: {' '.join(offer())}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
