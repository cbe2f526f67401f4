"""The reference page of all settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, get_args

from msgspec import Meta

from verilink.settings.model import FIELDS, Field


def reference_markdown() -> str:
    """The reference page of all settings."""
    lines = [
        "# Settings",
        "",
        "Every setting is an environment variable, or a key of the same name, in small letters and without",
        "`VERILINK_`, in the TOML file that `VERILINK_CONFIG` names. A variable wins over the file. Lists are",
        "separated by commas in a variable and are arrays in the file. An unknown name or an unusable value stops the",
        "start with one line each.",
        "",
        "| Variable | Type | Default | Meaning |",
        "|---|---|---|---|",
    ]
    lines += [_row(each) for each in FIELDS.values()]
    return "\n".join([*lines, ""])


def _row(field: Field) -> str:
    kind = _type_name(field.type) + _range(field.meta)
    return f"| `{field.variable}` | {kind} | {_shown(field.default)} | {field.description} |"


_TYPE_NAMES: Final = {str: "text", int: "whole number", float: "number", bool: "true or false", Path: "path"}


def _type_name(kind: Any) -> str:
    parts = [part for part in get_args(kind) if part is not type(None)]
    if kind in _TYPE_NAMES:
        return _TYPE_NAMES[kind]
    if str(kind).startswith("tuple"):
        inner = get_args(parts[0])
        return f"list of {'whole numbers' if inner else 'texts'}"
    return " or ".join(_TYPE_NAMES.get(part, f"`{part}`") for part in parts)


def _range(meta: Meta) -> str:
    low, high = meta.ge if meta.ge is not None else meta.gt, meta.le
    if high is None:
        return f", from {low}" if low is not None else ""
    return f", {'above ' if meta.gt is not None else ''}{low} to {high}"


def _shown(default: Any) -> str:
    if default in (None, "", ()):
        return ""
    if isinstance(default, tuple):
        return f"`{','.join(str(part) for part in default)}`"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"
