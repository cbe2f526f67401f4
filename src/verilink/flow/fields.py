"""Typed field values: what a person or a caller sent, cleaned and checked against the field's schema."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, Final

import msgspec

from verilink.flow.masks import example, masked
from verilink.flow.schemas import FieldSchema, FieldType
from verilink.flow.sentences import Sentence

JSON_BYTES: Final = 10_000
MOST_ITEMS: Final = 100
_EMAIL = re.compile(r"[^\s@\"(),:;<>\[\\\]]{1,64}@(?:[^\s@.]{1,63}\.)+[^\s@.\d][^\s@.]{1,62}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class InvalidValue(ValueError):
    """The value does not fit the field. ``sentence``: what to tell the person."""

    def __init__(self, msgid: str, **values: object) -> None:
        self.sentence = Sentence(msgid, **values)
        super().__init__(self.sentence)


def clean(schema: FieldSchema, raw: Any) -> Any:
    """The value as it is stored, ``None`` when nothing was given. Raises :class:`InvalidValue`.

    Text is stripped; numbers and booleans are also taken as text, because that is what forms send.
    """
    if isinstance(raw, str):
        raw = raw.strip()
    if raw is None or raw in ("", []):
        return None
    return _CLEANERS[schema.type](schema, raw)


def label_of(key: str, schema: FieldSchema | None) -> str:
    """What people read for a field: its label, else a known one, else the key in words."""
    if schema is not None and schema.label:
        return schema.label
    return _LABELS.get(key) or key.replace("-", " ").capitalize()


def _text(schema: FieldSchema, raw: Any) -> str:
    if not isinstance(raw, str):
        raise InvalidValue("Enter text.")
    if _CONTROL.search(raw):
        raise InvalidValue("Use letters, digits and punctuation only.")
    if len(raw) > schema.max_char_length:
        raise InvalidValue("Use at most %(count)s characters.", count=schema.max_char_length)
    return _shaped(schema.mask, raw) if schema.mask else raw


def _shaped(mask: str, raw: str) -> str:
    text = masked(mask, raw)
    if text is None:
        raise InvalidValue("Enter this in the form %(example)s.", example=example(mask))
    return text


def _email(schema: FieldSchema, raw: Any) -> str:
    text = _text(schema, raw)
    if not _EMAIL.fullmatch(text):
        raise InvalidValue("Enter an email address, like name@example.com.")
    return text


def _number(schema: FieldSchema, raw: Any) -> int | float:
    number = _finite(raw)
    if schema.min is not None and number < schema.min:
        raise InvalidValue("Enter %(least)s or more.", least=_plain(schema.min))
    if schema.max is not None and number > schema.max:
        raise InvalidValue("Enter %(most)s or less.", most=_plain(schema.max))
    return number


def _plain(number: float) -> str:
    return str(int(number)) if float(number).is_integer() else str(number)


def _finite(raw: Any) -> int | float:
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise InvalidValue("Enter a number.")
    try:
        number = float(raw)
    except (ValueError, OverflowError):
        raise InvalidValue("Enter a number.") from None
    if not math.isfinite(number) or abs(number) >= 1e15:
        raise InvalidValue("Enter a smaller number.")
    return int(number) if number.is_integer() else number


def _integer(schema: FieldSchema, raw: Any) -> int:
    number = _number(schema, raw)
    if not isinstance(number, int):
        raise InvalidValue("Enter a whole number.")
    return number


def _boolean(_: FieldSchema, raw: Any) -> bool:
    known = {"true": True, "on": True, "1": True, "false": False, "off": False, "0": False}
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, str) and raw.lower() in known:
        return known[raw.lower()]
    raise InvalidValue("Answer yes or no.")


def _date(schema: FieldSchema, raw: Any) -> str:
    try:
        if isinstance(raw, str) and _DATE.fullmatch(raw):
            return _within(schema, date.fromisoformat(raw).isoformat())
    except InvalidValue:
        raise
    except ValueError:
        raise InvalidValue("This date does not exist. Check the day and the month.") from None
    raise InvalidValue("Enter a date as year, month and day, like 1990-02-23.")


def _within(schema: FieldSchema, day: str) -> str:
    if schema.min_date is not None and day < schema.min_date:
        raise InvalidValue("Enter a date that is not before %(day)s.", day=schema.min_date)
    if schema.max_date is not None and day > schema.max_date:
        raise InvalidValue("Enter a date that is not after %(day)s.", day=schema.max_date)
    return day


def _datetime(schema: FieldSchema, raw: Any) -> str:
    try:
        moment = datetime.fromisoformat(raw)
        moment = moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        raise InvalidValue("Enter a date and time, like 2024-03-15T18:30:00Z.") from None
    _within(schema, moment.date().isoformat())
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def _choice(schema: FieldSchema, raw: Any) -> str:
    if not isinstance(raw, str) or raw not in {option.value for option in schema.choices()}:
        raise InvalidValue("Choose one of the options.")
    return raw


def _choices(schema: FieldSchema, raw: Any) -> list[str]:
    chosen = [raw] if isinstance(raw, str) else raw
    if not isinstance(chosen, list | tuple) or not all(isinstance(one, str) for one in chosen):
        raise InvalidValue("Choose from the options.")
    return [_choice(schema, one) for one in dict.fromkeys(chosen)]


def _json(_: FieldSchema, raw: Any) -> Any:
    try:
        encoded = msgspec.json.encode(raw)
    except (TypeError, ValueError, RecursionError):
        raise InvalidValue("This value cannot be kept.") from None
    if len(encoded) > JSON_BYTES or b"\\u0000" in encoded:
        raise InvalidValue("This value is too long.")
    return raw


def _array(schema: FieldSchema, raw: Any) -> list[Any] | None:
    if not isinstance(raw, list | tuple) or len(raw) > MOST_ITEMS:
        raise InvalidValue("Give a list of at most %(count)s items.", count=MOST_ITEMS)
    inner = schema.items or FieldSchema()
    cleaned = [item for item in (clean(inner, each) for each in raw) if item is not None]
    if schema.min is not None and len(cleaned) < schema.min:
        raise InvalidValue("Give at least %(count)s.", count=_plain(schema.min))
    if schema.max is not None and len(cleaned) > schema.max:
        raise InvalidValue("Give at most %(count)s.", count=_plain(schema.max))
    return cleaned or None


def _hash(schema: FieldSchema, raw: Any) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise InvalidValue("Give the parts of this value by their names.")
    given = {key.replace("_", "-"): value for key, value in raw.items() if isinstance(key, str)}
    unknown = sorted(set(given) - set(schema.keys))
    if unknown and not schema.ignore_unknown_keys:
        raise InvalidValue("There is no part called %(name)s.", name=unknown[0][:60])
    cleaned = {key: clean(inner, given.get(key)) for key, inner in schema.keys.items()}
    for key, inner in schema.keys.items():
        if inner.required and cleaned[key] is None:
            raise InvalidValue("Give a value for %(name)s.", name=label_of(key, inner))
    return cleaned


FILE_PARTS: Final = frozenset({"filename", "byte-size", "mime-type", "url"})


def _file(_: FieldSchema, raw: Any) -> dict[str, Any]:
    """A stored file as the server describes it; what people send is put in its place before it comes here."""
    if isinstance(raw, dict) and set(raw) == FILE_PARTS:
        return raw
    raise InvalidValue("Choose a file.")


def _reference(_: FieldSchema, raw: Any) -> dict[str, str]:
    """A picture's owner: ``{"id": …, "type": …}``, written by the server only."""
    if isinstance(raw, dict) and set(raw) == {"id", "type"} and all(isinstance(part, str) for part in raw.values()):
        return raw
    raise InvalidValue("This value is filled in by the verification.")


_CLEANERS: Final[dict[FieldType, Callable[[FieldSchema, Any], Any]]] = {
    "string": _text,
    "number": _number,
    "integer": _integer,
    "boolean": _boolean,
    "date": _date,
    "datetime": _datetime,
    "choices": _choice,
    "multi_choices": _choices,
    "array": _array,
    "hash": _hash,
    "file": _file,
    "email-address": _email,
    "json": _json,
    "government_id": _reference,
    "selfie": _reference,
}
_LABELS: Final = {
    "name-first": "First name",
    "name-middle": "Middle name",
    "name-last": "Last name",
    "birthdate": "Date of birth",
    "address-street-1": "Street address",
    "address-street-2": "Apartment, suite or unit",
    "address-city": "City",
    "address-subdivision": "State or region",
    "address-postal-code": "Postal code",
    "address-country-code": "Country",
    "email-address": "Email address",
    "phone-number": "Phone number",
    "identification-number": "Document number",
}
