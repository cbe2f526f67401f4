"""A page of inputs, with what was entered and what was wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from verilink.flow import document
from verilink.flow.outcomes import Show
from verilink.hosted.screens.model import Case, Screen
from verilink.hosted.wording import date_pattern

Control = Literal["text", "date", "choice", "select", "tick"]
_SELECT_FROM = 7
_KEYBOARD = {"number": "decimal", "integer": "numeric", "email-address": "email"}
_AUTOCOMPLETE = {
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
class Option:
    """One of several answers."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Part:
    """Day, month or year."""

    unit: str
    label: str
    length: int
    value: str
    autocomplete: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One input as it is drawn."""

    control: Control
    id: str
    name: str
    label: str
    required: bool
    hint: str = ""
    error: str = ""
    value: str = ""
    type: str = "text"
    inputmode: str = ""
    autocomplete: str = ""
    max_length: int = 255
    multiple: bool = False
    options: tuple[Option, ...] = ()
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormScreen(Screen):
    """The inputs in the order of the template."""

    name: ClassVar[str] = "form"
    template: ClassVar[str] = "form.html"
    body: str
    inputs: tuple[Input, ...]


def build(case: Case, show: Show, screen: document.Form) -> FormScreen:
    """What was just sent and refused stands in the inputs again."""
    inputs = tuple(_input(case, each) for each in show.model.get("inputs", ()) if not each.get("locked"))
    return FormScreen(title=case.text(screen.title), body=case.text(screen.body), inputs=inputs)


def _input(case: Case, given: dict[str, Any]) -> Input:
    key, kind = given["field"], given["type"]
    value = case.answers.get(key, given.get("value"))
    options = given.get("options") or ()
    autocomplete = given.get("autocomplete") or _AUTOCOMPLETE.get(key, "")
    return Input(
        control=_control(kind, len(options)),
        id=f"field-{key}",
        name=key,
        label=case.text(given.get("label"), key),
        required=bool(given.get("required")),
        hint=case.text(given.get("hint")),
        error=case.text(case.errors.get(key)),
        value=_shown(value),
        type={"email-address": "email"}.get(kind, "text"),
        inputmode=_KEYBOARD.get(kind, ""),
        autocomplete=autocomplete,
        max_length=given.get("max-char-length") or 255,
        multiple=kind == "multi_choices",
        options=tuple(_option(case, each, value) for each in options),
        parts=_date_parts(case, value, autocomplete) if kind == "date" else (),
    )


def _control(kind: str, options: int) -> Control:
    if kind == "date":
        return "date"
    if kind == "boolean":
        return "tick"
    if kind == "multi_choices" or (kind == "choices" and options < _SELECT_FROM):
        return "choice"
    return "select" if kind == "choices" else "text"


def _option(case: Case, option: str, value: Any) -> Option:
    chosen = option in value if isinstance(value, list | tuple) else option == value
    return Option(option, case.text(option), chosen)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else ""
    return str(value) if isinstance(value, str | int | float) else ""


def _date_parts(case: Case, value: Any, autocomplete: str) -> tuple[Part, ...]:
    _ = case.language
    year, month, day = _split(value)
    known = autocomplete == "bday"
    parts = {
        "d": Part("day", _("Day"), 2, day, "bday-day" if known else ""),
        "M": Part("month", _("Month"), 2, month, "bday-month" if known else ""),
        "y": Part("year", _("Year"), 4, year, "bday-year" if known else ""),
    }
    pattern = date_pattern(case.language)
    return tuple(parts[letter] for letter in dict.fromkeys(re.findall("[dMy]", pattern)))


def _split(value: Any) -> tuple[str, str, str]:
    pieces = value.split("-") if isinstance(value, str) else []
    return (pieces[0], pieces[1], pieces[2]) if len(pieces) == 3 else ("", "", "")


def joined_dates(values: dict[str, Any]) -> dict[str, Any]:
    """Turn ``birthdate.day``, ``.month``, ``.year`` as a browser sends them into ``birthdate``: ``1990-02-03``.

    Three empty parts are no date; anything else is put together as it is, for the field's own check to judge.
    """
    joined = {key: value for key, value in values.items() if not key.endswith((".day", ".month", ".year"))}
    for key in {key.rpartition(".")[0] for key in values if key.endswith((".day", ".month", ".year"))}:
        day, month, year = (str(values.get(f"{key}.{unit}") or "").strip() for unit in ("day", "month", "year"))
        joined[key] = f"{year}-{month.zfill(2)}-{day.zfill(2)}" if day or month or year else ""
    return joined
