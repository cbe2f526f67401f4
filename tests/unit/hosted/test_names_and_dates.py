"""Names and dates in the order, the era and the digits of every language."""

from __future__ import annotations

import re
from datetime import date

import babel
import pytest

from support.gallery import FIELDS, TEMPLATE, replace_template, show
from verilink.flow.document import FieldSchema, Form, Input
from verilink.flow.sentences import Sentence
from verilink.hosted.screens.building import build
from verilink.hosted.screens.form import FormScreen, joined
from verilink.hosted.screens.model import Case
from verilink.hosted.wording import lasting
from verilink.kit.i18n import translator
from verilink.kit.locales import LOCALES

FAMILY_FIRST = {"hu", "ja", "ko-KR", "vi", "zh-CN", "zh-TW"}
ALL = ("name-first", "name-middle", "name-last")
NATIVE = {"ar-EG": "٠١٢٣٤٥٦٧٨٩", "bn": "০১২৩৪৫৬৭৮৯"}
DAY = date(1990, 2, 3)


def _case(code: str, *names: str, **more: object) -> Case:
    fields = {**TEMPLATE.fields, **FIELDS, "name-last": FieldSchema(label="Last name")}
    template = replace_template(TEMPLATE, fields=fields)
    form = Form(title="x", inputs=tuple(Input(field=name) for name in names))
    outcome = show(template, form)
    return Case(language=translator(code), organization="x", template=template, outcome=outcome, **more)  # type: ignore[arg-type]


def _asked(code: str, *names: str) -> list[str]:
    screen = build(_case(code, *names))
    assert isinstance(screen, FormScreen)
    return [part.input.name for part in screen.parts if part.input]


@pytest.mark.parametrize("code", LOCALES)
def test_names_are_asked_for_in_the_order_they_are_said(code: str) -> None:
    found = _asked(code, "email-address", *ALL, "birthdate")
    assert (found[0], found[-1]) == ("email-address", "birthdate")
    assert set(found) == {"email-address", "birthdate", *ALL}
    asked = [name for name in found if name in ALL]
    assert (asked[0] == "name-last") is (code in FAMILY_FIRST)
    assert asked == (["name-last", "name-middle", "name-first"] if code == "vi" else asked)
    assert _asked(code, "name-first", "birthdate", "name-last")[1] == "birthdate"
    assert _asked(code, "name-last", "name-first") == ["name-last", "name-first"]


@pytest.mark.parametrize("code", LOCALES)
def test_dates_are_asked_for_in_the_order_they_are_written(code: str) -> None:
    screen = build(_case(code, "birthdate", answers={"birthdate": "1990-02-03"}))
    assert isinstance(screen, FormScreen)
    [asked] = [part.input for part in screen.parts if part.input]
    pattern = str(babel.Locale.parse(code, sep="-").date_formats["short"].pattern)
    units = {"d": "day", "M": "month", "y": "year"}
    assert [part.unit for part in asked.parts] == [units[one] for one in dict.fromkeys(re.findall("[dMy]", pattern))]
    shown = {f"birthdate.{part.unit}": part.value for part in asked.parts}
    assert shown["birthdate.year"] == ("2533" if code == "th" else "1990")
    assert joined(shown) == {"birthdate": "1990-02-03"}


@pytest.mark.parametrize("code", LOCALES)
def test_dates_are_shown_in_era_and_digits_of_official_use(code: str) -> None:
    speaker = translator(code)
    for style in ("short", "medium", "long", "full"):
        shown = speaker.date(DAY, style)  # type: ignore[arg-type]
        digits = set(re.findall(r"\d", shown))
        assert digits
        assert digits <= set(NATIVE.get(code, "0123456789"))
    year = "2533" if code == "th" else "".join(NATIVE.get(code, "0123456789")[int(one)] for one in "1990")
    assert year in speaker.date(DAY)
    assert "ค.ศ." not in speaker.date(DAY)
    told = _case(code).told(Sentence("Enter a date that is not before %(day)s.", day="1990-02-03"))
    assert speaker.date(DAY) in told
    assert set(re.findall(r"\d", lasting(speaker, 7_200))) <= set(NATIVE.get(code, "0123456789"))


def test_digits_of_any_keyboard_and_years_of_thai_documents_are_understood() -> None:
    for typed in (
        ("٠٣", "٢", "١٩٩٠"),
        ("৩", "২", "১৯৯০"),
        ("๓", "๒", "๒๕๓๓"),
        ("3", "2", "2533"),
        ("03", "02", "1990"),
    ):
        values = dict(zip(("d.day", "d.month", "d.year"), typed, strict=True))
        assert joined(values) == {"d": "1990-02-03"}
    assert joined({"d.day": "29", "d.month": "2", "d.year": "2543"}) == {"d": "2000-02-29"}
    assert joined({"d.day": "1", "d.month": "1", "d.year": "90"}) == {"d": "90-01-01"}


def test_leap_days_are_shown_in_the_buddhist_era_too() -> None:
    assert "2543" in translator("th").date(date(2000, 2, 29))
