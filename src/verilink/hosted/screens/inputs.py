"""Inputs as they are drawn: which control, with which keyboard, label, hint, value and error."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from verilink.flow.components import (
    Checkbox,
    CheckboxGroup,
    CountrySelect,
    DateInput,
    FieldInput,
    FileUpload,
    IdTypeSelect,
    MaskedText,
    MultiSelect,
    PhoneNumber,
    RadioGroup,
    Select,
    TextArea,
    UrlInput,
)
from verilink.flow.database_block import NationalNumber, SocialSecurityNumber
from verilink.flow.masks import example
from verilink.flow.schemas import FieldSchema
from verilink.hosted.countries import countries
from verilink.hosted.documents import kind_of
from verilink.hosted.screens.model import Case
from verilink.hosted.screens.options import Option, dialled_countries
from verilink.hosted.wording import any_of, date_pattern
from verilink.kit.i18n import BUDDHIST
from verilink.kit.phone import country_of, written

Control = Literal["text", "area", "date", "choice", "select", "tick", "file", "phone"]
_CONTROLS: Final[dict[type[FieldInput], Control]] = {
    TextArea: "area",
    DateInput: "date",
    Checkbox: "tick",
    CheckboxGroup: "choice",
    MultiSelect: "choice",
    RadioGroup: "choice",
    IdTypeSelect: "choice",
    Select: "select",
    CountrySelect: "select",
    FileUpload: "file",
    PhoneNumber: "phone",
}
_KEYBOARD: Final = {"number": "decimal", "integer": "numeric", "email-address": "email"}
FIRST_BUDDHIST: Final = 2400
"""Years from here on are of the Buddhist era, as Thai documents print them: nobody is asked for a day so far ahead."""
_FILE_NAMES: Final = {"pdf": "PDF", "jpeg": "JPEG", "png": "PNG", "webp": "WebP", "heic": "HEIC"}
_ACCEPT: Final = {
    "pdf": "application/pdf",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "heic": "image/heic,image/heif,.heic,.heif",
}
_AUTOCOMPLETE: Final = {
    "name-first": "given-name",
    "name-middle": "additional-name",
    "name-last": "family-name",
    "birthdate": "bday",
    "email-address": "email",
    "phone-number": "tel",
    "address-street-1": "address-line1",
    "address-street-2": "address-line2",
    "address-city": "address-level2",
    "address-subdivision": "address-level1",
    "address-postal-code": "postal-code",
    "address-country-code": "country",
}


@dataclass(frozen=True, slots=True)
class DatePart:
    """Day, month or year."""

    unit: str
    label: str
    length: int
    value: str
    autocomplete: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One input as it is drawn. ``live``: the page is drawn anew when it changes. ``many``: the options scroll.

    ``code``: a number that is written in Latin letters and digits whatever the language. ``held``: id of a file that
    was sent but not answered with yet.
    """

    control: Control
    id: str
    name: str
    label: str
    required: bool
    hint: str = ""
    error: str = ""
    value: str = ""
    held: str = ""
    type: str = "text"
    inputmode: str = ""
    autocomplete: str = ""
    max_length: int = 255
    rows: int = 4
    mask: str = ""
    accept: str = ""
    live: bool = False
    code: bool = False
    multiple: bool = False
    many: bool = False
    options: tuple[Option, ...] = ()
    parts: tuple[DatePart, ...] = ()


