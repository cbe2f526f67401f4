"""Classes of vehicles: the marks of Directive 2006/126/EC lose their spaces in small print."""

from __future__ import annotations

import re

_MARKS = re.compile(r"(?:AM|A1|A2|A|B1|BE|B|C1E|C1|CE|C|D1E|D1|DE|D|T|L|M|G|F|f|k|l|n|p|q)")


def spell_classes(text: str) -> str:
    """``AMB1B`` as ``AM B1 B``; other text as it is."""
    if len(text) < 3 or re.search(r"[\s/,]", text):
        return text
    parts = _MARKS.findall(text)
    return " ".join(parts) if "".join(parts) == text else text
