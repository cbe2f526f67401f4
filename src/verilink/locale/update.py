"""Merges the template of all texts into the catalogues: ``python -m verilink.locale.update [LOCALE…]``.

Translations are kept by their exact source text. A changed text counts as new, so nothing is guessed or marked fuzzy;
the translation of a text that is gone stays in the file, commented out, and comes back with it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from verilink.kit.i18n import DIRECTORY
from verilink.locale.catalogues import POT, TRANSLATED, missing, read, write


def update(code: str, directory: Path = DIRECTORY, pot: Path = POT) -> int:
    """Write the catalogue of a locale anew, or begin it; the number of texts without a translation."""
    write(code, read(code, directory), directory, pot)
    return len(missing(code, directory, pot))


def main(arguments: list[str] | None = None) -> int:
    """Update the locales named, or all."""
    parser = argparse.ArgumentParser(prog="python -m verilink.locale.update", description=__doc__)
    parser.add_argument("locale", nargs="*", choices=[*TRANSLATED, []], metavar="LOCALE")
    for code in parser.parse_args(arguments).locale or TRANSLATED:
        sys.stdout.write(f"{code:6} {update(code):4} missing\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
