"""Print without the caption before it."""

from __future__ import annotations

import re

from verilink.evidence.documents.visual.captions import find_captions

_NUMBERING = re.compile(r"^\s*\(?\d{1,2}[A-Da-d]?(?:[.):]\s*|\s+)(?=\D)")


def strip_label(text: str) -> str:
    """``text`` without a number and a caption at its beginning (``1. KOWALSKA``, ``LN SAMPLE``, ``Nom: MARTIN``)."""
    bare = _NUMBERING.sub("", text)
    captions = find_captions(bare)
    starts = captions and captions[0].start == 0 and captions[0].sure >= 0.8
    return bare[captions[0].end if starts else 0 :].strip(" .:-/")
