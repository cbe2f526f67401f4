"""What each module is made of: the YAML files beside this module. ``NAME`` stands for the module's name."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from verilink.flow.document import Screen
from verilink.flow.node import FieldKey, Name, Node, Text
from verilink.flow.plainyaml import read
from verilink.flow.schemas import FieldSchema
from verilink.flow.verifications import Verification


class Again(Node, frozen=True, kw_only=True):
    """What is said before another try."""

    title: Text
    body: Text
    button: Text = "Try again"


class Fragment(Node, frozen=True, kw_only=True):
    """``screens``: what is shown in this order, by the beginning of the step's name."""

    fields: dict[FieldKey, FieldSchema] = {}
    screens: dict[Name, Screen]
    retry: Again
    verification: Verification


KINDS = ("government-id", "selfie", "database", "email-address", "phone-number", "document")
"""Modules around one verification; each has a file."""


def fragment(kind: str, name: str) -> Fragment:
    """The parts of a module of this kind under the name its author gave it."""
    return msgspec.convert(_named(_read(kind), name), Fragment)


@cache
def _read(kind: str) -> Any:
    return read(files(__package__).joinpath(f"{kind.replace('-', '_')}.yaml").read_bytes())


def _named(value: Any, name: str) -> Any:
    if isinstance(value, dict):
        return {key: _named(inner, name) for key, inner in value.items()}
    if isinstance(value, list):
        return [_named(inner, name) for inner in value]
    return name if value == "NAME" else value
