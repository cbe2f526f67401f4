"""Driving licences: of Europe, whose fields are numbered (Directive 2006/126/EC, annex I), and of North America, which
number and label (AAMVA card design standard, annex A) or only label."""

from __future__ import annotations

from random import Random

from specimens.fronts.dates import write_day
from specimens.fronts.holders import Holder, draw_holder, fill
from specimens.fronts.sheet import Sheet

Truth = dict[str, str]
# country | language | title | day | number | authority | classes | whether the address is printed
_EUROPEAN = """
DE | de | FÜHRERSCHEIN  BUNDESREPUBLIK DEUTSCHLAND | %d.%m.%Y | L###LLL##L# | LANDKREIS MUSTERSTADT | AM/B/L | -
DE | de | FÜHRERSCHEIN  BUNDESREPUBLIK DEUTSCHLAND | %d.%m.%y | L###LLL##L# | STADT KÖLN | A/B/BE | -
FR | fr | PERMIS DE CONDUIRE  RÉPUBLIQUE FRANÇAISE | %d.%m.%Y | ##LL##### | Préfecture 69 | AM/B | -
ES | es | PERMISO DE CONDUCCIÓN  REINO DE ESPAÑA | %d-%m-%Y | ########-L | DGT | AM B | -
IT | it | PATENTE DI GUIDA  REPUBBLICA ITALIANA | %d/%m/%Y | L#L######L | MIT-UCO | AM B | -
PL | pl | PRAWO JAZDY  RZECZPOSPOLITA POLSKA | %d.%m.%Y | #####/##/#### | PREZYDENT M.ST. WARSZAWY | AM/B1/B | address
GB | en | DRIVING LICENCE  UNITED KINGDOM | %d.%m.%Y | LLLLL######LL#LL | DVLA | AM/A/B1/B/f/k/q | address
NO | no | FØRERKORT  NORGE | %d.%m.%Y | ## ## ###### # | STATENS VEGVESEN | AM B | -
CZ | cs | ŘIDIČSKÝ PRŮKAZ  ČESKÁ REPUBLIKA | %d.%m.%Y | LL ###### | MĚSTSKÝ ÚŘAD BRNO | AM B1 B | -
SE | sv | KÖRKORT  SVERIGE | %d.%m.%Y | ###### ###### | TRANSPORTSTYRELSEN | AM B | -
IE | en | CEADÚNAS TIOMÁNA  DRIVING LICENCE  ÉIRE IRELAND | %d.%m.%Y | ######### | NDLS | B | address
HU | hu | VEZETŐI ENGEDÉLY  MAGYARORSZÁG | %Y.%m.%d. | LL###### | BM NYHÁT | AM,B | -
"""
# place | title | template | day | number; templates below
_AMERICAN = """
US-CA | California  DRIVER LICENSE | labels | %m/%d/%Y | L#######
US-NY | NEW YORK STATE  DRIVER LICENSE | numbers | %m/%d/%Y | ### ### ###
US-TX | TEXAS  DRIVER LICENSE | numbers | %m/%d/%Y | ########
US-FL | FLORIDA  DRIVER LICENSE | numbers | %m/%d/%Y | L###-###-##-###-#
US-OH | OHIO  DRIVER LICENSE | numbers | %m-%d-%Y | LL######
US-WA | WASHINGTON  IDENTIFICATION CARD | numbers | %m/%d/%Y | WDL##LL###LL
US-IL | ILLINOIS  DRIVER'S LICENSE | labels | %m/%d/%Y | L###-####-####
CA-ON | ONTARIO  DRIVER'S LICENCE  PERMIS DE CONDUIRE  CANADA | both | %Y/%m/%d | L####-#####-#####
CA-BC | BRITISH COLUMBIA  DRIVER'S LICENCE  CANADA | labels | %Y-%b-%d | #######
CA-QC | Québec  Permis de conduire  Driver's Licence  CANADA | both | %Y-%m-%d | L####-######-##
"""


def _table(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row.split(" | ")) for row in text.strip().splitlines())


