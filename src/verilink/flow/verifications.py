"""The kinds of verification a template can ask for, each with its own settings, told apart by ``type``."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from verilink.flow.node import CheckSetting, FieldKey, Name, Node

Kind = Literal["government-id", "selfie", "document"]


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


class Photographed(Common, frozen=True, kw_only=True):
    """A kind that is judged by photos."""

    capture: Capture = Capture()


class GovernmentId(Photographed, frozen=True, kw_only=True, tag="government-id", tag_field="type"):
    """Photos of an official document. ``countries``: that issued it, ``None`` for all."""

    countries: tuple[str, ...] | None = None
    id_classes: tuple[str, ...] = ("pp", "dl", "id", "rp")


class Selfie(Photographed, frozen=True, kw_only=True, tag="selfie", tag_field="type"):
    """Photos of the face. ``compare-with``: the government ID whose portrait it is held against."""

    poses: Literal["center-left-right", "center"] = "center-left-right"
    compare_with: Name | None = None


class Paper(Photographed, frozen=True, kw_only=True, tag="document", tag_field="type"):
    """A paper that proves something, such as a bill for the address: files or photos. ``most-files``: at most."""

    most_files: Annotated[int, msgspec.Meta(ge=1, le=10)] = 5


Verification = GovernmentId | Selfie | Paper
