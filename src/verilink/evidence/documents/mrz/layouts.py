"""Where each field of each kind of machine-readable zone is.

Sources: ICAO Doc 9303 (8th edition) part 4 (TD3), part 5 (TD1), part 6 (TD2), part 7 (MRV-A, MRV-B); the French
national identity card of 1988 to 2021 (IDFRA), which keeps the size of TD2 with fields of its own; driving licences
with a chip (Commission Regulation (EU) 383/2012, ISO/IEC 18013-3), one line that says ``D1``, the country, what the
country likes, and a check digit over all of it: France's and the Netherlands' as these print them, others whole; the
Swiss and Liechtenstein driving licence of 2003 (EDLCHE), of whose three lines the first is a short one with the card's
own number, which is left out, and which has no check digits, so that nothing in it is ever proven.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Format = Literal["TD1", "TD2", "TD3", "MRVA", "MRVB", "IDFRA", "EDL", "EDLFRA", "EDLNLD", "EDLCHE"]
Kind = Literal["code", "country", "name", "number", "digit", "date", "sex", "any"]


@dataclass(frozen=True, slots=True)
class Span:
    """Columns ``start`` to ``end`` (exclusive) of line ``line``, counted from 0. ``kind``: what may stand there."""

    line: int
    start: int
    end: int
    kind: Kind

    def cut(self, lines: tuple[str, ...]) -> str:
        """The characters of ``lines`` inside this span."""
        return lines[self.line][self.start : self.end]


@dataclass(frozen=True, slots=True)
class Check:
    """A check digit: the spans it is over, in order, and where it stands."""

    name: str
    over: tuple[Span, ...]
    digit: Span


@dataclass(frozen=True, slots=True)
class Layout:
    """One format: number of lines, characters in each, named fields, and check digits in reading order.

    ``letters``, ``seconds``: what a zone may begin with, and go on with where that is settled. ``surname``: the name
    field holds the surname only.
    """

    format: Format
    lines: int
    width: int
    letters: str
    fields: dict[str, Span]
    checks: tuple[Check, ...]
    seconds: str = ""
    surname: bool = False


def _piece(line: int, start: int, end: int) -> Span:
    return Span(line, start, end, "any")


def _digit(line: int, column: int) -> Span:
    return Span(line, column, column + 1, "digit")


def _data_line(width: int, optional_end: int) -> tuple[dict[str, Span], tuple[Check, ...]]:
    """The second line that TD2, TD3 and both visas share up to column 28."""
    fields = {
        "document-code": Span(0, 0, 2, "code"),
        "issuer": Span(0, 2, 5, "country"),
        "name": Span(0, 5, width, "name"),
        "document-number": Span(1, 0, 9, "number"),
        "nationality": Span(1, 10, 13, "country"),
        "birthdate": Span(1, 13, 19, "date"),
        "sex": Span(1, 20, 21, "sex"),
        "expiration-date": Span(1, 21, 27, "date"),
        "optional": Span(1, 28, optional_end, "any"),
    }
    checks = (
        Check("document-number", (fields["document-number"],), _digit(1, 9)),
        Check("birthdate", (fields["birthdate"],), _digit(1, 19)),
        Check("expiration-date", (fields["expiration-date"],), _digit(1, 27)),
    )
    return fields, checks


def _td3() -> Layout:
    fields, checks = _data_line(44, 42)
    composite = (_piece(1, 0, 10), _piece(1, 13, 20), _piece(1, 21, 43))
    more = (Check("optional", (fields["optional"],), _digit(1, 42)), Check("composite", composite, _digit(1, 43)))
    return Layout("TD3", 2, 44, "P", fields, checks + more)


def _td2() -> Layout:
    fields, checks = _data_line(36, 35)
    composite = Check("composite", (_piece(1, 0, 10), _piece(1, 13, 20), _piece(1, 21, 35)), _digit(1, 35))
    return Layout("TD2", 2, 36, "IAC", fields, (*checks, composite))


def _visa(name: Literal["MRVA", "MRVB"], width: int) -> Layout:
    fields, checks = _data_line(width, width)
    return Layout(name, 2, width, "V", fields, checks)


def _td1() -> Layout:
    fields = {
        "document-code": Span(0, 0, 2, "code"),
        "issuer": Span(0, 2, 5, "country"),
        "document-number": Span(0, 5, 14, "number"),
        "optional": Span(0, 15, 30, "any"),
        "birthdate": Span(1, 0, 6, "date"),
        "sex": Span(1, 7, 8, "sex"),
        "expiration-date": Span(1, 8, 14, "date"),
        "nationality": Span(1, 15, 18, "country"),
        "optional-2": Span(1, 18, 29, "any"),
        "name": Span(2, 0, 30, "name"),
    }
    composite = (_piece(0, 5, 30), _piece(1, 0, 7), _piece(1, 8, 15), _piece(1, 18, 29))
    checks = (
        Check("document-number", (fields["document-number"],), _digit(0, 14)),
        Check("birthdate", (fields["birthdate"],), _digit(1, 6)),
        Check("expiration-date", (fields["expiration-date"],), _digit(1, 14)),
        Check("composite", composite, _digit(1, 29)),
    )
    return Layout("TD1", 3, 30, "IAC", fields, checks)


def _french() -> Layout:
    fields = {
        "document-code": Span(0, 0, 2, "code"),
        "issuer": Span(0, 2, 5, "country"),
        "name": Span(0, 5, 30, "name"),
        "optional": Span(0, 30, 36, "any"),
        "document-number": Span(1, 0, 12, "number"),
        "given-names": Span(1, 13, 27, "name"),
        "birthdate": Span(1, 27, 33, "date"),
        "sex": Span(1, 34, 35, "sex"),
    }
    checks = (
        Check("document-number", (fields["document-number"],), _digit(1, 12)),
        Check("birthdate", (fields["birthdate"],), _digit(1, 33)),
        Check("composite", (_piece(0, 0, 36), _piece(1, 0, 35)), _digit(1, 35)),
    )
    return Layout("IDFRA", 2, 36, "I", fields, checks, surname=True)


def _licence(name: Literal["EDL", "EDLFRA", "EDLNLD"], rest: dict[str, Span], *more: Check) -> Layout:
    """One line; ``rest``: what stands between the country and the last check digit."""
    fields = {"document-code": Span(0, 0, 2, "code"), "issuer": Span(0, 2, 5, "country"), **rest}
    composite = Check("composite", (_piece(0, 0, 29),), _digit(0, 29))
    return Layout(name, 1, 30, "D", fields, (*more, composite), seconds="1", surname=True)


def _french_licence() -> Layout:
    rest = {
        "document-number": Span(0, 5, 14, "number"),
        "expiration-date": Span(0, 15, 21, "date"),
        "name": Span(0, 21, 29, "name"),
    }
    return _licence("EDLFRA", rest, Check("document-number", (_piece(0, 0, 14),), _digit(0, 14)))


def _dutch_licence() -> Layout:
    rest = {
        "optional": Span(0, 5, 6, "any"),
        "document-number": Span(0, 6, 16, "number"),
        "optional-2": Span(0, 16, 29, "any"),
    }
    return _licence("EDLNLD", rest)


def _swiss_licence() -> Layout:
    fields = {
        "document-code": Span(0, 0, 2, "code"),
        "issuer": Span(0, 2, 5, "country"),
        "optional": Span(0, 5, 17, "date"),
        "birthdate": Span(0, 19, 25, "date"),
        "name": Span(1, 0, 30, "name"),
    }
    return Layout("EDLCHE", 2, 30, "F", fields, (), seconds="A")


LAYOUTS: dict[Format, Layout] = {
    "TD1": _td1(),
    "TD2": _td2(),
    "TD3": _td3(),
    "MRVA": _visa("MRVA", 44),
    "MRVB": _visa("MRVB", 36),
    "IDFRA": _french(),
    "EDL": _licence("EDL", {"optional": Span(0, 5, 29, "any")}),
    "EDLFRA": _french_licence(),
    "EDLNLD": _dutch_licence(),
    "EDLCHE": _swiss_licence(),
}