EUROPEAN, AMERICAN = _table(_EUROPEAN), _table(_AMERICAN)
_TOWNS = {
    "US-CA": ("SACRAMENTO", "CA", "95818"),
    "US-NY": ("ALBANY", "NY", "12222"),
    "US-TX": ("AUSTIN", "TX", "78701-1234"),
    "US-FL": ("TALLAHASSEE", "FL", "32399"),
    "US-OH": ("COLUMBUS", "OH", "43215"),
    "US-WA": ("OLYMPIA", "WA", "98501"),
    "US-IL": ("SPRINGFIELD", "IL", "62704"),
    "CA-ON": ("TORONTO", "ON", "M5V 3L9"),
    "CA-BC": ("VICTORIA", "BC", "V8W 9V1"),
    "CA-QC": ("MONTRÉAL", "QC", "H2Y 1C6"),
}


def european(number: int, seed: int) -> tuple[Sheet, Truth]:
    """The front of one of ``EUROPEAN``."""
    country, language, title, day, shape, authority, classes, address = EUROPEAN[number]
    rng, sheet = Random(seed), Sheet(seed)
    holder = draw_holder(rng, language, shape)
    upper = rng.random() < 0.7
    surname, given = (text.upper() if upper else text for text in (holder.surname, holder.given))
    born, issued, expires = (write_day(one, day) for one in (holder.born, holder.issued, holder.expires))
    sheet.write((330, 40), title, 44, bold=True, label=True)
    sheet.write((90, 60), country, 60, bold=True)
    sheet.silhouette(70, 260, 430, 560)
    rows = [
        ("1.", surname),
        ("2.", given),
        ("3.", f"{born}  {holder.place}"),
        ("4a.", issued),
        ("4b.", expires),
        ("5.", holder.number),
    ]
    size, x, y = rng.choice((38, 44)), 560, 190
    for code, value in rows:
        sheet.write((x, y), code, size * rng.choice((0.8, 1.0)))
        sheet.write((x + 95, y), value, size, bold=True)
        if code == "4a.":
            sheet.write((x + 520, y), "4c.", size * 0.8)
            sheet.write((x + 595, y), authority, size * 0.75, bold=True)
        y += size * 1.75
    truth = {
        "name-last": surname,
        "name-first": given,
        "birthdate": f"{holder.born}",
        "issue-date": f"{holder.issued}",
        "expiration-date": f"{holder.expires}",
        "identification-number": holder.number,
        "issuing-authority": authority,
        "vehicle-class": classes,
    }
    if address == "address":
        sheet.write((x, y), "8.", size * 0.8)
        sheet.write((x + 95, y), f"{holder.street}, {holder.town}".upper(), size * 0.8)
        truth["address-street-1"] = holder.street
    sheet.write((x, 930), "9.", size)
    sheet.write((x + 95, 930), classes, size, bold=True)
    return sheet, truth


def american(number: int, seed: int) -> tuple[Sheet, Truth]:
    """The front of one of ``AMERICAN``."""
    place, title, template, day, shape = AMERICAN[number]
    rng, sheet = Random(seed), Sheet(seed)
    holder = draw_holder(rng, "en", shape)
    city, region, postal = _TOWNS[place]
    street = f"{rng.randrange(100, 9999)} {rng.choice(('N MAIN ST', 'ELM STREET APT 4B', 'SPRING GARDEN RD'))}"
    sheet.write((60, 40), title, 54, bold=True, label=True)
    if place.startswith("US"):
        sheet.star((1600, 90), 46)
    sheet.silhouette(60, 240, 480, 620)
    {"labels": _labelled, "numbers": _numbered, "both": _in_two_languages}[template](
        sheet, holder, (street, city, region, postal), day
    )
    return sheet, {
        "name-last": holder.surname.upper(),
        "name-first": holder.given.upper(),
        "birthdate": f"{holder.born}",
        "issue-date": f"{holder.issued}",
        "expiration-date": f"{holder.expires}",
        "identification-number": holder.number,
        "sex": holder.sex,
        "vehicle-class": "C",
        "height": _feet(holder) if place.startswith("US") else f"{holder.height} cm",
        "address-street-1": street,
        "address-city": city,
        "address-subdivision": region,
        "address-postal-code": postal,
    }


