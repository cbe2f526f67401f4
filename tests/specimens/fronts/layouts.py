"""What issuers write on their documents: titles and captions, as facts about layouts. Nothing else of them is copied.

They stand in the TOML files of this folder. Captions by field: ``l`` surname, ``g`` given names, ``b`` birth date,
``p`` place of birth, ``s`` sex, ``n`` nationality, ``d`` document number, ``i`` personal number, ``h`` height,
``o`` issue date, ``e`` expiry date, ``a`` authority, ``r`` address (two lines).
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import msgspec

from specimens.fronts.grid import Where


class Layout(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
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
    extra: dict[str, str] = {}  # what stands before the value of a caption


def read_layouts(name: str, id_class: str) -> tuple[Layout, ...]:
    """The layouts of a file, in its order. One that is ``like`` an earlier one has its captions, but for its own."""
    text = Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8")
    found: dict[str, Layout] = {}
    for each in tomllib.loads(text)["layout"]:
        found[each["name"]] = _layout(each, id_class, found)
    return tuple(found.values())


def _layout(written: dict[str, Any], id_class: str, earlier: dict[str, Layout]) -> Layout:
    like = written.pop("like", None)
    captions = {**(earlier[like].captions if like else {}), **written["captions"]}
    return msgspec.convert({**written, "id_class": id_class, "captions": captions}, Layout)
