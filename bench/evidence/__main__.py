"""``python -m bench.evidence [--quick] [--no-peers] [--page FILE]``: measure the readers and write the page about them.

Reads labelled pictures where they lie (``../shared/data`` or ``$VERILINK_SHARED``) and copies none. Peers are installed
from PyPI into environments of their own under ``~/.cache/verilink-bench``; those that need Tesseract are left out where
it is not installed and may not be. Exit code 1 when a document was falsely called authentic or a zone was invented.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import cv2

from bench.evidence import conditions, documents, fronts, page, people, symbols
from bench.evidence.items import DATA, ROOT, without_zones, zones
from bench.evidence.tables import share

PAGE = ROOT / "docs" / "reference" / "evidence-benchmark.md"


def main() -> int:
    """Run as the module says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a fifth of the pictures, a quarter of the drawn zones")
    parser.add_argument("--no-peers", action="store_true", help="only this project's reader")
    parser.add_argument("--every", type=int, default=3, help="one picture in so many goes to the peers")
    parser.add_argument("--seconds", type=float, default=240, help="how long the peers may take in all")
    parser.add_argument("--drawn", type=int, default=10, help="drawn zones under each condition")
    parser.add_argument("--page", type=Path, default=PAGE, help="where the page goes; its pictures go beside the docs")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    with tempfile.TemporaryDirectory(prefix="verilink-evidence-") as folder:
        read = _documents(options, Path(folder))
    drawn = conditions.measure(
        options.page.parent.parent / "images" / "evidence", each=3 if options.quick else options.drawn
    )
    front_figures = fronts.measure()
    symbol_figures = symbols.measure()
    face_figures = None if options.quick else people.measure()
    options.page.parent.mkdir(parents=True, exist_ok=True)
    options.page.write_text(page.write(read, symbol_figures, face_figures, drawn, front_figures), encoding="utf-8")
    print(f"wrote {options.page}")
    return _verdict(read, drawn)


def _documents(options: argparse.Namespace, folder: Path) -> documents.Documents | None:
    items = zones()[:: 5 if options.quick else 1]
    if not items:
        print(f"no labelled pictures in {DATA}: only drawn zones are measured (set VERILINK_SHARED)")
        return None
    negatives = without_zones(folder)
    return documents.measure(
        items, negatives, folder, peers=not options.no_peers, every=options.every, seconds=options.seconds
    )


def _verdict(read: documents.Documents | None, drawn: conditions.Drawn) -> int:
    tallies = page.headline(read)
    for name, tally in sorted(tallies.items()):
        print(f"{name}: key fields {share(tally.counts['key'], tally.counts['n'])}")
    if read:
        for peer in read.compared:
            print(f"{peer}: {read.ratio(peer):.2f} times our processor time")
    false = sum(tally.counts["false"] for tally in tallies.values())
    false += sum(counts["false"] for counts in drawn.counts.values())
    invented = read.ours["no zone"].counts["invented"] if read else 0
    print(f"falsely authentic: {false}; invented: {invented}")
    return 1 if false or invented else 0


if __name__ == "__main__":
    sys.exit(main())
