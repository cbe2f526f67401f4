"""The kinds of verification a template can ask for, each with its own settings, told apart by ``type``."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from verilink.flow.node import CheckSetting, FieldKey, Name, Node

Kind = Literal["government-id", "selfie", "document", "email-address", "phone-number", "database"]
Claim = Literal[
    "name-first", "name-middle", "name-last", "birthdate", "address-street-1", "address-street-2", "address-city",
    "address-subdivision", "address-postal-code", "address-country-code", "phone-number", "email-address",
    "identification-number", "social-security-number",
]  # fmt: skip
"""A field of the inquiry that can be looked up in records."""
Compared = Literal[
    "name", "birthdate", "address", "phone-number", "email-address", "identification-number", "social-security-number"
]
"""What of a record is compared as a whole."""


class Capture(Node, frozen=True, kw_only=True):
    """Ways to bring a picture, tried in this order: live camera, the phone's own camera app, upload."""

    live: bool = True
    native: bool = True
    upload: bool = True


class Common(Node, frozen=True, kw_only=True):
    """What every kind has.

    ``required``: the flow cannot end as completed unless the last attempt passed; ``False`` for one that only some
    branches ask for. ``copy``: inquiry field -> extraction key, filled in when the verification passes.
    """

    required: bool = True
    checks: dict[str, CheckSetting] = {}
    attempts: Annotated[int, msgspec.Meta(ge=1, le=10)] = 3
    copy: dict[FieldKey, str] = {}

    @property
    def type(self) -> Kind:
        """The kind by its wire name."""
        tag: Kind = self.__struct_config__.tag  # type: ignore[assignment]
        return tag

    @property
    def fills(self) -> dict[FieldKey, str]:
        """Fields that a passed verification writes, each with the extraction key."""
        return self.copy


class Photographed(Common, frozen=True, kw_only=True):
    """A kind that is judged by photos."""

    capture: Capture = Capture()


class GovernmentId(Photographed, frozen=True, kw_only=True, tag="government-id", tag_field="type"):
    """Photos of an official document. ``countries``: that issued it, ``None`` for all.

    ``auto-classification``: its country and kind are told from the photos; nobody chooses.
    """

    countries: tuple[str, ...] | None = None
    id_classes: tuple[str, ...] = ("pp", "dl", "id", "rp")
    auto_classification: bool = False


class Selfie(Photographed, frozen=True, kw_only=True, tag="selfie", tag_field="type"):
    """Photos of the face. ``compare-with``: the government ID whose portrait it is held against."""

    poses: Literal["center-left-right", "center"] = "center-left-right"
    compare_with: Name | None = None


class Paper(Photographed, frozen=True, kw_only=True, tag="document", tag_field="type"):
    """A paper that proves something, such as a bill for the address: files or photos. ``most-files``: at most."""

    most_files: Annotated[int, msgspec.Meta(ge=1, le=10)] = 5


class Coded(Common, frozen=True, kw_only=True):
    """A kind that is judged by a code sent to the person.

    ``field``: the field the address is taken from and, once confirmed, written to. ``code-seconds``: how long a code
    works. ``code-tries``: wrong codes in one attempt.
    """

    field: FieldKey
    code_seconds: Annotated[int, msgspec.Meta(ge=60, le=3_600)] = 600
    code_tries: Annotated[int, msgspec.Meta(ge=1, le=10)] = 5

    @property
    def fills(self) -> dict[FieldKey, str]:
        """The confirmed address itself, then what is copied."""
        return {self.field: self.type, **self.copy}


class EmailAddress(Coded, frozen=True, kw_only=True, tag="email-address", tag_field="type"):
    """An email address, confirmed by a code in a mail."""

    field: FieldKey = "email-address"


class PhoneNumber(Coded, frozen=True, kw_only=True, tag="phone-number", tag_field="type"):
    """A phone number, confirmed by a code in a text message. ``countries``: of the number, ``None`` for all."""

    field: FieldKey = "phone-number"
    countries: tuple[str, ...] | None = None


class Database(Common, frozen=True, kw_only=True, tag="database", tag_field="type"):
    """What the inquiry knows of the person, looked up in records. It asks for nothing itself.

    ``fields``: of the inquiry, that are looked up. ``match``: what of them one record has to agree with.
    """

    fields: tuple[Claim, ...] = ("name-first", "name-last", "birthdate")
    match: tuple[Compared, ...] = ("name", "birthdate")


Verification = GovernmentId | Selfie | Paper | EmailAddress | PhoneNumber | Database
