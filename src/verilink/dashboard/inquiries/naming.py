"""How an inquiry's fields and extractions are shown: names, labels, values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from verilink.dashboard import words
from verilink.files.links import file_id
from verilink.flow.fields import label_of

NAME_PARTS: Final = ("name-first", "name-middle", "name-last")
# Stored objects have no order of their own; this is the order a reviewer reads a document in.
READING_ORDER: Final = (
    *NAME_PARTS,
    "name-suffix",
    "native-name-first",
    "native-name-last",
    "birthdate",
    "sex",
    "nationality",
    "birthplace",
    "id-class",
    "issuing-country",
    "country-code",
    "issuing-subdivision",
    "issuing-authority",
    "identification-number",
    "document-number",
    "issue-date",
    "expiration-date",
    "address-street-1",
    "address-street-2",
    "address-city",
    "address-subdivision",
    "address-postal-code",
    "address-country-code",
)


def person_name(fields: Mapping[str, Any]) -> str:
    """The person's name from the inquiry's fields; empty while nobody knows it."""
    parts = (fields.get(key, {}) for key in NAME_PARTS)
    return " ".join(str(part["value"]) for part in parts if isinstance(part, Mapping) and part.get("value"))


def shown(value: Any) -> str:
    """A value as text: yes and no, lists with commas, nested ones as ``key: value``."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Mapping):
        return ", ".join(f"{words.sentence(str(key))}: {shown(each)}" for key, each in value.items() if shown(each))
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, (shown(each) for each in value)))
    return str(value)


def facts(
    values: Mapping[str, Any], order: Sequence[str] = READING_ORDER, labels: Mapping[str, str] | None = None
) -> list[tuple[str, str]]:
    """Label and text of everything that has a value; what ``order`` names first, the rest by name."""
    known = labels or {}
    place = {key: index for index, key in enumerate(order)}
    keys = sorted(values, key=lambda key: (place.get(key, len(place)), key))
    # two keys may say one thing under one label
    pairs = ((known.get(key) or label(str(key)), shown(values[key])) for key in keys)
    return [pair for pair in dict.fromkeys(pairs) if pair[1]]


def label(key: str) -> str:
    """What people call a value: "First name", "ID class"."""
    known = label_of(key, None)
    return words.sentence(key) if known == key.replace("-", " ").capitalize() else known


def field_files(fields: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Key, name and id of every file a person sent for a field."""
    sent = {key: field.get("value") for key, field in fields.items() if field.get("type") == "file"}
    return [(key, value["filename"], file_id(value["url"])) for key, value in sent.items() if value]


def field_values(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Field values without their types; references to pictures and files are left out."""
    kept = {key: field for key, field in fields.items() if field.get("type") not in {"government_id", "selfie", "file"}}
    return {key: field.get("value") for key, field in kept.items()}
