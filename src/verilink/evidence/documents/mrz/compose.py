"""Fields to the lines of a machine-readable zone: for specimens, demonstrations and tests."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from verilink.evidence.documents.mrz import check_digits
from verilink.evidence.documents.mrz.layouts import LAYOUTS, Format, Span

# ICAO Doc 9303 part 3, section 6.A: letters that do not reduce to a base letter by decomposition.
_LETTERS = str.maketrans(
    {"Ä": "AE", "Ö": "OE", "Ü": "UE", "ß": "SS", "ẞ": "SS", "Æ": "AE", "Ø": "OE", "Å": "AA", "Ñ": "N"}
)
_MORE = str.maketrans({"Œ": "OE", "Ł": "L", "Đ": "D", "Þ": "TH", "Ð": "D", "Ħ": "H", "ı": "I", "Ŋ": "N", "Ŧ": "T"})


@dataclass(frozen=True, slots=True)
class Holder:
    """What a zone says. Dates are ``YYMMDD`` as printed; names as written, transliterated here."""

    issuer: str
    last: str
    first: str
    number: str
    nationality: str
    birthdate: str
    sex: str
    expiration: str
    code: str = "P"
    optional: str = ""
    optional_2: str = ""


def transliterate(text: str) -> str:
    """A name as it is printed in a zone: A-Z, fillers for spaces and hyphens, apostrophes and other marks left out."""
    upper = text.upper().translate(_LETTERS).translate(_MORE)
    plain = unicodedata.normalize("NFKD", upper)
    return re.sub(r"[^A-Z<]", "", re.sub(r"[\s\-,]+", "<", plain))


def compose(kind: Format, holder: Holder) -> tuple[str, ...]:
    """The lines of a zone of ``kind`` with every check digit right. Values too long for their field are cut.

    A TD1 or TD2 number of more than nine characters continues in the optional field.
    """
    layout = LAYOUTS[kind]
    grid = [["<"] * layout.width for _ in range(layout.lines)]
    for name, value in _values(kind, holder).items():
        if name in layout.fields:
            _write(grid, layout.fields[name], value)
    for check in layout.checks:
        text = "".join("".join(grid[span.line][span.start : span.end]) for span in check.over)
        overlong = check.name == "document-number" and _is_long(kind, holder.number)
        if not overlong:
            _write(grid, check.digit, check_digits.compute(text))
    return tuple("".join(line) for line in grid)


def _is_long(kind: Format, number: str) -> bool:
    return kind in ("TD1", "TD2") and len(number) > 9


def _values(kind: Format, holder: Holder) -> dict[str, str]:
    last, first = transliterate(holder.last), transliterate(holder.first)
    optional = holder.optional
    if _is_long(kind, holder.number):
        optional = holder.number[9:] + check_digits.compute(holder.number) + "<" + optional
    return {
        "document-code": holder.code,
        "issuer": holder.issuer,
        "name": last if LAYOUTS[kind].surname else f"{last}<<{first}" if first else last,
        "given-names": first,
        "document-number": holder.number,
        "nationality": holder.nationality,
        "birthdate": holder.birthdate,
        "sex": holder.sex,
        "expiration-date": holder.expiration,
        "optional": optional,
        "optional-2": holder.optional_2,
    }


def _write(grid: list[list[str]], span: Span, value: str) -> None:
    room = span.end - span.start
    grid[span.line][span.start : span.end] = list(value[:room].ljust(room, "<"))
