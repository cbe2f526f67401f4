"""A driver's licence in the North American layout, front and back, with the PDF417 of AAMVA's card design standard."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import cv2
import numpy as np
import pdf417gen
from PIL import ImageDraw

from specimens import drawing
from specimens.faces import Pixels, astronaut
from specimens.person import ALEXANDRA, EXPIRED_ON, ISSUED_THEN, Person

SCALE = 20  # pixels per mm
WIDTH, HEIGHT = round(85.6 * SCALE), 54 * SCALE
ISSUER = "636014"  # an identification number of the published AAMVA list; the person is made up
STATE = "CALIFORNIA"


def front(person: Person = ALEXANDRA, face: Pixels | None = None, *, expired: bool = False) -> Pixels:
    """The side with the portrait, BGR (1080, 1712, 3)."""
    person = _dated(person, expired=expired)
    page = drawing.paper(WIDTH, HEIGHT, tint=(232, 228, 212), seed=5)
    pen = ImageDraw.Draw(page)
    pen.text((60, 30), STATE, font=drawing.text_font(64, bold=True), fill=(40, 60, 120))
    pen.text((640, 44), "DRIVER LICENSE · SPECIMEN", font=drawing.text_font(44, bold=True), fill=(40, 60, 120))
    drawing.paste(page, drawing.portrait(astronaut() if face is None else face, 500, 640), (60, 240))
    lines = [
        f"DL {_number(person)}",
        f"EXP {_day(person.expiry_date)}",
        f"LN {person.surname}",
        f"FN {person.given_names}",
        f"{person.street}",
        f"{person.city}, {person.subdivision} {person.postal_code[:5]}",
        f"DOB {_day(person.birth_date)}",
        f"SEX {person.sex}   HGT 5'-07\"   EYES BRO",
        f"CLASS C   ISS {_day(person.issue_date)}",
    ]
    for row, line in enumerate(lines):
        pen.text((620, 150 + row * 92), line, font=drawing.text_font(44, bold=True), fill=drawing.INK)
    return drawing.to_pixels(page)


def tall_front(person: Person = ALEXANDRA, face: Pixels | None = None) -> Pixels:
    """The side with the portrait of a licence printed upright, as for people under 21, BGR (1712, 1080, 3)."""
    page = drawing.paper(HEIGHT, WIDTH, tint=(232, 228, 212), seed=8)
    pen = ImageDraw.Draw(page)
    pen.text((60, 40), STATE, font=drawing.text_font(84, bold=True), fill=(40, 60, 120))
    pen.text((60, 150), "DRIVER LICENSE · SPECIMEN", font=drawing.text_font(56, bold=True), fill=(40, 60, 120))
    drawing.paste(page, drawing.portrait(astronaut() if face is None else face, 500, 640), (60, 260))
    lines = [
        f"DL {_number(person)}",
        f"EXP {_day(person.expiry_date)}",
        f"LN {person.surname}",
        f"FN {person.given_names}",
        f"DOB {_day(person.birth_date)}",
        f"SEX {person.sex}   CLASS C   ISS {_day(person.issue_date)}",
    ]
    for row, line in enumerate(lines):
        pen.text((60, 960 + row * 110), line, font=drawing.text_font(50, bold=True), fill=drawing.INK)
    return drawing.to_pixels(page)


def back(person: Person = ALEXANDRA, *, expired: bool = False) -> Pixels:
    """The side with the barcode, BGR (1080, 1712, 3)."""
    page = drawing.paper(WIDTH, HEIGHT, tint=(232, 228, 212), seed=6)
    codes = pdf417gen.encode(aamva(_dated(person, expired=expired)), columns=11, security_level=5)
    symbol = pdf417gen.render_image(codes, scale=5, ratio=3, padding=8).convert("L")
    bars = cv2.cvtColor(np.asarray(symbol), cv2.COLOR_GRAY2BGR)
    drawing.paste(page, bars, ((WIDTH - bars.shape[1]) // 2, 180))
    pen = ImageDraw.Draw(page)
    pen.text((120, 60), "CLASS C: any 2-axle vehicle. SPECIMEN", font=drawing.text_font(36), fill=drawing.INK)
    return drawing.to_pixels(page)


def aamva(person: Person) -> bytes:
    """The barcode's content, AAMVA version 10 (2020): header, one subfile ``DL``."""
    given, _, middle = person.given_names.partition(" ")
    elements = {
        "DAQ": _number(person),
        "DCS": person.surname,
        "DDE": "N",
        "DAC": given,
        "DDF": "N",
        "DAD": middle or "NONE",
        "DDG": "N",
        "DCA": "C",
        "DCB": "NONE",
        "DCD": "NONE",
        "DBD": _packed(person.issue_date),
        "DBB": _packed(person.birth_date),
        "DBA": _packed(person.expiry_date),
        "DBC": {"M": "1", "F": "2"}.get(person.sex, "9"),
        "DAU": "067 in",
        "DAY": "BRO",
        "DAG": person.street,
        "DAI": person.city,
        "DAJ": person.subdivision,
        "DAK": person.postal_code,
        "DCF": "0000000000SPECIMEN",
        "DCG": "USA",
        "DDA": "N",
        "DDB": "08292017",
    }
    subfile = "DL" + "\n".join(key + value for key, value in elements.items()) + "\r"
    header = f"@\n\x1e\rANSI {ISSUER}100001DL"
    offset = len(header) + 8
    return f"{header}{offset:04d}{len(subfile):04d}{subfile}".encode("latin-1")


def _number(person: Person) -> str:
    return person.number[0] + "".join(sign for sign in person.number if sign.isdigit())[:7].zfill(7)


def _packed(value: date) -> str:
    return f"{value:%m%d%Y}"


def _day(value: date) -> str:
    return f"{value:%m/%d/%Y}"


def _dated(person: Person, *, expired: bool) -> Person:
    return replace(person, issue_date=ISSUED_THEN, expiry_date=EXPIRED_ON) if expired else person
