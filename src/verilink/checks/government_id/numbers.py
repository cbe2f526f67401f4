"""Numbers held against the formats that their issuers publish."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from verilink.checks.case import GovernmentIdCase
from verilink.checks.government_id.expectations import country_of
from verilink.checks.model import CheckDefinition, Config, Finding, failed_if, not_applicable
from verilink.checks.numbers.model import NumberFormat, compact
from verilink.checks.numbers.table import formats_of
from verilink.evidence.facts import DocumentFacts, MrzFacts, Reading

Definition = CheckDefinition[DocumentFacts, GovernmentIdCase]


class _Number(NamedTuple):
    """A number as read, and the formats it can be of. ``certain``: it must be of one of them."""

    value: str
    formats: tuple[NumberFormat, ...]
    certain: bool


def _judge(facts: DocumentFacts, case: GovernmentIdCase, config: Config) -> Finding:
    country = country_of(facts, case)
    numbers = list(_numbers(facts, country, visual=bool(config["visual"])))
    if not numbers:
        return not_applicable("no_number_to_judge")
    judged = [number for number in numbers if number.formats and (number.certain or _fitting(number))]
    if not judged:
        return not_applicable("format_not_known")
    birth = facts.fields.get("birthdate")
    born = birth.value if birth is not None else None
    found = {_title(number): _problem(number, born) for number in judged}
    problems = sorted({problem for problem in found.values() if problem is not None})
    return failed_if(problems, {"judged": sorted(found), "wrong": sorted(key for key, one in found.items() if one)})


def _numbers(facts: DocumentFacts, country: str | None, *, visual: bool) -> Iterator[_Number]:
    """Numbers that were read surely enough: zones whose digits all hold, barcodes, print where it is asked for."""
    zones = [page.mrz for page in facts.pages.values() if page.mrz is not None]
    for zone in zones:
        if zone.check_digits and all(zone.check_digits.values()) and not zone.repaired:
            yield from _of_zone(zone, facts.id_class, country)
    for key in ("identification-number", "document-number"):
        reading = facts.fields.get(key)
        if reading is not None and reading.source != "mrz" and (visual or reading.source == "barcode"):
            yield from _of_reading(reading, facts, country)


def _of_zone(zone: MrzFacts, id_class: str | None, country: str | None) -> Iterator[_Number]:
    number = compact(zone.fields.get("document-number", ""))
    if number and zone.format == "TD3" and id_class == "pp":
        yield _Number(number, formats_of(country, "passport"), certain=True)
    elif number and id_class == "id":
        yield _Number(number, formats_of(country, "card"), certain=False)
    for key in ("optional", "optional-2"):
        if value := compact(zone.fields.get(key, "")):
            yield _Number(value, formats_of(country, "national"), certain=False)


def _of_reading(reading: Reading, facts: DocumentFacts, country: str | None) -> Iterator[_Number]:
    number = compact(reading.value)
    licence = _licences(country, facts.subdivision) if facts.id_class == "dl" else ()
    if number and licence:
        yield _Number(number, licence, certain=True)
    elif number:
        passport = facts.id_class == "pp"
        formats = formats_of(country, "passport" if passport else "national")
        card = formats_of(country, "card") if facts.id_class == "id" else ()
        yield _Number(number, (*formats, *card), certain=passport)


def _licences(country: str | None, subdivision: str | None) -> tuple[NumberFormat, ...]:
    return formats_of(f"{country}-{subdivision}", "licence") or formats_of(country, "licence")


def _fitting(number: _Number) -> tuple[NumberFormat, ...]:
    """Numbers of unknown kind are held against the formats whose shape they have: others may be something else."""
    return tuple(one for one in number.formats if one.fits(number.value) and one.checked)


def _problem(number: _Number, born: str | None) -> str | None:
    candidates = number.formats if number.certain else _fitting(number)
    problems = [one.problem(number.value, born) for one in candidates]
    return None if None in problems else problems[0]


def _title(number: _Number) -> str:
    return f"{number.formats[0].country} {number.formats[0].name}"


DEFINITIONS: tuple[Definition, ...] = (
    CheckDefinition(
        name="id_number_format_inconsistency_detection",
        category="fraud",
        tests="Numbers have the shape and the check digits that their issuers publish (see number formats).",
        inputs=("pages.*.mrz.fields", "fields.identification-number", "fields.birthdate", "id-class", "country-code"),
        default="not_required",
        reasons=("number_birthdate_mismatch", "number_check_digit_mismatch", "number_format_mismatch"),
        exempt=("format_not_known", "no_number_to_judge"),
        options={"visual": False},
        judge=_judge,
    ),
)
