"""Modules without a verification: the standard ends, and the choice of a country."""

from __future__ import annotations

from typing import Literal

from verilink.flow.components import CountrySelect
from verilink.flow.document import BranchStep, EndStep, Page, Rule, ScreenStep, Step
from verilink.flow.modules.model import (
    CountryBranchModule,
    CountrySelectModule,
    StandardFailed,
    StandardSuccess,
)
from verilink.flow.modules.piece import Piece
from verilink.flow.schemas import FieldSchema


def end(name: str, module: StandardSuccess | StandardFailed) -> Piece:
    """One end."""
    status: Literal["completed", "failed"] = "completed" if isinstance(module, StandardSuccess) else "failed"
    said = EndStep(status=status, decide=module.decide, title=module.title, body=module.body)
    return Piece(name, {name: said})


def country(name: str, module: CountrySelectModule | CountryBranchModule, onward: str) -> Piece:
    """A page that asks, and a fork where some countries go a way of their own."""
    asked = CountrySelect(field=module.field, label=module.label, countries=module.countries)
    fork = isinstance(module, CountryBranchModule)
    page = Page(title=module.title, components=(asked,))
    steps: dict[str, Step] = {name: ScreenStep(screen=page, next=f"check_{name}" if fork else onward)}
    if isinstance(module, CountryBranchModule):
        ways = tuple(Rule(when=_among(module.field, way.countries), to=way.to) for way in module.ways)
        steps[f"check_{name}"] = BranchStep(rules=ways, otherwise=onward)
    return Piece(name, steps, fields={module.field: FieldSchema(label="Chosen country")})


def _among(field: str, countries: tuple[str, ...]) -> str:
    codes = ", ".join(f"'{code}'" for code in countries)
    return f"fields['{field}'] in [{codes}]"
