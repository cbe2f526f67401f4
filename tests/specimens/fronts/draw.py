"""One front by its number: the same number is always the same document and holder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from specimens.faces import Pixels
from specimens.fronts.dates import write_day
from specimens.fronts.grid import Cell, Style, draw_cells
from specimens.fronts.holders import Holder, draw_holder, fill
from specimens.fronts.layouts import Layout, read_layouts
from specimens.fronts.licences import AMERICAN, EUROPEAN, american, european
from specimens.fronts.sheet import Sheet

_CARDS = read_layouts("cards", "id") + read_layouts("more_cards", "id")
_PASSPORTS, _PERMITS = read_layouts("passports", "pp"), read_layouts("permits", "rp")
GROUPS = ("licence of Europe", "licence of North America", "identity card", "passport", "residence permit")


@dataclass(frozen=True, kw_only=True)
class Front:
    """``truth``: what a reader should say, keyed as ``DocumentFacts.fields``; given names all in ``name-first``."""

    group: str
    name: str
    pixels: Pixels
    truth: dict[str, str]
    id_class: str
    country: str
    subdivision: str | None = None


def draw_all(seed: int = 0) -> Iterator[Front]:
    """One front in every layout."""
    for group, count in zip(GROUPS, map(len, (EUROPEAN, AMERICAN, _CARDS, _PASSPORTS, _PERMITS)), strict=True):
        for number in range(count):
            yield draw_front(group, number, seed)


def draw_front(group: str, number: int, seed: int = 0) -> Front:
    """The front ``number`` of ``group``, for the holder that ``seed`` draws."""
    own = 1000 * (seed + 1) + 100 * GROUPS.index(group) + number
    if group == GROUPS[0]:
        sheet, truth = european(number, own)
        country, title = EUROPEAN[number][0], EUROPEAN[number][2]
        return Front(group=group, name=title, pixels=sheet.pixels(), truth=truth, id_class="dl", country=country)
    if group == GROUPS[1]:
        sheet, truth = american(number, own)
        place, title = AMERICAN[number][:2]
        kind = "id" if "IDENTIFICATION" in title else "dl"
        country, subdivision = place.split("-")
        return Front(
            group=group,
            name=title,
            pixels=sheet.pixels(),
            truth=truth,
            id_class=kind,
            country=country,
            subdivision=subdivision,
        )
    layout = {"identity card": _CARDS, "passport": _PASSPORTS, "residence permit": _PERMITS}[group][number]
    sheet, truth = _draw(layout, own)
    return Front(
        group=group,
        name=layout.name,
        pixels=sheet.pixels(),
        truth=truth,
        id_class=layout.id_class,
        country=layout.country,
    )


def _draw(layout: Layout, seed: int) -> tuple[Sheet, dict[str, str]]:
    sheet, rng = Sheet(seed, height=1180 if layout.id_class == "pp" else 1080), Random(seed)
    holder = _holder(layout, rng)
    left = rng.choice((520, 560))
    sheet.silhouette(60, 280, 400, 510)
    for row, title in enumerate(layout.titles):
        sheet.write((60 + 300 * row, 24 + 58 * row), title, 44 - 6 * row, bold=True, label=True)
    printed = {letter: _print(layout, holder, letter) for letter in layout.captions}
    cells = _arrange(layout, printed)
    rows = sum(cell.column == 0 for cell in cells)
    room = (sheet.height - 170) / rows
    high = 1.35 * (1 + (layout.ratio if layout.where != "left" else 0)) + 0.45 * layout.ratio
    value = min(44.0, room / high)
    style = Style(where=layout.where, value=value, caption=max(17.0, value * layout.ratio), bold=rng.random() < 0.6)
    longest = max(sheet.length(cell.label, style.caption) for cell in cells)
    draw_cells(sheet, cells, style, left=left, top=150, columns=(0, max(500, longest + 40)))
    return sheet, _truth(layout, holder, printed)


def _arrange(layout: Layout, printed: dict[str, tuple[str, ...]]) -> list[Cell]:
    """In printed order, never two in the second column of one row."""
    cells: list[Cell] = []
    for letter, caption in layout.captions.items():
        beside = letter in layout.beside and bool(cells) and cells[-1].column == 0
        cells.append(Cell(label=caption, lines=printed[letter], column=int(beside)))
    return cells


def _holder(layout: Layout, rng: Random) -> Holder:
    holder = draw_holder(rng, layout.language, layout.number)
    holder = replace(holder, personal=fill(rng, layout.personal))
    if not layout.upper:
        return holder
    return replace(holder, surname=_upper(holder.surname, layout.language), given=_upper(holder.given, layout.language))


def _upper(text: str, language: str) -> str:
    return (text.replace("i", "İ") if language == "tr" else text).upper()


def _print(layout: Layout, holder: Holder, letter: str) -> tuple[str, ...]:
    together = layout.id_class == "rp" and "g" not in layout.captions
    days = {"b": holder.born, "o": holder.issued, "e": holder.expires}
    if letter in days:
        day = write_day(days[letter], layout.day, layout.language)
        return (layout.extra.get(letter, "") + (day if "{u}" in layout.day or "{t}" in layout.day else day.upper()),)
    one = {
        "l": holder.surname,
        "g": holder.given,
        "s": layout.sexes[holder.sex == "F"],
        "n": layout.nationality,
        "d": holder.number,
        "i": holder.personal,
        "h": f"{holder.height / 100:.2f} m",
        "a": layout.authority,
        "p": holder.place.upper(),
    }
    if letter == "r":
        return (holder.street, holder.town)
    if letter == "l" and together:
        return (holder.surname, holder.given)
    return (one[letter],)


def _truth(layout: Layout, holder: Holder, printed: dict[str, tuple[str, ...]]) -> dict[str, str]:
    fields = {"b": "birthdate", "o": "issue-date", "e": "expiration-date", "a": "issuing-authority"}
    values = {"b": f"{holder.born}", "o": f"{holder.issued}", "e": f"{holder.expires}", "a": layout.authority}
    found = {fields[one]: values[one] for one in printed if one in fields}
    found |= (
        {"name-last": holder.surname, "name-first": holder.given} if holder.surname else {"name-first": holder.given}
    )
    if {"d", "i"} & set(printed):
        found["identification-number"] = holder.personal if layout.numbers_is == "i" else holder.number
    if "s" in printed:
        found["sex"] = holder.sex
    if "h" in printed:
        found["height"] = printed["h"][0]
    if "n" in printed:
        found["nationality"] = {"TUR": "TR", "BRA": "BR", "ROU": "RO"}.get(layout.nationality, layout.country)
    return found