def _feet(holder: Holder) -> str:
    inches = round(holder.height / 2.54)
    return f"{inches // 12}'-{inches % 12:02d}\""


def _labelled(sheet: Sheet, holder: Holder, home: tuple[str, str, str, str], day: str) -> None:
    """As in California: small labels before large values, the name after LN and FN, the address without a label."""
    street, city, region, postal = home
    born, issued, expires = (write_day(one, day).upper() for one in (holder.born, holder.issued, holder.expires))
    rows = [
        [("DL", holder.number)],
        [("EXP", expires)],
        [("LN", holder.surname.upper())],
        [("FN", holder.given.upper())],
        [("", street)],
        [("", f"{city}, {region} {postal}")],
        [("DOB", born)],
        [("RSTR", "NONE")],
        [("SEX", holder.sex), ("HAIR", "BRN"), ("EYES", "BRO")],
        [("HGT", _height(holder, region)), ("WGT", "150 lb"), ("ISS", issued)],
        [("CLASS", "C"), ("END", "NONE")],
    ]
    _rows(sheet, rows, 590, 150, 76)


def _height(holder: Holder, region: str) -> str:
    return f"{holder.height} cm" if region in ("BC", "ON", "QC") else _feet(holder)


def _rows(sheet: Sheet, rows: list[list[tuple[str, str]]], left: float, top: float, step: float) -> None:
    for number, row in enumerate(rows):
        x, y = left, top + number * step
        for label, value in row:
            if label:
                sheet.write((x, y + 14), label, 28, label=True)
                x += sheet.length(label, 28) + 14
            sheet.write((x, y), value, 42, bold=True)
            x += sheet.length(value, 42, bold=True) + 60


def _numbered(sheet: Sheet, holder: Holder, home: tuple[str, str, str, str], day: str) -> None:
    """As the standard has it: the field's number and label before the value, names and address by number alone."""
    street, city, region, postal = home
    born, issued, expires = (write_day(one, day).upper() for one in (holder.born, holder.issued, holder.expires))
    rows = [
        [("4d DL", holder.number), ("9 CLASS", "C")],
        [("1", holder.surname.upper())],
        [("2", holder.given.upper())],
        [("8", street)],
        [("", f"{city}, {region} {postal}")],
        [("3 DOB", born)],
        [("4a ISS", issued), ("4b EXP", expires)],
        [("15 SEX", holder.sex), ("16 HGT", _feet(holder)), ("18 EYES", "BRO")],
        [("9a END", "NONE"), ("12 REST", "NONE")],
        [("5 DD", fill(Random(holder.number), "##############"))],
    ]
    _rows(sheet, rows, 590, 160, 84)


def _in_two_languages(sheet: Sheet, holder: Holder, home: tuple[str, str, str, str], day: str) -> None:
    """As in Canada: numbers and labels in both languages above the values."""
    street, city, region, postal = home
    born, issued, expires = (write_day(one, day).upper() for one in (holder.born, holder.issued, holder.expires))
    cells = [
        ((590, 150), "1,2 NAME / NOM", (f"{holder.surname.upper()},", holder.given.upper())),
        ((590, 310), "8 ADDRESS / ADRESSE", (street, f"{city}, {region}, {postal}")),
        ((590, 470), "4d NUMBER / NUMÉRO", (holder.number,)),
        ((590, 580), "4a ISS/DÉL", (issued,)),
        ((980, 580), "4b EXP/EXP", (expires,)),
        ((590, 690), "16 HGT/HAUT", (f"{holder.height} cm",)),
        ((980, 690), "15 SEX/SEXE", (holder.sex,)),
        ((1300, 690), "9 CLASS/CATÉG.", ("C",)),
        ((590, 800), "3 DOB/DDN", (born,)),
    ]
    for (x, y), label, lines in cells:
        sheet.write((x, y), label, 26, label=True)
        for row, line in enumerate(lines):
            sheet.write((x, y + 32 + row * 52), line, 42, bold=True)
