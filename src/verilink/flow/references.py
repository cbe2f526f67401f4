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
    CopyValues,
    Decide,
    EndStep,
    Form,
    KeepAccount,
    Message,
    Page,
    RemoveTag,
    RunVerification,
    Screen,
    ScreenStep,
    SetField,
    Step,
    Template,
)
from verilink.flow.page_problems import NOT_TYPED, page_problems
from verilink.flow.pagecontent import asked_fields
from verilink.flow.problems import Problem, constant_problems, rule_problems, verification_problems
from verilink.flow.settings import copy_problems

CODED: Final = ("email-address", "phone-number")
ACCOUNT_TYPES: Final = frozenset({"string", "date", "email-address", "choices"})


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
        case AddTag() | RemoveTag() | Decide():
            return
        case CopyValues():
            yield from _copy(template, action, path)
        case KeepAccount():
            yield from _account(template, action, path)
        case _:
            assert_never(action)


def _copy(template: Template, action: CopyValues, path: str) -> Iterator[Problem]:
    yield from verification_problems(template, action.verification, f"{path}.verification")
    verification = template.verifications.get(action.verification)
    if verification is None:
        return
    yield from copy_problems(template, verification.type, action.fields, f"{path}.fields")
    if not action.fields and not verification.fills:
        yield Problem(f"{path}.fields", f"nothing is copied; {action.verification!r} has no copy of its own")


def _account(template: Template, action: KeepAccount, path: str) -> Iterator[Problem]:
    for key, field in (action.fields or {}).items():
        if field not in template.fields:
            yield Problem(f"{path}.fields.{key}", f"there is no field {field!r}")
        elif template.fields[field].type not in ACCOUNT_TYPES:
            yield Problem(f"{path}.fields.{key}", f"a field of type {template.fields[field].type} cannot be kept")
    if action.reference is None:
        return
    if action.reference not in template.fields:
        yield Problem(f"{path}.reference", f"there is no field {action.reference!r}")
    elif action.reference in _typed_in(template):
        yield Problem(f"{path}.reference", "a person types this field in, and could name another person's account")


def _typed_in(template: Template) -> set[str]:
    """Fields that some page asks for."""
    screens = (step.screen for step in template.steps.values() if isinstance(step, ScreenStep))
    return {key for screen in screens if isinstance(screen, Form | Page) for key in asked_fields(template, screen)}
