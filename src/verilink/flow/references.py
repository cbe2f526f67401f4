"""Names inside the steps: verifications, fields and rules that a template mentions must exist and fit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, assert_never

from verilink.flow.document import (
    Action,
    ActionStep,
    AddTag,
    BranchStep,
    CaptureDocument,
    CaptureId,
    CaptureSelfie,
    ChooseId,
    ConfirmContact,
    Consent,
    EndStep,
    Form,
    Message,
    Page,
    RunVerification,
    Screen,
    ScreenStep,
    SetField,
    Step,
    Template,
)
from verilink.flow.page_problems import NOT_TYPED, page_problems
from verilink.flow.problems import Problem, constant_problems, rule_problems, verification_problems

CODED: Final = ("email-address", "phone-number")


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
        case Page():
            yield from page_problems(template, screen, path)
        case ChooseId() | CaptureId():
            yield from verification_problems(template, screen.verification, f"{path}.verification", "government-id")
        case CaptureDocument():
            yield from verification_problems(template, screen.verification, f"{path}.verification", "document")
        case CaptureSelfie():
            yield from verification_problems(template, screen.verification, f"{path}.verification", "selfie")
        case ConfirmContact():
            yield from verification_problems(template, screen.verification, f"{path}.verification", *CODED)
        case Message():
            if screen.about is not None:
                yield from verification_problems(template, screen.about, f"{path}.about")
        case _:
            assert_never(screen)


def _form(template: Template, form: Form, path: str) -> Iterator[Problem]:
    if not form.inputs:
        yield Problem(f"{path}.inputs", "a form needs at least one input")
    for index, item in enumerate(form.inputs):
        schema = template.fields.get(item.field)
        if schema is None:
            yield Problem(f"{path}.inputs[{index}].field", f"there is no field {item.field!r}")
        elif schema.type in NOT_TYPED:
            yield Problem(f"{path}.inputs[{index}].field", f"a field of type {schema.type} cannot be typed in")


def _rules(template: Template, step: BranchStep, path: str) -> Iterator[Problem]:
    for index, rule in enumerate(step.rules):
        yield from rule_problems(template, rule.when, f"{path}.rules[{index}].when")


def _action(template: Template, action: Action, path: str) -> Iterator[Problem]:
    match action:
        case RunVerification():
            yield from verification_problems(template, action.verification, f"{path}.verification")
        case SetField():
            yield from constant_problems(template, action.field, action.value, path)
        case AddTag():
            return
        case _:
            assert_never(action)
