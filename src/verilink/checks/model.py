"""What a check is, what it is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, Protocol, TypeVar

import msgspec

Requirement = Literal["required", "not_required", "disabled"]
Status = Literal["passed", "failed", "not_applicable"]
Category = Literal["fraud", "user_action_required"]
Config = Mapping[str, Any]
F = TypeVar("F")
C = TypeVar("C")

DISABLED = "disabled_by_check_config"
NOT_SUPPORTED = "not_supported"
NO_PROVIDER = "no_provider"


class Setting(Protocol):
    """How a template wants one check to count (``flow.node.CheckSetting`` has this shape)."""

    @property
    def requirement(self) -> Requirement: ...

    @property
    def config(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found. ``reasons``: of a failure, or why it does not apply."""

    status: Status
    reasons: tuple[str, ...] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)


def passed(metadata: Mapping[str, Any] | None = None) -> Finding:
    """What was looked for holds, and it was looked at."""
    return Finding("passed", (), metadata or {})


def failed(*reasons: str, metadata: Mapping[str, Any] | None = None) -> Finding:
    """It does not hold, or what it is judged by could not be read."""
    return Finding("failed", tuple(dict.fromkeys(reasons)), metadata or {})


def not_applicable(reason: str, metadata: Mapping[str, Any] | None = None) -> Finding:
    """There is nothing to judge here."""
    return Finding("not_applicable", (reason,), metadata or {})


def failed_if(reasons: list[str], metadata: Mapping[str, Any] | None = None) -> Finding:
    """Failed with these reasons, passed when there are none."""
    return failed(*reasons, metadata=metadata) if reasons else passed(metadata)


class CheckResult(msgspec.Struct, frozen=True, kw_only=True):
    """A finding under its name, as it is stored and sent. ``requirement`` is never ``disabled`` on the wire."""

    name: str
    status: Status
    reasons: tuple[str, ...] = ()
    requirement: Literal["required", "not_required"] = "required"
    metadata: dict[str, Any] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckDefinition(Generic[F, C]):
    """One check. ``tests``: what passing means, in one sentence. ``inputs``: facts and case data it looks at.

    ``default``: how it counts when a template does not name it. ``reasons``: why it can fail. ``exempt``: reasons for
    which not being applicable does not stand in the way of a required check. ``blocking``: other reasons for not being
    applicable; then a required check counts as not passed. ``options``: configuration with its defaults; an option
    whose default is ``None`` is a number. ``judge`` is ``None`` for a name that is known but cannot be decided here;
    then ``why`` says what is missing.
    """

    name: str
    category: Category
    tests: str
    inputs: tuple[str, ...] = ()
    default: Requirement = "disabled"
    reasons: tuple[str, ...] = ()
    exempt: tuple[str, ...] = ()
    blocking: tuple[str, ...] = ()
    options: Config = field(default_factory=dict)
    judge: Callable[[F, C, Config], Finding] | None = None
    unsupported: str = NOT_SUPPORTED
    why: str = ""
