"""Zones composed by chance in every format parse back to what was put in, and no single slip goes unnoticed.

`VERILINK_MRZ_STRINGS` sets how many; `make properties` runs 100,000.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import date
from random import Random

from specimens.holders import KINDS, draw_holder, draw_licence
from verilink.evidence.documents.mrz.check_digits import ALPHABET, compute
from verilink.evidence.documents.mrz.compose import Holder, compose, transliterate
from verilink.evidence.documents.mrz.layouts import LAYOUTS, Format
from verilink.evidence.documents.mrz.parse import Parsed, parse

TODAY = date(2026, 3, 1)
COUNT = int(os.environ.get("VERILINK_MRZ_STRINGS", "4000"))


def parsed(lines: tuple[str, ...]) -> Parsed:
    found = parse(lines, TODAY)
    assert found is not None, lines
    return found


def name_as_printed(kind: Format, holder: Holder) -> tuple[str, str] | None:
    """Surname and given names, or None when the field cuts them."""
    last, first = transliterate(holder.last), transliterate(holder.first)
    room = LAYOUTS[kind].fields["name"].end - LAYOUTS[kind].fields["name"].start
    given = LAYOUTS[kind].fields.get("given-names")
    fits = len(last) < room and len(first) < given.end - given.start if given else len(f"{last}<<{first}") < room
    return (last.replace("<", " "), first.replace("<", " ")) if fits else None


def assert_says(kind: Format, holder: Holder, found: Parsed) -> None:
    assert found.format == kind
    assert found.consistent, found
    fields = found.fields
    assert fields["document-number"] == holder.number
    assert fields["issuer"] == holder.issuer
    assert fields["nationality"] == ("FRA" if kind == "IDFRA" else holder.nationality)
    assert fields["birthdate"][2:].replace("-", "") == holder.birthdate
    if kind != "IDFRA":
        assert fields["expiration-date"][2:].replace("-", "") == holder.expiration
    assert fields["sex"] == {"<": "X"}.get(holder.sex, holder.sex)
    names = name_as_printed(kind, holder)
    if names is not None:
        assert (fields["name-last"], fields.get("name-first", "")) == names


def test_what_is_composed_in_any_format_parses_back_to_the_same_fields() -> None:
    rng = Random(2026)
    for _ in range(COUNT):
        kind = rng.choice(KINDS)
        holder = draw_holder(kind, rng)
        assert_says(kind, holder, parsed(compose(kind, holder)))


def test_what_is_composed_as_a_licence_parses_back_to_the_same_fields() -> None:
    rng = Random(18013)
    for _ in range(COUNT // 10):
        kind, holder = draw_licence(rng)
        found = parsed(compose(kind, holder))
        assert found.format == kind
        assert found.consistent, found
        assert found.fields["issuer"] == holder.issuer
        assert found.fields.get("document-number", "") == holder.number
        if kind == "EDLFRA":
            assert found.fields["expiration-date"][2:].replace("-", "") == holder.expiration
            assert found.fields["name-last"] == transliterate(holder.last)[:8].replace("<", " ").strip()


def test_one_character_read_wrongly_under_a_check_digit_is_noticed_unless_no_sum_could() -> None:
    rng = Random(7)
    missed: Counter[str] = Counter()
    for _ in range(COUNT):
        kind = rng.choice(KINDS)
        lines = compose(kind, draw_holder(kind, rng))
        check = rng.choice([check for check in LAYOUTS[kind].checks if check.name != "composite"])
        span = rng.choice(check.over)
        column = rng.randrange(span.start, span.end)
        before, after = lines[span.line][column], rng.choice(ALPHABET)
        if value(before) == value(after):
            missed["twins"] += 1
            continue
        line = lines[span.line]
        changed = (*lines[: span.line], line[:column] + after + line[column + 1 :], *lines[span.line + 1 :])
        found = parse(changed, TODAY)
        assert found is None or found.format != kind or not all(found.check_digits.values()), (lines, changed)
    assert missed["twins"] < 0.3 * COUNT


def value(symbol: str) -> int:
    """What a character counts in a sum of weight 1, modulo ten."""
    return int(compute("<<" + symbol))


def test_no_text_of_any_shape_makes_the_parser_fail() -> None:
    rng = Random(3)
    for _ in range(COUNT):
        width, count = rng.choice([(30, 3), (36, 2), (44, 2), (rng.randrange(60), rng.randrange(5))])
        lines = tuple("".join(rng.choices(ALPHABET, k=width)) for _ in range(count))
        found = parse(lines, TODAY)
        assert found is None or all(found.fields.values())
