"""People who do not exist."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Person:
    """What a document says of its holder. Countries are ICAO 9303 codes (``UTO``: Utopia, for specimens)."""

    surname: str
    given_names: str
    birth_date: date
    sex: str
    number: str
    country: str = "UTO"
    issue_date: date = date(2025, 4, 15)
    expiry_date: date = date(2035, 4, 14)
    street: str = "12 SPECIMEN STREET"
    city: str = "SAMPLETOWN"
    subdivision: str = "CA"
    postal_code: str = "940010000"


EXPIRED_ON = date(2020, 4, 14)
ISSUED_THEN = date(2010, 4, 15)

ALEXANDRA = Person(
    surname="SAMPLE", given_names="ALEXANDRA JO", birth_date=date(1987, 11, 19), sex="F", number="X2846013A"
)
GRETA = Person(surname="MUSTER-EXAMPLE", given_names="GRETA", birth_date=date(1956, 12, 9), sex="F", number="K90417735")
