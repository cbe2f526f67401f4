"""How checks count in a template: what it says, else the default; and what it cannot say."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Protocol

from verilink.checks.model import NO_PROVIDER, CheckDefinition, Config, Requirement, Setting
from verilink.checks.provided import REASONS
from verilink.checks.registry import CHECKS, CORE, Kind

Check = CheckDefinition[Any, Any]
Settings = Mapping[str, Setting]


def requirement_of(check: Check, settings: Settings) -> Requirement:
    """What the template says, else the check's default."""
    setting = settings.get(check.name)
    return setting.requirement if setting is not None else check.default


def is_listed(check: Check, settings: Settings) -> bool:
    """Whether there is a result to report: the template names the check, or it counts by default."""
    return check.name in settings or check.default != "disabled"


def configured(check: Check, settings: Settings) -> Config:
    """The check's options with the template's values; a value of the wrong kind leaves the default."""
    setting = settings.get(check.name)
    given = setting.config if setting is not None else {}
    return {key: given[key] if fits(default, given.get(key)) else default for key, default in check.options.items()}


def fits(default: Any, value: Any) -> bool:
    """Whether ``value`` is of the kind of an option with this default (``None``: a number)."""
    if isinstance(default, bool):
        return isinstance(value, bool)
    if default is None or isinstance(default, int | float):
        return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if isinstance(default, tuple):
        return isinstance(value, list | tuple) and bool(value) and all(isinstance(one, str) for one in value)
    return isinstance(value, type(default))


def setting_problems(
    kind: Kind, settings: Settings, *, poses: str | None = None, providers: Collection[str] = ()
) -> Iterator[tuple[str, str]]:
    """(check name, what is wrong): unknown names and options, and requirements that can never be met.

    ``poses``: of a selfie verification, as in the template. ``providers``: checks for which a provider is installed.
    """
    for name, setting in settings.items():
        check = CHECKS[kind].get(name)
        if check is None:
            yield name, f"there is no such check for a {kind} verification"
            continue
        yield from ((name, problem) for problem in _option_problems(check, setting.config))
        why = _undecided(check, providers)
        if why is not None and setting.requirement == "required":
            yield name, f"cannot be decided by this installation ({why}), so it cannot be required"
        if name in CORE and setting.requirement != "required":
            yield name, "is what every verdict rests on and must stay required"
    liveness = CHECKS["selfie"]["selfie_liveness_detection"]
    if kind == "selfie" and poses == "center" and requirement_of(liveness, settings) == "required":
        yield liveness.name, "needs head turns: ask for center-left-right, or do not require it"


def _undecided(check: Check, providers: Collection[str]) -> str | None:
    if check.judge is None:
        return check.unsupported
    return NO_PROVIDER if check.name in REASONS and check.name not in providers else None


class Verification(Protocol):
    """How a template describes a verification (``flow.verifications.Common`` has this shape)."""

    @property
    def type(self) -> Kind: ...

    @property
    def checks(self) -> Settings: ...


def template_problems(
    verifications: Mapping[str, Verification], *, providers: Collection[str] = ()
) -> Iterator[tuple[str, str]]:
    """(place in the template document, what is wrong) of every verification's checks."""
    for name, one in verifications.items():
        poses = getattr(one, "poses", None)  # only selfies have them
        for check, problem in setting_problems(one.type, one.checks, poses=poses, providers=providers):
            yield f"verifications.{name}.checks.{check}", problem


def _option_problems(check: Check, config: Mapping[str, Any]) -> Iterator[str]:
    for key, value in config.items():
        if key not in check.options:
            yield f"has no option {key!r}"
        elif not fits(check.options[key], value):
            yield f"the option {key!r} must be {_kind_of(check.options[key])}"


def _kind_of(default: Any) -> str:
    if isinstance(default, bool):
        return "true or false"
    return "a list of texts" if isinstance(default, tuple) else "a number"
