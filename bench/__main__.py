"""``python -m bench [api] [flow] [looks] [pages] [start] [webhooks]``: measure, print ratios, and say whether the promised ones hold."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from bench import api, flow, looks, pages, start, webhooks
from bench.installation import Installation, within

MEASUREMENTS = {
    "api": api.measure,
    "flow": flow.measure,
    "looks": looks.measure,
    "pages": pages.measure,
    "start": start.measure,
    "webhooks": webhooks.measure,
}
# name -> (at most?, bound)
PROMISED = {
    "create: ours / limit": (True, 2.0),
    "create: twin / ours": (False, 2.0),
    "upload p95: ours / limit": (True, 3.0),
    "look, ms of a core": (True, 25.0),
    "look, kB": (True, 8.0),
    "first start, s": (True, 2.0),
    "next start, s": (True, 1.0),
    "first screen, kB": (True, 45.0),
    "whole flow, kB": (True, 120.0),
    "verdict visible p95, ms": (True, 200.0),
    "Lighthouse, least of three": (False, 100.0),
}


def main() -> int:
    """Run what was asked for, by default all."""
    chosen = sys.argv[1:] or list(MEASUREMENTS)
    ratios: dict[str, float] = {}

    def every(installation: Installation) -> None:
        for name in chosen:
            ratios.update(MEASUREMENTS[name](installation))

    with tempfile.TemporaryDirectory(prefix="verilink-bench-") as folder:
        Path(folder).chmod(0o711)
        within(Path(folder), every)
    print("\nPromised")
    broken = 0
    for name, (at_most, bound) in PROMISED.items():
        if name in ratios:
            holds = ratios[name] <= bound if at_most else ratios[name] >= bound
            broken += not holds
            print(
                f"  {name}: {ratios[name]:.2f} ({'at most' if at_most else 'at least'} {bound}): {'holds' if holds else 'BROKEN'}"
            )
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
