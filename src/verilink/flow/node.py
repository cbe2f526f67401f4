"""What every part of a template document is made of."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

Requirement = Literal["required", "not_required", "disabled"]
Name = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
FieldKey = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9-]{0,63}$")]
Text = Annotated[str, msgspec.Meta(max_length=4000)]
Expression = Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]


class Node(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="kebab", forbid_unknown_fields=True):
    """Base of every part of the document."""


class CheckSetting(Node, frozen=True, kw_only=True):
    """How one check counts: ``required`` decides, ``not_required`` is recorded, ``disabled`` is not run."""

    requirement: Requirement = "required"
    config: dict[str, Any] = {}
