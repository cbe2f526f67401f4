"""Modules around one verification: its screens, its verdict, the way back for another try."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from verilink.flow.components import DatabaseBlock
from verilink.flow.document import (
    ActionStep,
    BranchStep,
    CaptureDocument,
    ChooseId,
    ConfirmContact,
    Message,
    Page,
    Rule,
    RunVerification,
    Screen,
    ScreenStep,
    Step,
)
from verilink.flow.modules.fragments import Fragment, fragment
from verilink.flow.modules.model import DatabaseModule, Module, SelfieModule, Verifying
from verilink.flow.modules.piece import Piece
from verilink.flow.node import CheckSetting
from verilink.flow.schemas import FieldSchema
from verilink.flow.verifications import Coded, Database, GovernmentId, Verification

_TITLED: Final = CaptureDocument | ConfirmContact | Page


def build(name: str, module: Verifying, onward: str, failed: str) -> Piece:
    """The steps of ``module``: ``onward`` when it passed, ``failed`` when its tries are used up."""
    kind = str(module.__struct_config__.tag)
    made_of = fragment(kind, name)
    spec = _configured(made_of.verification, module)
    screens = {
        f"{key}_{name}": _asking(_titled(screen, module), name, module)
        for key, screen in made_of.screens.items()
        if not _is_spared(screen, spec)
    }
    first = next(iter(screens))
    steps: dict[str, Step] = {
        key: ScreenStep(screen=screen, next=after)
        for (key, screen), after in zip(screens.items(), [*list(screens)[1:], f"submit_{name}"], strict=True)
    }
    steps |= _judged(name, made_of, onward, failed, module.retry or first)
    return Piece(first, steps, {name: spec}, _fields(made_of, spec))


def _is_spared(screen: Screen, spec: Verification) -> bool:
    """Nobody is asked what is told from the photos."""
    return isinstance(screen, ChooseId) and isinstance(spec, GovernmentId) and spec.auto_classification


def _judged(name: str, made_of: Fragment, onward: str, failed: str, retry: str) -> dict[str, Step]:
    """From the submission on."""
    again = made_of.retry
    rules = (
        Rule(when=f"verifications.{name}.passed", to=onward),
        Rule(when=f"verifications.{name}.tries_left > 0", to=f"retry_verification_{name}"),
    )
    said = Message(title=again.title, body=again.body, button=again.button, about=name)
    return {
        f"submit_{name}": ActionStep(do=(RunVerification(verification=name),), next=f"check_{name}"),
        f"check_{name}": BranchStep(rules=rules, otherwise=failed),
        f"retry_verification_{name}": ScreenStep(screen=said, next=retry),
    }


def _configured(spec: Verification, module: Verifying) -> Verification:
    """The verification with everything the module says of what both have."""
    shared = set(type(spec).__struct_fields__) & set(type(module).__struct_fields__) - {"checks"}
    checks = {**spec.checks, **_account_checks(module), **module.checks}
    if isinstance(module, SelfieModule) and module.compare_with is None:
        checks.pop("selfie_id_comparison", None)
    said: dict[str, Any] = {key: getattr(module, key) for key in shared}
    values = {key: value for key, value in said.items() if value != getattr(spec, key)}
    return msgspec.structs.replace(spec, checks=checks, **values)


def _account_checks(module: Module | Verifying) -> dict[str, CheckSetting]:
    """A face that is held against no document is held against the one kept with the account."""
    if isinstance(module, SelfieModule) and module.compare_with is None:
        return {"selfie_account_comparison": CheckSetting()}
    return {}


def _titled(screen: Screen, module: Verifying) -> Screen:
    if not isinstance(screen, _TITLED):
        return screen
    given = {key: getattr(module, key, None) for key in ("title", "body") if key in type(screen).__struct_fields__}
    return msgspec.structs.replace(screen, **{key: text for key, text in given.items() if text is not None})


def _asking(screen: Screen, name: str, module: Verifying) -> Screen:
    """A page that asks for what is looked up."""
    if not isinstance(module, DatabaseModule) or not isinstance(screen, Page):
        return screen
    block = DatabaseBlock(
        verification=name,
        country=_country_field(module.fields),
        countries=module.countries,
        social_security=module.social_security,
    )
    return msgspec.structs.replace(screen, components=(block,))


def _country_field(looked_up: tuple[str, ...]) -> str:
    """One question is enough where the country of the address is looked up."""
    return "address-country-code" if "address-country-code" in looked_up else "selected-country-code"


def _fields(made_of: Fragment, spec: Verification) -> dict[str, FieldSchema]:
    """The fields it needs; that of a contact may have another key."""
    if isinstance(spec, Coded):
        return dict.fromkeys([spec.field], next(iter(made_of.fields.values())))
    if isinstance(spec, Database):
        wanted = {*spec.fields, _country_field(spec.fields)}
        return {key: schema for key, schema in made_of.fields.items() if key in wanted}
    return made_of.fields
