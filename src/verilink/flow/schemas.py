"""Fields of an inquiry: their types, limits and policies."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

import msgspec

from verilink.flow.node import FieldKey, Node, Text

FieldType = Literal[
    "string",
    "number",
    "integer",
    "boolean",
    "date",
    "datetime",
    "choices",
    "multi_choices",
    "array",
    "hash",
    "file",
    "email-address",
    "json",
    "government_id",
    "selfie",
]
FileKind = Literal["pdf", "jpeg", "png", "webp", "heic"]
Redaction = Literal["none", "never"]
Day = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Mask = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
MOST_FILE_BYTES: Final = 15_000_000
WITH_OPTIONS: Final = frozenset({"choices", "multi_choices"})


class Option(Node, frozen=True, kw_only=True):
    """One choice: the value that is kept, and what people read for it."""

    value: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    label: Text | None = None


class FieldSchema(Node, frozen=True, kw_only=True):
    """One typed value kept on the inquiry.

    ``max-char-length`` bounds text; ``min`` and ``max`` numbers and, as counts, the items of an array; ``min-date`` and
    ``max-date`` days and moments. ``mask``: the shape of a text, where ``#`` stands for a digit, ``A`` for a letter and
    ``*`` for either; all else stands for itself. ``items``: what an array holds. ``keys``: what a hash holds;
    ``ignore-unknown-keys`` leaves others out instead of refusing them. ``write-once``: the first value stays.
    ``redaction``: ``never`` keeps the value when the inquiry is redacted, for what is not about a person.
    """

    type: FieldType = "string"
    label: str | None = None
    required: bool = False
    max_char_length: Annotated[int, msgspec.Meta(ge=1, le=10_000)] = 255
    mask: Mask | None = None
    min: float | None = None
    max: float | None = None
    min_date: Day | None = None
    max_date: Day | None = None
    options: tuple[str | Option, ...] = ()
    items: FieldSchema | None = None
    keys: dict[FieldKey, FieldSchema] = {}
    ignore_unknown_keys: bool = False
    min_file_size_bytes: Annotated[int, msgspec.Meta(ge=1, le=MOST_FILE_BYTES)] = 1
    max_file_size_bytes: Annotated[int, msgspec.Meta(ge=1, le=MOST_FILE_BYTES)] = 10_000_000
    file_kinds: tuple[FileKind, ...] = ("pdf", "jpeg", "png", "webp", "heic")
    default: Any = None
    write_once: bool = False
    redaction: Redaction = "none"

    def choices(self) -> tuple[Option, ...]:
        """The options, each with its label where it has one."""
        return tuple(each if isinstance(each, Option) else Option(value=each) for each in self.options)
