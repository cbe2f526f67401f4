"""Lines of text to fields, as ICAO Doc 9303 lays them out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from verilink.evidence.documents.mrz import check_digits
from verilink.evidence.documents.mrz.dates import expand_birthdate, expand_expiration
from verilink.evidence.documents.mrz.layouts import LAYOUTS, Check, Format, Layout
from verilink.evidence.documents.mrz.names import split_name

_LICENCES: dict[str, Format] = {"FRA": "EDLFRA", "NLD": "EDLNLD"}
_SEXES = {"M": "M", "F": "F", "X": "X", "<": "X"}


@dataclass(frozen=True, slots=True)
class Parsed:
    """``check_digits``: name -> holds. ``fields``: as in ``parse``. ``problems``: what a clean zone would not have."""

    format: Format
    lines: tuple[str, ...]
    check_digits: dict[str, bool]
    fields: dict[str, str]
    problems: tuple[str, ...]

    @property
    def consistent(self) -> bool:
        """Every check digit holds and every field is of its kind."""
        return all(self.check_digits.values()) and not self.problems


def detect_format(lines: tuple[str, ...]) -> Format | None:
    """The format that ``lines`` have by number, width and first letters, or ``None``.

    ``IDFRA`` begins the French card of before 2021 and could begin a TD2 zone: it is the latter when only so the
    check digits hold.
    """
    widths = {len(line) for line in lines}
    if len(widths) != 1:
        return None
    shape = (len(lines), widths.pop())
    if shape == (1, 30) and lines[0].startswith("D"):
        return _LICENCES.get(lines[0][2:5], "EDL")
    if shape == (2, 30) and lines[0].startswith("FA"):
        return "EDLCHE"
    if shape == (3, 30):
        return "TD1"
    if shape == (2, 44):
        return "MRVA" if lines[0].startswith("V") else "TD3"
    if shape != (2, 36):
        return None
    if lines[0].startswith("IDFRA"):
        return "TD2" if _sums_hold("TD2", lines) and not _sums_hold("IDFRA", lines) else "IDFRA"
    return "MRVB" if lines[0].startswith("V") else "TD2"


def _sums_hold(kind: Format, lines: tuple[str, ...]) -> bool:
    known = all(character in check_digits.ALPHABET for line in lines for character in line)
    return known and all(check_zone(LAYOUTS[kind], lines).values())


def check_zone(layout: Layout, lines: tuple[str, ...]) -> dict[str, bool]:
    """Check digit name -> holds."""
    checks = {check.name: check_holds(check, lines) for check in layout.checks}
    if "document-number" in checks:
        checks["document-number"] = read_number(layout, lines)[1]
    return checks


def parse(lines: tuple[str, ...], today: date, kind: Format | None = None) -> Parsed | None:
    """Parse a complete zone; ``None`` when the lines have no known shape or other characters than A-Z, 0-9, ``<``.

    ``kind``: the format, where it is known by more than the first letters.

    Fields: document-code, issuer, nationality (codes as printed), document-number, birthdate, expiration-date (ISO
    8601, possibly shortened; absent when no date), sex (M, F, X), name-last, name-first, optional, optional-2.
    """
    kind = kind or detect_format(lines)
    if kind is None or not all(character in check_digits.ALPHABET for line in lines for character in line):
        return None
    layout = LAYOUTS[kind]
    raw = {name: span.cut(lines) for name, span in layout.fields.items()}
    fields = _gather(raw, read_number(layout, lines)[0], today)
    return Parsed(kind, lines, check_zone(layout, lines), fields, _find_problems(raw, fields))


def check_holds(check: Check, lines: tuple[str, ...]) -> bool:
    """Whether one check digit holds. Where a field is empty its digit may be a filler."""
    text = "".join(span.cut(lines) for span in check.over)
    digit = check.digit.cut(lines)
    if check.name == "composite":
        return digit.isdigit() and check_digits.compute(text) == digit
    return check_digits.holds(text, digit)


def read_number(layout: Layout, lines: tuple[str, ...]) -> tuple[str, bool]:
    """The document number, empty where the zone has none, and whether it has a check digit that holds.

    Numbers longer than nine characters go on in the optional field, with a filler where the digit would be (ICAO
    Doc 9303 part 5, section 4.2.2.1 note j). Issuers differ on whether that filler takes part in the sum.
    """
    check = next((check for check in layout.checks if check.name == "document-number"), None)
    number = layout.fields["document-number"].cut(lines) if "document-number" in layout.fields else ""
    if check is None:
        return number.rstrip("<"), False
    long = layout.format in ("TD1", "TD2") and check.digit.cut(lines) == "<" and not number.endswith("<")
    rest = layout.fields["optional"].cut(lines).split("<", 1)[0] if long else ""
    if len(rest) < 2:
        return number.rstrip("<"), check_holds(check, lines)
    tail, last = rest[:-1], rest[-1]
    holds = check_digits.holds(number + tail, last) or check_digits.holds(number + "<" + tail, last)
    return number + tail, holds


def _gather(raw: dict[str, str], number: str, today: date) -> dict[str, str]:
    name = split_name(raw.get("name", ""))
    given = raw.get("given-names")
    fields = {
        "document-code": raw["document-code"].rstrip("<"),
        "issuer": raw["issuer"].rstrip("<"),
        "nationality": raw.get("nationality", raw["issuer"]).rstrip("<"),
        "document-number": number.replace("<", ""),
        "birthdate": expand_birthdate(raw.get("birthdate", ""), today) or "",
        "expiration-date": expand_expiration(raw.get("expiration-date", ""), today) or "",
        "sex": _SEXES.get(raw.get("sex", ""), ""),
        "name-last": name.last,
        "name-first": name.first if given is None else " ".join(part for part in given.split("<") if part),
        "optional": raw.get("optional", "").rstrip("<"),
        "optional-2": raw.get("optional-2", "").rstrip("<"),
    }
    return {key: value for key, value in fields.items() if value}


def _find_problems(raw: dict[str, str], fields: dict[str, str]) -> tuple[str, ...]:
    problems = []
    for name in ("birthdate", "expiration-date"):
        if raw.get(name, "").strip("<") and name not in fields:
            problems.append(f"{name} is not a date")
    if raw.get("sex", "<") not in _SEXES:
        problems.append("sex is not M, F or X")
    if any(character.isdigit() for character in raw.get("name", "")):
        problems.append("name has a digit")
    if "name" in raw and "name-last" not in fields and "name-first" not in fields:
        problems.append("name is empty")
    return tuple(problems)
