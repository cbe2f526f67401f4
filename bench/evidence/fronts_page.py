"""The section of the benchmark's page about fronts that are read by their captions alone."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from bench.evidence.fronts import BANDS, Fronts
from bench.evidence.scoring import percentile
from bench.evidence.tables import share, table

INTRO = """Fronts with neither zone nor barcode: licences of Europe and North America, identity cards, data pages of
passports without their zone, residence permits, in {layouts} layouts with captions above, beside or below the value and
in up to three languages. **All are drawn by us**: the layouts and captions are those issuers use, type, ground and
holders are not, and whoever drew them also wrote the list of captions, so real documents are read less well. Each is
photographed clear, and once under a worse condition. Exact is to the letter, marks and all, but for case and spaces.
"""


def write(fronts: Fronts, layouts: int) -> str:
    """The section without its heading."""
    parts = [INTRO.format(layouts=layouts)]
    for title, counts in (("document", fronts.groups), ("field", fronts.fields), ("condition", fronts.conditions)):
        parts.append(_counted(title, counts))
    parts += ["How sure a value is said to be, and how often it is right:\n", _bands(fronts)]
    rows = [(what, share(one["right"], one["n"]), str(one["wrong"])) for what, one in fronts.kinds.items()]
    parts += [
        "What the document is and who issued it, from titles, signs and addresses:\n",
        table(("", "right", "wrong"), rows),
    ]
    parts.append(f"Median {percentile(fronts.times, 0.5):.0f} ms of processor time, without faces.\n")
    return "\n".join(parts)


def _counted(title: str, counts: dict[str, Counter[str]]) -> str:
    rows = [
        (name, share(one["found"], one["n"]), share(one["exact"], one["n"])) for name, one in counts.items() if one["n"]
    ]
    return table((title, "given", "exact"), rows)


def _bands(fronts: Fronts) -> str:
    names = {low: f"{low:.1f} to {min(high, 1.0):.1f}" for low, high in pairwise(BANDS)}
    rows = [(names[low], str(one["n"]), share(one["exact"], one["n"])) for low, one in sorted(fronts.bands.items())]
    return table(("confidence", "values", "exact"), rows)
