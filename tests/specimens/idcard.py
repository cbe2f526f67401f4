"""An identity card of Utopia, front and back: 85.6 by 54 mm, machine-readable zone TD1 on the back."""

from __future__ import annotations

from dataclasses import replace

from PIL import ImageDraw

from specimens import drawing, mrz
from specimens.faces import Pixels, astronaut
from specimens.person import ALEXANDRA, EXPIRED_ON, ISSUED_THEN, Person

SCALE = 16  # pixels per mm
WIDTH, HEIGHT = round(85.6 * SCALE), 54 * SCALE


def front(person: Person = ALEXANDRA, face: Pixels | None = None, *, expired: bool = False) -> Pixels:
    """The side with the portrait, BGR (864, 1370, 3)."""
    person = _dated(person, expired=expired)
    page = drawing.paper(WIDTH, HEIGHT, tint=(228, 226, 236), seed=3)
    pen = ImageDraw.Draw(page)
    pen.text((40, 26), "UTOPIA · IDENTITY CARD · SPECIMEN", font=drawing.text_font(38, bold=True), fill=(90, 40, 60))
    drawing.paste(page, drawing.portrait(astronaut() if face is None else face, 400, 514), (48, 180))
    cells = [
        ((500, 110), "Surname", person.surname),
        ((500, 210), "Given names", person.given_names),
        ((500, 310), "Sex", person.sex),
        ((800, 310), "Nationality", person.country),
        ((500, 410), "Date of birth", f"{person.birth_date:%d.%m.%Y}"),
        ((500, 510), "Document No.", person.number),
        ((500, 610), "Date of issue", f"{person.issue_date:%d.%m.%Y}"),
        ((900, 610), "Date of expiry", f"{person.expiry_date:%d.%m.%Y}"),
    ]
    for spot, caption, value in cells:
        drawing.label(page, spot, caption, value, size=40)
    return drawing.to_pixels(page)


def back(person: Person = ALEXANDRA, *, expired: bool = False) -> Pixels:
    """The side with the machine-readable zone, BGR (864, 1370, 3)."""
    person = _dated(person, expired=expired)
    page = drawing.paper(WIDTH, HEIGHT, tint=(228, 226, 236), seed=4)
    drawing.label(page, (60, 60), "Address", f"{person.street}, {person.city}", size=36)
    drawing.label(page, (60, 160), "Authority", "UTOPIA OFFICE", size=36)
    pen, pitch = ImageDraw.Draw(page), 2.54 * SCALE
    pen.rectangle((0, HEIGHT - 24 * SCALE, WIDTH, HEIGHT), fill=(242, 242, 242))
    left = (WIDTH - 30 * pitch) / 2
    drawing.write_mrz(page, mrz.td1(person), left=left, top=HEIGHT - 18 * SCALE, pitch=pitch)
    return drawing.to_pixels(page)


def _dated(person: Person, *, expired: bool) -> Person:
    return replace(person, issue_date=ISSUED_THEN, expiry_date=EXPIRED_ON) if expired else person
