"""Kinds of government ID as people know them: names, instructions, pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from verilink.flow.pages import id_pages
from verilink.locale.messages import N_

CARD_ASPECT: Final = 1.586  # ISO/IEC 7810 ID-1, 85.60 x 53.98 mm
BOOKLET_ASPECT: Final = 1.42  # ID-3, 125 x 88 mm


@dataclass(frozen=True, slots=True)
class Kind:
    """All texts are message ids. ``inline``: the name within a sentence; ``front``, ``back``: what to photograph."""

    name: str
    inline: str
    icon: str
    front: str
    back: str = ""

    def instruction(self, page: str) -> str:
        """The instruction for one page."""
        return self.back if page == "back" else self.front


_FRONT, _BACK, _PAGE = (
    N_("Photograph the front of your document"),
    N_("Photograph the back of your document"),
    N_("Photograph the page with your photo"),
)
_MAIN: Final = {
    "pp": Kind(N_("Passport"), N_("passport"), "passport", N_("Photograph the photo page of your passport")),
    "dl": Kind(
        N_("Driver’s license"),
        N_("driver’s license"),
        "wheel",
        N_("Photograph the front of your driver’s license"),
        N_("Photograph the back of your driver’s license"),
    ),
    "id": Kind(
        N_("Identity card"),
        N_("identity card"),
        "card",
        N_("Photograph the front of your identity card"),
        N_("Photograph the back of your identity card"),
    ),
    "rp": Kind(
        N_("Residence permit"),
        N_("residence permit"),
        "permit",
        N_("Photograph the front of your residence permit"),
        N_("Photograph the back of your residence permit"),
    ),
}
_OTHERS: Final = {
    "cct": N_("Citizenship certificate"),
    "cid": N_("Consular ID"),
    "foid": N_("Foreigner ID (cédula de extranjería)"),
    "hic": N_("Health card"),
    "ipp": N_("Internal passport"),
    "keyp": N_("Keypass"),
    "ltpass": N_("Long-term pass"),
    "munid": N_("Municipal ID"),
    "myn": N_("My Number card"),
    "nbi": N_("NBI clearance"),
    "nric": N_("NRIC"),
    "ofw": N_("OFW ID"),
    "pan": N_("PAN card"),
    "pid": N_("Postal ID"),
    "ppc": N_("Passport card"),
    "pr": N_("Permanent resident card"),
    "sss": N_("SSS card"),
    "td": N_("Refugee travel document"),
    "tribalid": N_("Tribal ID"),
    "umid": N_("UMID card"),
    "vid": N_("Voter ID"),
    "visa": N_("Visa"),
    "wp": N_("Work permit"),
}


def kind_of(id_class: str) -> Kind:
    """The kind for a wire code; an unknown one is called a document."""
    if id_class in _MAIN:
        return _MAIN[id_class]
    front = _FRONT if len(id_pages(id_class)) > 1 else _PAGE
    name = _OTHERS.get(id_class, N_("Document"))
    return Kind(name, name, "card", front, _BACK)


def aspect_of(id_class: str) -> float:
    """Width over height of the side that is photographed."""
    return CARD_ASPECT if len(id_pages(id_class)) > 1 else BOOKLET_ASPECT
