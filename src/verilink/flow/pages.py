"""Which pictures a verification needs, and in which order they are asked for."""

from __future__ import annotations

from itertools import permutations
from typing import Final

from verilink.flow.outcomes import Page
from verilink.flow.verifications import Selfie

_CLASSES: Final = (
    "cct cid dl foid hic id ipp keyp ltpass munid myn nbi nric ofw rp pan pid pp ppc pr sss td tribalid umid "
    "vid visa wp"
)
ID_CLASSES: Final = frozenset(_CLASSES.split())
"""Kinds of government ID by their wire code (``pp`` passport, ``dl`` driving licence, …)."""

FRONT_ONLY: Final = frozenset({"cct", "ipp", "pp", "td", "visa"})
"""Booklets and sheets: everything that is read stands on one page. Every other kind is a card with two sides."""


_POSES: Final[tuple[Page, ...]] = ("center", "left", "right")
_ORDERS: Final = tuple(permutations(_POSES))


BOTH_SIDES: Final[tuple[Page, ...]] = ("front", "back")
"""Asked for while nobody knows the kind of document."""
ONE_SIDED: Final = "one-sided"
"""What is pressed where the back is asked for and there is none."""


def id_pages(id_class: str) -> tuple[Page, ...]:
    """Pages asked for a document of this class."""
    return ("front",) if id_class in FRONT_ONLY else BOTH_SIDES


PAPER_PAGES: Final[tuple[Page, ...]] = (
    "page-1", "page-2", "page-3", "page-4", "page-5", "page-6", "page-7", "page-8", "page-9", "page-10",
)  # fmt: skip
"""Files of a paper, in the order in which they are sent."""


def selfie_pages(verification: Selfie, entropy: int) -> tuple[Page, ...]:
    """Poses in the order asked: one of six, so that nobody can know beforehand what comes first."""
    return ("center",) if verification.poses == "center" else _ORDERS[entropy % len(_ORDERS)]
