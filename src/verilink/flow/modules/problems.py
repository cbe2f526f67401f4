"""What can be wrong with a module, told where its author wrote it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from verilink.flow.countries import COUNTRIES
from verilink.flow.modules.model import (
    CountryBranchModule,
    GovernmentIdModule,
    Module,
    ModuleStep,
    SelfieModule,
    StandardFailed,
    StandardSuccess,
    Verifying,
)
from verilink.flow.modules.piece import Piece
from verilink.flow.problems import Problem
from verilink.flow.source import Source, ways

LONGEST_NAME: Final = 45
"""Longer ones leave no room for ``retry_verification_`` in the 64 characters of a step's name."""


def own_problems(source: Source, name: str, step: ModuleStep) -> Iterator[Problem]:
    """Of one module by itself."""
    path = f"steps.{name}"
    if len(name) > LONGEST_NAME:
        yield Problem(path, f"the name of a module has at most {LONGEST_NAME} characters")
    yield from _exits(step, path)
    for place, to in ways(step):
        if to not in source.steps:
            yield Problem(f"{path}.{place}", f"there is no step {to!r}")
    yield from _settings(step.module, f"{path}.module")


def _exits(step: ModuleStep, path: str) -> Iterator[Problem]:
    kind = step.module.__struct_config__.tag
    ends = isinstance(step.module, StandardSuccess | StandardFailed)
    for key, given, wanted in (
        ("next", step.next, not ends),
        ("otherwise", step.otherwise, isinstance(step.module, Verifying)),
    ):
        if wanted and given is None:
            yield Problem(path, f"a {kind} module needs {key!r}, the step after it")
        if given is not None and not wanted:
            yield Problem(f"{path}.{key}", f"a {kind} module has no {key!r}")


def _settings(module: Module, path: str) -> Iterator[Problem]:
    if isinstance(module, GovernmentIdModule | SelfieModule) and module.video:
        yield Problem(f"{path}.video", "video is not recorded here; leave it out, photos are taken instead")
    if isinstance(module, CountryBranchModule):
        yield from _branching(module, path)


def _branching(module: CountryBranchModule, path: str) -> Iterator[Problem]:
    if not module.ways:
        yield Problem(f"{path}.ways", "at least one is needed")
    for index, way in enumerate(module.ways):
        place = f"{path}.ways[{index}].countries"
        if not way.countries:
            yield Problem(place, "at least one is needed")
        offered = COUNTRIES if module.countries is None else module.countries
        for code in way.countries:
            if code not in COUNTRIES:
                yield Problem(place, f"{code!r} is not an ISO 3166-1 alpha-2 code")
            elif code not in offered:
                yield Problem(place, f"{code!r} is not among the countries offered")


def clashes(source: Source, pieces: Mapping[str, Piece]) -> Iterator[Problem]:
    """Names that a module brings and that are taken."""
    steps = {name for name, step in source.steps.items() if not isinstance(step, ModuleStep)}
    verifications = set(source.verifications)
    for name, piece in pieces.items():
        for taken in sorted(steps & set(piece.steps)):
            yield Problem(f"steps.{name}", f"the module brings a step {taken!r}, which the template has already")
        for taken in sorted(verifications & set(piece.verifications)):
            yield Problem(
                f"steps.{name}", f"the module brings a verification {taken!r}, which the template has already"
            )
        steps |= set(piece.steps)
        verifications |= set(piece.verifications)
