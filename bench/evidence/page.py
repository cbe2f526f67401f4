"""The page ``docs/reference/evidence-benchmark.md``, written anew by every run, in one order."""

from __future__ import annotations

from bench.evidence import fronts_page
from bench.evidence.conditions import Drawn
from bench.evidence.documents import Documents, Split
from bench.evidence.fronts import Fronts
from bench.evidence.people import People
from bench.evidence.scoring import Tally, percentile
from bench.evidence.symbols import Symbols
from bench.evidence.tables import share, table

HEAD = """# How well documents and faces are read

Written by `python -m bench.evidence`; do not edit. Every share stands with its count and its 95 % interval (Wilson):
with pictures as few as these the interval says more than the share.

Times are processor time of one thread on the machine of the run, which was doing other work as well. They mean little
elsewhere. **The ratios do travel**: every picture was given to each reader in turn, so load hit all alike.

What the columns mean: **key fields**: number, nationality, birth date and expiry with their check digits all right.
**Names**: the name field right to the letter. **Exact**: every character of every line. **Authentic**: reported with
every check digit right and nothing repaired. **Falsely authentic**: so reported although a key field differs from what
is printed, or the printed check digits are wrong. **Invented**: a zone given for a picture that has none.
"""
_KINDS = {"real": "published pictures", "phone-sim": "the same through a simulated phone"}
ABSENT = "The labelled pictures were not at hand in this run (`../shared/data`, or `VERILINK_SHARED`), so there are no figures.\n"


def write(
    documents: Documents | None,
    symbols: dict[str, Symbols],
    people: People | None,
    drawn: Drawn,
    fronts: Fronts,
) -> str:
    """The whole page."""
    parts = [
        HEAD,
        "## What was promised\n",
        table(("", "at least", "measured", ""), promised(documents, symbols, people)),
    ]
    parts += ["## Machine-readable zones\n", *(_documents(documents) if documents else [ABSENT])]
    parts += ["## Where reading ends\n", *_drawn(drawn)]
    parts += ["## Fronts by their captions\n", fronts_page.write(fronts, len(fronts.layouts))]
    parts += ["## Barcodes\n", _symbols(symbols) if symbols else ABSENT]
    parts += ["## Faces\n", _people(people) if people else ABSENT]
    return "\n".join(parts).rstrip() + "\n"


def promised(
    documents: Documents | None, symbols: dict[str, Symbols], people: People | None
) -> list[tuple[str, str, str, str]]:
    """What is promised, what came out, and whether that is enough. Times were promised on a machine that idles."""
    rows: list[tuple[str, str, str, bool]] = []
    for kind, tally in sorted(headline(documents).items()):
        n, counts, time = tally.counts["n"], tally.counts, [percentile(tally.processor, at) for at in (0.5, 0.9)]
        name = _KINDS.get(kind, kind)
        rows += [
            (f"key fields, {name}", "96 %", f"{100 * counts['key'] / n:.1f} %", counts["key"] >= 0.96 * n),
            (f"names, {name}", "95 %", f"{100 * counts['name'] / n:.1f} %", counts["name"] >= 0.95 * n),
            (f"falsely authentic, {name}", "0", str(counts["false"]), counts["false"] == 0),
            (f"ms (median, p90), {name}", "250, 800", _times(tally.processor), time[0] <= 250 and time[1] <= 800),
        ]
    if documents:
        none, whole = documents.ours["no zone"].counts, documents.whole.resident
        rows.append(("zones invented", "0", f"{none['invented']} of {none['without']}", none["invented"] == 0))
        rows.append(("resident memory of one process with everything loaded, MB", "350", f"{whole:.0f}", whole <= 350))
    for kind, one in sorted(symbols.items()):
        right, median = 66 * one.exact >= 65 * one.n, percentile(one.processor, 0.5)
        figures = f"{one.exact}/{one.n}, {median:.0f}"
        rows.append((f"PDF417, {kind}: byte-exact, median ms", "98 %, 30", figures, right and median <= 30))
    if people:
        misses, matches = people.misses["verilink"], people.matches["verilink"]
        held = misses <= 0.01 * people.genuine and matches == 0
        rows.append(("faces: missed, falsely matched", "1 %, 0", f"{misses}/{people.genuine}, {matches}", held))
        rows.append(("faces: ms", "25", f"{people.median['verilink']:.0f}", people.median["verilink"] <= 25))
    return [(*row[:3], "reached" if row[3] else "**missed**") for row in rows]


def _times(values: list[float]) -> str:
    return f"{percentile(values, 0.5):.0f}, {percentile(values, 0.9):.0f}"


def _documents(documents: Documents) -> list[str]:
    kinds = {name: tally for name, tally in documents.ours.items() if tally.counts["n"]}
    false = sum(tally.counts["false"] for tally in kinds.values())
    none = documents.ours["no zone"]
    parts = [_kinds(kinds)]
    n = sum(tally.counts["n"] for tally in kinds.values())
    parts.append(
        f"Falsely authentic: {share(false, n)}. Invented: {share(none.counts['invented'], none.counts['without'])}"
        " (barcodes, faces and drawn cards without a zone).\n"
    )
    parts.append(_memory(documents, kinds))
    if len(documents.compared) > 1:
        parts += ["### Beside others\n", _compared(documents)]
    parts += [f"Not measured: {name}: {why}.\n" for name, why in sorted(documents.missing.items())]
    for name, split in documents.splits.items():
        parts += [f"### By {name}\n", _split(split)]
    return parts


