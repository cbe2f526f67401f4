"""Score the document reader on labelled pictures of machine-readable zones and PDF417 symbols.

    python bench/evidence/score_documents.py [--set mrz|pdf417] [--whole] [--limit N] [--misses]

Reads ``labels.json`` from ``../shared/data/{mrz,pdf417}`` or ``$VERILINK_SHARED``. One thread. ``--whole`` reads the
visual zone and the faces as well; without it only what a zone or barcode needs. Prints, per kind of picture, the
share found, with right key fields (number, nationality, birth, expiry, with check digits), with right name, exact;
how many were called authentic though they differ from the label or carry a wrong or repaired check digit (must be
0); how many pictures without a zone were given one (must be 0); wall and processor time; and resident memory.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import resource
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import cv2

from verilink.evidence import read_document
from verilink.evidence.documents.barcodes import read_barcodes
from verilink.evidence.facts import MrzFacts

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("VERILINK_SHARED", ROOT.parent / "shared"))


@dataclass
class Tally:
    """Counts of one kind of picture, and times in milliseconds."""

    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)


def percentile(values: list[float], share: float) -> float:
    """The value below which ``share`` of ``values`` lie."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def key_fields(lines: list[str]) -> tuple[str, ...]:
    """Number, nationality, birth and expiry with their check digits, by the layout the lines have."""
    if len(lines) == 3:
        return lines[0][5:15], lines[1][15:18], lines[1][:7], lines[1][8:15]
    if lines[0].startswith("IDFRA"):
        return lines[1][:13], "FRA", lines[1][27:34], ""
    return lines[1][:10], lines[1][10:13], lines[1][13:20], lines[1][21:28]


def names(lines: list[str]) -> tuple[str, ...]:
    """The name fields without trailing fillers."""
    if len(lines) == 3:
        return (lines[2].rstrip("<"),)
    if lines[0].startswith("IDFRA"):
        return lines[0][5:30].rstrip("<"), lines[1][13:27].rstrip("<")
    return (lines[0][5:].rstrip("<"),)


def judge_zone(item: dict[str, Any], zone: MrzFacts | None, counts: dict[str, int]) -> bool:
    """Add one picture to ``counts``; whether it was read exactly."""
    label = item["mrz"]
    if not label:
        counts["without"] += 1
        counts["invented"] += zone is not None
        return zone is None
    counts["n"] += 1
    if zone is None:
        return False
    lines = list(zone.lines)
    alike = len(lines) == len(label)
    counts["found"] += 1
    counts["exact"] += lines == label
    counts["key"] += alike and key_fields(lines) == key_fields(label)
    counts["name"] += alike and names(lines) == names(label)
    authentic = bool(zone.check_digits) and all(zone.check_digits.values()) and not zone.repaired
    wrong = not alike or key_fields(lines) != key_fields(label) or not item.get("check_digits_valid", True)
    counts["authentic"] += authentic
    counts["false authentic"] += authentic and wrong
    return lines == label


def score_zones(arguments: argparse.Namespace) -> dict[str, Tally]:
    """Every picture of the set, by kind."""
    folder = SHARED / "data" / "mrz"
    items = json.loads((folder / "labels.json").read_text(encoding="utf-8"))["items"][: arguments.limit]
    tallies: dict[str, Tally] = defaultdict(Tally)
    read_document((folder / items[0]["file"]).read_bytes(), faces=arguments.whole)
    for item in items:
        data = (folder / item["file"]).read_bytes()
        tally = tallies[item["kind"]]
        wall, processor = time.perf_counter(), time.process_time()
        facts = read_document(data, faces=arguments.whole, text=arguments.whole)
        tally.processor.append((time.process_time() - processor) * 1e3)
        tally.wall.append((time.perf_counter() - wall) * 1e3)
        zone = facts.pages["front"].mrz
        if not judge_zone(item, zone, tally.counts) and arguments.misses:
            print("miss", item["file"], zone.lines if zone else None, item["mrz"], sep="\n   ")
    return tallies


def score_symbols(arguments: argparse.Namespace) -> dict[str, Tally]:
    """Every picture of a PDF417 symbol: whether its bytes are exact, and the elements of a licence right."""
    folder = SHARED / "data" / "pdf417"
    items = json.loads((folder / "labels.json").read_text(encoding="utf-8"))["items"][: arguments.limit]
    tallies: dict[str, Tally] = defaultdict(Tally)
    for item in items:
        pixels = cv2.imread(str(folder / item["file"]))
        tally = tallies[item["kind"]]
        wall, processor = time.perf_counter(), time.process_time()
        found = read_barcodes(pixels)
        tally.processor.append((time.process_time() - processor) * 1e3)
        tally.wall.append((time.perf_counter() - wall) * 1e3)
        content = base64.b64decode(found[0].content) if found else b""
        # Labels of the photographed symbols were typed: they differ from the symbol in white space.
        same = content.split() == item["payload"].encode().split()
        tally.counts["n"] += 1
        tally.counts["found"] += bool(found)
        tally.counts["exact"] += same
        wanted = {name: value.strip() for name, value in item.get("fields", {}).items()}
        tally.counts["key"] += bool(found) and all(found[0].fields.get(name) == wanted[name] for name in wanted)
        if not same and arguments.misses:
            print("miss", item["file"])
    return tallies


def show(tallies: dict[str, Tally]) -> bool:
    """Print the table; whether nothing was falsely called authentic and no zone invented."""
    head = ("kind", "n", "found", "key", "name", "exact", "authentic", "false", "invented", "ms", "p90", "cpu", "p90")
    print("{:18}{:>5}{:>7}{:>7}{:>7}{:>7}{:>10}{:>6}{:>9}{:>7}{:>7}{:>7}{:>7}".format(*head))
    clean = True
    for kind, tally in sorted(tallies.items()):
        counts, n = tally.counts, max(tally.counts["n"], 1)
        shares = "".join(f"{counts[name] / n:7.3f}" for name in ("found", "key", "name", "exact"))
        false = f"{counts['authentic']:10}{counts['false authentic']:6}{counts['invented']:5}/{counts['without']:<3}"
        times = "".join(
            f"{percentile(values, at):7.0f}" for values in (tally.wall, tally.processor) for at in (0.5, 0.9)
        )
        print(f"{kind:18}{counts['n']:5}{shares}{false}{times}")
        clean = clean and not counts["false authentic"] and not counts["invented"]
    print(f"resident memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    return clean


def main() -> int:
    """Run as the module says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", choices=("mrz", "pdf417"), default="mrz")
    parser.add_argument("--whole", action="store_true", help="read the visual zone and faces as well")
    parser.add_argument("--limit", type=int, help="only the first pictures")
    parser.add_argument("--misses", action="store_true", help="print what was not read exactly")
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    if not (SHARED / "data" / arguments.set / "labels.json").is_file():
        print(f"No labelled pictures in {SHARED / 'data' / arguments.set}; set VERILINK_SHARED.", file=sys.stderr)
        return 2
    return 0 if show(score_zones(arguments) if arguments.set == "mrz" else score_symbols(arguments)) else 1


if __name__ == "__main__":
    sys.exit(main())
