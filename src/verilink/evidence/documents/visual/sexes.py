"""Sex as documents print it: letters differ between languages, and one letter can mean either."""

from __future__ import annotations

import re
from typing import Final

from verilink.evidence.documents.visual.folding import fold

_SURE: Final = 1.0
_LISTED: Final = {
    "M": "M MALE MASCULIN MASCULINO MASC MASCHIO HOMME MANN MAN MANNLICH HOMBRE H FERFI ERKEK E MEES MIES LELAKI"
    " LAKI-LAKI MUZ MUSKI VYRAS VIRIETIS MOSKI MEZCZYZNA BARBAT LAKILAKI",
    "F": "F FEMALE FEMININ FEMININO FEMENINO FEM FEMME FRAU WEIBLICH W FEMMINA MUJER MULHER NO NOI KADIN K KVINNA"
    " KVINDE KVINNE KOBIETA NAINEN NAINE N Z ZENA ZENSKI ZENSKO MOTERIS SIEVIETE S VROUW PEREMPUAN FEMEIE FEMEIESC",
    "X": "X D DIVERS NON-BINARY NB",
}
_WORDS: Final = {word: sex for sex, words in _LISTED.items() for word in words.split()}
# One letter, two meanings: Dutch "vrouw" and Lithuanian "vyras", Mexican "mujer".
_BY_COUNTRY: Final = {("V", "NL"): "F", ("V", "BE"): "F", ("V", "LT"): "M", ("V", "LV"): "M", ("M", "MX"): "F"}
_INTERNATIONAL: Final = frozenset("MFX")


def find_sex(text: str, country: str | None) -> tuple[str, float] | None:
    """``(M, F or X, how sure)``; of two letters ("K/F") the second is the international one."""
    plain = fold(text).strip(" .,:;|'-")
    parts = [part.strip() for part in re.split(r"[/|]", plain)]
    if len(parts) > 1 and len(plain) <= 12:
        sure = next((part for part in reversed(parts) if part in _INTERNATIONAL), None)
        if sure is not None:
            return sure, _SURE
    if squeezed := re.fullmatch(r"[KNVZSE][I1L]?([MF])", plain):  # the stroke between was lost
        return squeezed[1], 0.8
    first = re.match(r"[A-Z\-]+(?: LAKI)?", plain)
    if first is None:
        return None
    word = first[0]
    said = _BY_COUNTRY.get((word, country or "")) or _WORDS.get(word)
    if said is None or (len(word) <= 2 and len(plain) > len(word) and plain[len(word)].isalnum()):
        return None
    return said, _SURE if word in _INTERNATIONAL or len(word) > 2 else 0.9
