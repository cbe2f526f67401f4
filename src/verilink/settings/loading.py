"""Reading the settings from the environment over an optional TOML file."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec

from verilink.errors import VerilinkError
from verilink.settings.checks import CHECKS
from verilink.settings.model import FIELDS, PREFIX, Field, Settings

_CONFIG: Final = "VERILINK_CONFIG"
_FOR_TESTS: Final = "VERILINK_SHARED"  # where the test suite finds its material; not a setting


class SettingsError(VerilinkError):
    """The settings cannot be used; ``problems`` has one line for each, beginning with the variable's name."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings from ``environ`` (default: the process's) over the TOML file that ``VERILINK_CONFIG`` names.

    Raises ``SettingsError`` naming every unknown or unusable one.
    """
    env = os.environ if environ is None else environ
    problems: list[str] = []
    raw = {**_from_file(env.get(_CONFIG), problems), **_from_environ(env, problems)}
    values = {name: value for name, (source, given) in raw.items() for value in _value(name, source, given, problems)}
    if problems:
        raise SettingsError(problems)
    settings = Settings(**values)
    if settings.upload_min_bytes > settings.upload_max_bytes:
        raise SettingsError(["VERILINK_UPLOAD_MIN_BYTES: is more than VERILINK_UPLOAD_MAX_BYTES"])
    return settings


_Raw = dict[str, tuple[str, Any]]  # field name: (what to call it in an error, value)


def _from_environ(env: Mapping[str, str], problems: list[str]) -> _Raw:
    raw: _Raw = {}
    if env.get("DATABASE_URL"):
        raw["database_url"] = ("DATABASE_URL", env["DATABASE_URL"])
    for variable, value in env.items():
        if not variable.startswith(PREFIX) or variable in {_CONFIG, _FOR_TESTS}:
            continue
        field = FIELDS.get(variable.removeprefix(PREFIX).lower())
        if field is None or field.variable != variable:
            problems.append(_unknown(variable, [each.variable for each in FIELDS.values()]))
        elif value.strip():
            raw[field.name] = (variable, _split(field, value.strip()))
    return raw


def _split(field: Field, value: str) -> Any:
    many = str(field.type).startswith("tuple")
    return [part.strip() for part in value.split(",") if part.strip()] if many else value


def _from_file(name: str | None, problems: list[str]) -> _Raw:
    if not name:
        return {}
    try:
        table = tomllib.loads(Path(name).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as failure:
        problems.append(f"{_CONFIG}: {name} cannot be read: {failure}")
        return {}
    problems.extend(f"{name}: {_unknown(key, list(FIELDS))}" for key in table if key not in FIELDS)
    return {key: (f"{name}: {key}", value) for key, value in table.items() if key in FIELDS}


def _unknown(given: str, known: list[str]) -> str:
    close = difflib.get_close_matches(given, known, n=1)
    return f"{given}: there is no such setting" + (f"; did you mean {close[0]}?" if close else "")


def _value(name: str, source: str, given: Any, problems: list[str]) -> Iterator[Any]:
    """The converted and checked value, or nothing and a line in ``problems``."""
    field = FIELDS[name]
    try:
        value = msgspec.convert(given, field.annotated, strict=False, dec_hook=_decode)
        if name in CHECKS and value is not None:
            CHECKS[name](value)
    except (msgspec.ValidationError, ValueError) as failure:
        shown = "" if field.secret else f" (given: {given!r})"
        problems.append(f"{source}: {failure}{shown}")
        return
    yield value


def _decode(kind: type, value: Any) -> Any:
    if kind is Path and isinstance(value, str):
        try:
            return Path(value).expanduser()
        except RuntimeError:  # `~somebody` who has no home here
            raise ValueError("the home folder it begins with does not exist") from None
    raise ValueError("expected a path")
