"""Words and numbers that stand on samples and templates, and on no paper of a real person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

# One is enough: nobody prints these on a paper that is meant.
_CERTAIN: Final = {
    "filler": "lorem ipsum|dolor sit amet|consectetur adipiscing",
    "blank": r"insert (?:your )?(?:name|address|date|amount|logo|text)(?: here)?|your (?:full |company )?name here"
    r"|your (?:company|logo) here|\[(?:your |full |company )?(?:name|address|date|amount|company|city|logo)\]"
    r"|<(?:name|address|date|amount|company|city)>|\{\{ ?\w+ ?\}\}|street address, city, (?:state|st),? zip"
    r"|anytown,? (?:usa|us|state|any)|hier ihren? namen?|votre nom ici|su nombre aqui|il tuo nome qui",
    "person": r"max mustermann|erika mustermann|musterfrau|otto normalverbraucher|john q\.? public"
    r"|joe bloggs|fulano de tal|jan modaal|medelsvensson|ola nordmann|vzorova osoba|jan vzor",
    "place": r"muster(?:stra(?:ss|ß|s)e|str\.|weg|platz) \d|\d{5} musterstadt|12345 musterhausen|mustergasse \d"
    r"|123 (?:fake|anywhere|any|sample|example) (?:street|st\.?|avenue|ave\.?|road|rd\.?)",
    "mark": r"specimen|speciment|muster ohne wert|sans valeur|sin valor|senza valore|sem valor|not a real document"
    r"|sample (?:document|statement|invoice|bill|only)|for (?:demonstration|illustration) purposes only"
    r"|(?:invoice|statement|bill|payslip|pay stub) template|vzor|spesimen",
    "account": "de89 ?3704 ?0044 ?0532 ?0130 ?00|gb29 ?nwbk ?6016 ?1331 ?9268 ?19|gb82 ?west ?1234 ?5698 ?7654 ?32"
    "|fr14 ?2004 ?1010 ?0505 ?0001 ?3m02 ?606|nl91 ?abna ?0417 ?1643 ?00|es91 ?2100 ?0418 ?4502 ?0005 ?1332"
    "|it60 ?x054 ?2811 ?1010 ?0000 ?0123 ?456|at61 ?1904 ?3002 ?3457 ?3201|ch93 ?0076 ?2011 ?6238 ?5295 ?7"
    "|be68 ?5390 ?0754 ?7034|pl61 ?1090 ?1014 ?0000 ?0712 ?1981 ?2874|pt50 ?0002 ?0123 ?1234 ?5678 ?9015 ?4",
    "number": r"000[- ]00[- ]0000|123[- ]45[- ]6789|078[- ]05[- ]1120|987[- ]65[- ]432\d"
    r"|4111[- ]?1111[- ]?1111[- ]?1111|1234[- ]5678[- ]9012[- ]3456|\(?555\)?[ -]555[- ]5555|\(?123\)?[ -]456[- ]7890",
}  # fmt: skip
# Two of different kinds: each can be real by itself.
_LIKELY: Final = {
    "person": r"john doe|jane doe|john smith|jane smith|mario rossi|jean dupont|juan perez|jan kowalski|ivan ivanov"
    r"|joao silva|jan jansen|matti meikalainen|medel svensson",
    "place": r"123 main (?:street|st\.?)|1 main street|100 main st(?:reet|\.)?|anytown|springfield,? usa|via roma 1\b"
    r"|1 rue de la paix|calle falsa 123|hauptstra(?:ss|ß|s)e 1\b",
    "company": r"acme (?:corp|inc|co|ltd|llc|gmbh|energy|bank|company)|acme\b|contoso|globex|initech|umbrella corp"
    r"|your company|company name|example (?:corp|inc|ltd|gmbh|company)|musterfirma|beispiel (?:gmbh|ag)",
    "mark": r"\bsample\b|\bmuster\b|\bmuestra\b|\bcampione\b|\bmodele\b|\bvoorbeeld\b|\bexemplo\b|\bejemplo\b",
    "number": r"555[- ]01\d\d|\b1234567890\b|\b0123456789\b|\b123456789\b|\b00000000+\b|\b1{8,}\b",
    "address": r"[a-z0-9._%+-]+@(?:example|test|domain|yourcompany|company)\.(?:com|org|net)"
    r"|www\.(?:example|yourcompany)\.[a-z]+",
}  # fmt: skip
_EDGE: Final = r"(?<![a-z0-9])(?:{})(?![a-z0-9])"
_PATTERNS: Final = {
    certain: {kind: re.compile(_EDGE.format(words)) for kind, words in table.items()}
    for certain, table in ((True, _CERTAIN), (False, _LIKELY))
}


def placeholders(lines: Iterable[str], own: Iterable[str] = ()) -> tuple[list[str], bool]:
    """``(what was found, whether it is enough)``. ``own``: values of the person, which may look like placeholders."""
    text = _folded(" \n ".join(lines))
    for value in map(_folded, own):
        # A value in another script folds to nothing, which stands between any two letters.
        text = text.replace(value, " ") if len(value) > 2 else text
    certain, likely = (sorted(set(_found(text, each))) for each in (True, False))
    enough = bool(certain) or len({kind for kind, _ in likely}) > 1
    return [words for _, words in (*certain, *likely)], enough


def _found(text: str, certain: bool) -> Iterator[tuple[str, str]]:
    for kind, pattern in _PATTERNS[certain].items():
        yield from ((kind, match[0]) for match in pattern.finditer(text))


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("ł", "l")).encode("ascii", "ignore").decode()
    return re.sub(r"[^\S\n]+", " ", plain.lower())
