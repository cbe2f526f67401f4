"""A zone that was read, as facts."""

from __future__ import annotations

from datetime import date

import numpy as np

from verilink.evidence.documents.locate import as_quad
from verilink.evidence.documents.mrz.doubts import find_doubts
from verilink.evidence.documents.mrz.parse import parse
from verilink.evidence.documents.mrz.zone import Zone
from verilink.evidence.facts import MrzFacts


def describe_zone(zone: Zone, today: date) -> MrzFacts:
    """Lines as used, check digits as read and proven, parsed fields and where it lies."""
    parsed = parse(zone.solved.lines, today, zone.layout.format)
    return MrzFacts(
        format=zone.layout.format,
        lines=zone.solved.lines,
        repaired=zone.solved.repaired,
        doubts=find_doubts(zone),
        unclear=tuple(sorted(zone.solved.unclear)),
        check_digits=zone.solved.checks,
        fields=parsed.fields if parsed else {},
        confidence=round(float(np.exp(-2.0 * zone.cost)), 3),
        boxes=tuple(as_quad(line.row.corners) for line in zone.lines),
    )
