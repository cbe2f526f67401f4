"""Machine-readable zones written from ICAO Doc 9303 parts 4 and 5, independently of the reader under test."""

from __future__ import annotations

from datetime import date

from specimens.person import Person


def check_digit(text: str) -> str:
    """Weights 7, 3, 1; digits count as themselves, A to Z as 10 to 35, the filler as 0; modulo 10."""
    values = [0 if sign == "<" else int(sign, 36) for sign in text]
    return str(sum(value * (7, 3, 1)[place % 3] for place, value in enumerate(values)) % 10)


def _fill(text: str, length: int) -> str:
    return text[:length].ljust(length, "<")


def _names(person: Person) -> str:
    surname, given = (part.replace("-", "<").replace(" ", "<") for part in (person.surname, person.given_names))
    return f"{surname}<<{given}"


def _day(value: date) -> str:
    return value.strftime("%y%m%d")


def td3(person: Person) -> tuple[str, str]:
    """The two lines of 44 of a passport."""
    number, born, expires = _fill(person.number, 9), _day(person.birth_date), _day(person.expiry_date)
    personal = _fill("", 14)
    first = _fill(f"P<{person.country}{_names(person)}", 44)
    dates = born + check_digit(born) + person.sex + expires + check_digit(expires)
    second = number + check_digit(number) + person.country + dates + personal + "<"
    checked = second[0:10] + second[13:20] + second[21:43]
    return first, second + check_digit(checked)


def td1(person: Person) -> tuple[str, str, str]:
    """The three lines of 30 of an identity card."""
    number, born, expires = _fill(person.number, 9), _day(person.birth_date), _day(person.expiry_date)
    first = _fill(f"I<{person.country}{number}{check_digit(number)}", 30)
    second = _fill(born + check_digit(born) + person.sex + expires + check_digit(expires) + person.country, 29)
    checked = first[5:30] + second[0:7] + second[8:15] + second[18:29]
    return first, second + check_digit(checked), _fill(_names(person), 30)
