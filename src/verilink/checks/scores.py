"""Likeness as the figures from 0 to 100 that are stored for reviewers. A person never sees them."""

from __future__ import annotations

from verilink.checks.case import SelfieCase
from verilink.checks.faces import MATCH, center_face, main_face, similarity
from verilink.evidence.facts import SelfieFacts


def percent(cosine: float | None, threshold: float = MATCH) -> float | None:
    """0 for no likeness, 50 at the threshold, 100 for the same picture; straight in between."""
    if cosine is None:
        return None
    if cosine < threshold:
        return round(50 * max(0.0, cosine) / threshold, 1)
    return round(50 + 50 * (cosine - threshold) / (1 - threshold), 1)


def selfie_scores(facts: SelfieFacts, case: SelfieCase) -> dict[str, float | None]:
    """``document-similarity-score``, ``selfie-similarity-score-left`` and ``-right``; ``None`` where not compared."""
    center = center_face(facts)
    turned = {frame.asked: main_face(frame.faces) for frame in facts.frames}
    return {
        "document-similarity-score": percent(similarity(center, case.portrait)),
        "selfie-similarity-score-left": percent(similarity(center, turned.get("left"))),
        "selfie-similarity-score-right": percent(similarity(center, turned.get("right"))),
    }
