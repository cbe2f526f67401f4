"""What issuers write on their documents: titles and captions, as facts about layouts. Nothing else of them is copied.

Captions by field: ``l`` surname, ``g`` given names, ``b`` birth date, ``p`` place of birth, ``s`` sex,
``n`` nationality, ``d`` document number, ``i`` personal number, ``h`` height, ``o`` issue date, ``e`` expiry date,
``a`` authority, ``r`` address (two lines).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from specimens.fronts.grid import Where


@dataclass(frozen=True, kw_only=True)
class Layout:
    """``captions``: field letter to caption, in printed order; a letter in ``beside`` stands in the second column.

    ``nationality``: as printed and as ISO 3166-1; ``sexes``: as printed for male and female; ``upper``: names in
    capitals.
    """

    name: str
    id_class: str
    country: str
    titles: tuple[str, ...]
    captions: dict[str, str]
    language: str = "en"
    day: str = "%d.%m.%Y"
    number: str = "LL#######"
    personal: str = "###########"
    nationality: str = ""
    sexes: tuple[str, str] = ("M", "F")
    beside: str = ""
    where: Where = "above"
    upper: bool = True
    authority: str = ""
    ratio: float = 0.6  # caption to value
    numbers_is: str = "d"  # which caption the identification number follows
    extra: dict[str, str] = field(default_factory=dict)  # other captions with their values