def _kinds(kinds: Split) -> str:
    head = ("pictures", "found", "key fields", "names", "exact", "authentic", "ms (median, p90)", "wall ms")
    rows = []
    for kind, tally in sorted(kinds.items()):
        n = tally.counts["n"]
        figures = [share(tally.counts[what], n) for what in ("found", "key", "name", "exact", "authentic")]
        rows.append((_KINDS.get(kind, kind), *figures, _times(tally.processor), _times(tally.wall)))
    return table(head, rows)


def _memory(documents: Documents, kinds: Split) -> str:
    zone = next(iter(kinds.values()))
    zone_peak = max(tally.peak for tally in kinds.values())
    whole = documents.whole
    return (
        f"With the visual zone and faces as well: {_times(whole.processor)} ms (median, p90 of {len(whole.processor)}"
        f" pictures). Memory of one process: {zone.resident:.0f} MB resident, {zone_peak:.0f} MB at its peak; with"
        f" everything loaded {whole.resident:.0f} MB resident, {whole.peak:.0f} MB at its peak.\n"
    )


def _compared(documents: Documents) -> str:
    head = ("reader", "key fields", "names", "exact", "falsely authentic", "invented", "ms (median, p90)", "time", "MB")
    rows = []
    for name, tally in documents.compared.items():
        n, counts = tally.counts["n"], tally.counts
        figures = [share(counts[what], n) for what in ("key", "name", "exact")]
        ratio = "1" if name == "verilink" else f"{documents.ratio(name):.1f}×"
        more = (f"{counts['false']}/{n}", f"{counts['invented']}/{counts['without']}", _times(tally.processor), ratio)
        rows.append((name, *figures, *more, f"{tally.resident:.0f}"))
    note = (
        "Peers run in processes of their own with one thread, as their authors ship them; lines are taken as they give"
        " them. For readers that do not say so, a zone counts as reported authentic when its check digits hold."
        " Labels were first read with a recogniser of the family this reader and RapidOCR use, then checked by hand:"
        " names, which no check digit guards, may favour both.\n"
    )
    return table(head, rows) + "\n" + note


def _split(split: Split) -> str:
    head = ("", "found", "key fields", "names", "exact", "falsely authentic")
    rows = []
    for name, tally in sorted(split.items(), key=lambda pair: (-pair[1].counts["n"], pair[0])):
        n = tally.counts["n"]
        figures = [share(tally.counts[what], n) for what in ("found", "key", "name", "exact")]
        rows.append((name or "–", *figures, f"{tally.counts['false']}/{n}"))
    return table(head, rows)


def _drawn(drawn: Drawn) -> list[str]:
    intro = (
        "Zones of made-up holders in all six formats, drawn in OCR-B on tinted paper, and photographed by a simulated"
        " camera that is worse in one way at a time. A picture too bad to read must come back unread or not authentic.\n"
    )
    head = ("condition", "key fields", "exact", "unread", "authentic", "falsely authentic")
    rows = []
    for name, counts in drawn.counts.items():
        n = counts["n"]
        figures = (share(counts["key"], n), share(counts["exact"], n), f"{counts['unread']}/{n}")
        rows.append((name, *figures, f"{counts['authentic']}/{n}", f"{counts['false']}/{n}"))
    parts = [intro, table(head, rows)]
    if drawn.failures:
        parts.append("Some that were not read right (all of them drawn; nobody shown or named here exists):\n")
    for one in drawn.failures:
        said = "\n".join(one.read) if one.read else "(no zone found)"
        judged = "reported authentic" if one.authentic else "not reported authentic"
        parts.append(f"![{one.condition}](../images/evidence/{one.picture})\n")
        parts.append(f"{one.condition[0].upper()}{one.condition[1:]}; {judged}. Printed, and read:\n")
        parts.append("```text\n" + "\n".join(one.printed) + "\n\n" + said + "\n```\n")
    return parts


def _symbols(symbols: dict[str, Symbols]) -> str:
    head = ("PDF417 pictures", "byte-exact", "licence fields right", "plain zxing-cpp", "ms (median, p90)", "its ms")
    rows = []
    for kind, one in sorted(symbols.items()):
        fields = share(one.fields, one.n) if kind.startswith("aamva") else "–"
        figures = (share(one.exact, one.n), fields, share(one.plain, one.n))
        rows.append((kind, *figures, _times(one.processor), _times(one.plain_processor)))
    n = sum(one.n for one in symbols.values())
    exact, plain = (sum(getattr(one, name) for one in symbols.values()) for name in ("exact", "plain"))
    rows.append(("all", share(exact, n), "", share(plain, n), "", ""))
    return table(head, rows)


def _people(people: People) -> str:
    head = ("reader", "false non-matches", "false matches", "ms (median, p90)", "time")
    rows = []
    for name in people.misses:
        ratio = people.median[name] / people.median["verilink"]
        times = f"{people.median[name]:.0f}, {people.p90[name]:.0f}"
        figures = (share(people.misses[name], people.genuine), share(people.matches[name], people.impostor))
        rows.append((name, *figures, times, "1" if name == "verilink" else f"{ratio:.1f}×"))
    note = (
        f"\nAt the operating point, a cosine of {people.threshold}. Finding, aligning and embedding one face; finding"
        f" and measuring alone takes {people.detect:.0f} ms. The other reader is OpenCV's detector and recogniser with"
        " the same two networks. Press photographs of well-known people; see [liveness](../explanation/liveness.md) for"
        " what that does not say.\n"
    )
    return table(head, rows) + note


def headline(documents: Documents | None) -> dict[str, Tally]:
    """The tallies by kind, for the summary a run prints."""
    return {name: tally for name, tally in documents.ours.items() if tally.counts["n"]} if documents else {}
