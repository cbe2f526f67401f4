"""The data page of a passport of Utopia: 125 by 88 mm, machine-readable zone TD3."""

from __future__ import annotations

from dataclasses import replace

from PIL import ImageDraw

from specimens import drawing, mrz
from specimens.drawing import photo_of
from specimens.faces import Pixels, astronaut
from specimens.person import ALEXANDRA, EXPIRED_ON, ISSUED_THEN, Person

__all__ = ["passport", "photo_of"]

SCALE = 12  # pixels per mm
WIDTH, HEIGHT = 125 * SCALE, 88 * SCALE


def passport(
    person: Person = ALEXANDRA, face: Pixels | None = None, *, expired: bool = False, blur: float = 0
) -> Pixels:
    """The page, BGR (1056, 1500, 3). ``expired``: ended in 2020; ``blur``: sigma in pixels."""
    if expired:
        person = replace(person, issue_date=ISSUED_THEN, expiry_date=EXPIRED_ON)
    page = drawing.paper(WIDTH, HEIGHT, tint=(224, 230, 226))
    pen = ImageDraw.Draw(page)
    pen.text((40, 30), "UTOPIA", font=drawing.text_font(44, bold=True), fill=(60, 40, 110))
    pen.text((300, 44), "PASSPORT · PASSEPORT · SPECIMEN", font=drawing.text_font(26), fill=(60, 40, 110))
    face = astronaut() if face is None else face
    drawing.paste(page, drawing.portrait(face, 35 * SCALE, 45 * SCALE), (4 * SCALE, 13 * SCALE))
    _write_fields(page, person)
    pen.rectangle((0, 65 * SCALE, WIDTH, HEIGHT), fill=(240, 241, 238))
    pitch = 2.54 * SCALE
    drawing.write_mrz(page, mrz.td3(person), left=(WIDTH - 44 * pitch) / 2, top=75 * SCALE, pitch=pitch)
    return drawing.to_pixels(page, blur=blur)


def _write_fields(page: drawing.Image.Image, person: Person) -> None:
    left, right, top, step = 43 * SCALE, 88 * SCALE, 11 * SCALE, round(6.3 * SCALE)
    rows = [
        (("Type", "P"), ("Passport No. / No. du passeport", person.number)),
        (("Surname / Nom", person.surname), ("Code of issuing State", person.country)),
        (("Given names / Prénoms", person.given_names), None),
        (("Nationality / Nationalité", "UTOPIAN"), ("Sex / Sexe", person.sex)),
        (("Date of birth / Date de naissance", _day(person.birth_date)), ("Place of birth", "ZENITH")),
        (("Date of issue / Date de délivrance", _day(person.issue_date)), ("Authority / Autorité", "UTOPIA OFFICE")),
        (("Date of expiry / Date d'expiration", _day(person.expiry_date)), None),
    ]
    for row, cells in enumerate(rows):
        for x, cell in zip((left, right), cells, strict=True):
            if cell is not None:
                drawing.label(page, (x, top + row * step), *cell)


def _day(value: object) -> str:
    return f"{value:%d %b %Y}".upper()
