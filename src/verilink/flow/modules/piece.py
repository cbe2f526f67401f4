"""What a module becomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from verilink.flow.document import Step
from verilink.flow.schemas import FieldSchema
from verilink.flow.verifications import Verification


@dataclass(frozen=True, slots=True)
class Piece:
    """Ordinary parts of a template. ``entry``: the step that stands where the module stood."""

    entry: str
    steps: Mapping[str, Step]
    verifications: Mapping[str, Verification] = field(default_factory=dict)
    fields: Mapping[str, FieldSchema] = field(default_factory=dict)
