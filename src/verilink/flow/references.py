"""Names inside the steps: verifications, fields and rules that a template mentions must exist and fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from verilink.flow.document import (
    Action,
    ActionStep,
    AddTag,
    BranchStep,
    CaptureId,
    CaptureSelfie,
    ChooseId,
    Consent,
    EndStep,
    Form,
    Message,
    RunVerification,
    Screen,
    ScreenStep,
    SetField,
    Step,
    Template,
)
from verilink.flow.fields import InvalidValue, clean
from verilink.flow.rules import InvalidRule, validate


@dataclass(frozen=True, slots=True)
class Problem:
    """``path``: place in the document, like ``steps.start.screen.verification``."""

    path: str
    message: str


def reference_problems(template: Template) -> Iterator[Problem]:
    """Problems of every step on its own."""
    for name, step in template.steps.items():
        yield from _step(template, step, f"steps.{name}")


def _step(template: Template, step: Step, path: str) -> Iterator[Problem]:
    match step:
        case ScreenStep():
            yield from _screen(template, step.screen, f"{path}.screen")
        case BranchStep():
            yield from _rules(template, step, path)
        case ActionStep():
            for index, action in enumerate(step.do):
                yield from _action(template, action, f"{path}.do[{index}]")
        case EndStep():
            return
        case _:
            assert_never(step)


def _screen(template: Template, screen: Screen, path: str) -> Iterator[Problem]:
    match screen:
        case Consent():
            return
        case Form():
            yield from _form(template, screen, path)
        case ChooseId() | CaptureId():
            yield from _verification(template, screen.verification, f"{path}.verification", "government-id")
        case CaptureSelfie():
            yield from _verification(template, screen.verification, f"{path}.verification", "selfie")
        case Message():
            if screen.about is not None:
                yield from _verification(template, screen.about, f"{path}.about")
        case _:
            assert_never(screen)


def _form(template: Template, form: Form, path: str) -> Iterator[Problem]:
    if not form.inputs:
        yield Problem(f"{path}.inputs", "a form needs at least one input")
    for index, item in enumerate(form.inputs):
        schema = template.fields.get(item.field)
        if schema is None:
            yield Problem(f"{path}.inputs[{index}].field", f"there is no field {item.field!r}")
        elif schema.type in ("government_id", "selfie", "json"):
            yield Problem(f"{path}.inputs[{index}].field", f"a field of type {schema.type} cannot be typed in")


def _rules(template: Template, step: BranchStep, path: str) -> Iterator[Problem]:
    for index, rule in enumerate(step.rules):
        try:
            validate(rule.when, template)
        except InvalidRule as error:
            yield Problem(f"{path}.rules[{index}].when", str(error))


def _action(template: Template, action: Action, path: str) -> Iterator[Problem]:
    match action:
        case RunVerification():
            yield from _verification(template, action.verification, f"{path}.verification")
        case SetField():
            yield from _constant(template, action, path)
        case AddTag():
            return
        case _:
            assert_never(action)


def _constant(template: Template, action: SetField, path: str) -> Iterator[Problem]:
    schema = template.fields.get(action.field)
    if schema is None:
        yield Problem(f"{path}.field", f"there is no field {action.field!r}")
        return
    try:
        clean(schema, action.value)
    except InvalidValue as error:
        yield Problem(f"{path}.value", f"does not fit the field: {error}")


def _verification(template: Template, name: str, path: str, kind: str | None = None) -> Iterator[Problem]:
    verification = template.verifications.get(name)
    if verification is None:
        yield Problem(path, f"there is no verification {name!r}")
    elif kind is not None and verification.type != kind:
        yield Problem(path, f"needs a verification of type {kind}, {name!r} is of type {verification.type}")
