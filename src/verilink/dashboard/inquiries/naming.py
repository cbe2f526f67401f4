"""How an inquiry's fields and extractions are shown: names, labels, values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from verilink.dashboard import words

NAME_PARTS = ("name-first", "name-middle", "name-last")


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


def facts(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Label and text of everything that has a value, in order."""
    return [(words.sentence(str(key)), shown(value)) for key, value in values.items() if shown(value)]


def field_values(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Field values without their types; references to pictures are left out, they are shown as pictures."""
    kept = {key: field for key, field in fields.items() if field.get("type") not in {"government_id", "selfie"}}
    return {key: field.get("value") for key, field in kept.items()}