def build_input(case: Case, asked: FieldInput, given: dict[str, Any], *, live: bool = False) -> Input:
    """``given``: what the flow says of the input. What was just sent and refused stands in it again."""
    key, kind = asked.field, given["type"]
    schema = case.template.fields[key]
    value = case.answers.get(key, given.get("value"))
    autocomplete = given.get("autocomplete") or _AUTOCOMPLETE.get(key, "")
    options = _options(case, asked, schema, value, given["options"])
    if isinstance(asked, PhoneNumber):
        autocomplete, value = autocomplete or "tel", _number(value)
    return Input(
        control=_CONTROLS.get(type(asked), "text"),
        id=f"field-{key}",
        name=key,
        label=case.text(given.get("label"), key),
        required=bool(given.get("required")),
        hint=_hint(case, asked, schema, given),
        error=case.told(case.errors.get(key)),
        value=_shown(given.get("value") if isinstance(asked, FileUpload) else value),
        held=value if isinstance(asked, FileUpload) and isinstance(value, str) else "",
        type=_type(asked, kind),
        inputmode=_KEYBOARD.get(kind, ""),
        autocomplete=autocomplete,
        max_length=given.get("max-char-length") or 255,
        rows=asked.rows if isinstance(asked, TextArea) else 4,
        mask=schema.mask or "" if isinstance(asked, MaskedText) else "",
        accept=",".join(_ACCEPT[kind] for kind in schema.file_kinds) if isinstance(asked, FileUpload) else "",
        live=live,
        code=isinstance(asked, NationalNumber | SocialSecurityNumber),
        multiple=kind == "multi_choices",
        many=isinstance(asked, MultiSelect),
        options=options,
        parts=_date_parts(case, value, autocomplete) if isinstance(asked, DateInput) else (),
    )


def _type(asked: FieldInput, kind: str) -> str:
    if isinstance(asked, UrlInput):
        return "url"
    return {"email-address": "email"}.get(kind, "text")


def _hint(case: Case, asked: FieldInput, schema: FieldSchema, given: dict[str, Any]) -> str:
    _ = case.language
    if given.get("hint"):
        return case.text(given["hint"])
    if given.get("example"):
        return _("In the form %(example)s", example=given["example"])
    if isinstance(asked, MaskedText) and schema.mask:
        return _("In the form %(example)s", example=example(schema.mask))
    if isinstance(asked, FileUpload):
        names = any_of(case.language, [_FILE_NAMES[kind] for kind in schema.file_kinds])
        size = f"{schema.max_file_size_bytes / 1e6:.3g}"
        return _("%(kinds)s, up to %(size)s MB", kinds=names, size=size)
    return ""


def _options(
    case: Case, asked: FieldInput, schema: FieldSchema, value: Any, offered: Sequence[str]
) -> tuple[Option, ...]:
    if isinstance(asked, PhoneNumber):
        return dialled_countries(case, (_country(value), case.country))
    if isinstance(asked, CountrySelect):
        pairs = [(each.code, each.name) for each in countries(case.language, asked.countries)]
    elif isinstance(asked, IdTypeSelect):
        pairs = [(each, case.language(kind_of(each).name)) for each in offered]
    else:
        pairs = [(each.value, case.text(each.label or each.value)) for each in schema.choices()]
    chosen = value if isinstance(value, list | tuple) else (value,)
    return tuple(Option(code, label, code in chosen) for code, label in pairs)


def _country(value: Any) -> Any:
    """Of a number: the one that was chosen, else the one it begins with."""
    if isinstance(value, dict):
        return value.get("country")
    return country_of(value) if isinstance(value, str) else None


def _number(value: Any) -> Any:
    """As it was typed, or as it is dialled within its country."""
    if isinstance(value, dict):
        return value.get("number")
    return written(value, country_of(value)) if isinstance(value, str) else value


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else ""
    if isinstance(value, dict):
        return str(value.get("filename") or "")
    return str(value) if isinstance(value, str | int | float) else ""


def _date_parts(case: Case, value: Any, autocomplete: str) -> tuple[DatePart, ...]:
    _ = case.language
    year, month, day = _split(value)
    if case.language.buddhist and year.isascii() and year.isdigit() and 0 < int(year) < FIRST_BUDDHIST:
        year = str(int(year) + BUDDHIST)
    known = autocomplete == "bday"
    parts = {
        "d": DatePart("day", _("Day"), 2, day, "bday-day" if known else ""),
        "M": DatePart("month", _("Month"), 2, month, "bday-month" if known else ""),
        "y": DatePart("year", _("Year"), 4, year, "bday-year" if known else ""),
    }
    pattern = date_pattern(case.language)
    return tuple(parts[letter] for letter in dict.fromkeys(re.findall("[dMy]", pattern)))


def _split(value: Any) -> tuple[str, str, str]:
    pieces = value.split("-") if isinstance(value, str) else []
    return (pieces[0], pieces[1], pieces[2]) if len(pieces) == 3 else ("", "", "")
