"""Screens of the flow with invented content: what a theme is looked at on before anybody meets it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from verilink.flow.document import FieldSchema, Form, Input, Screen, ScreenStep, Template
from verilink.flow.moment import Context, Moment
from verilink.flow.outcomes import Attempt, Finish, Outcome, Result, Show, State, Wait
from verilink.flow.plan import plan_of
from verilink.flow.shipped import shipped_templates
from verilink.flow.steps import screen as screens
from verilink.hosted.devices import Device
from verilink.hosted.rendering import render_still
from verilink.hosted.screens.building import build
from verilink.hosted.screens.model import Case, Chrome
from verilink.kit.i18n import available, translator

_STATE: Final = State(
    step="verification_government_id",
    attempts={"government_id": Attempt(id_class="pp", country="DE", order=("front",))},
)
_FAILED: Final[dict[str, tuple[Result, ...]]] = {
    "government_id": (
        Result(
            verification_id="ver_1",
            passed=False,
            reasons=("too_much_glare",),
            checks={"id_blur_detection": "failed"},
        ),
    )
}
_FORM: Final = Form(title="A few details", inputs=(Input(field="name-first"), Input(field="birthdate")))
_FIELDS: Final = {
    "name-first": FieldSchema(label="First name"),
    "birthdate": FieldSchema(type="date", label="Date of birth"),
}
_ERRORS: Final = {"name-first": "Fill this in to go on."}
# Name of the screen -> what the list of the editor calls it.
SAMPLES: Final = {
    "consent": "First page",
    "form": "Questions, one answered wrongly",
    "document": "Choice of document",
    "photo": "Photo of a passport",
    "selfie": "Selfie",
    "waiting": "Checking",
    "again": "Photo to be repeated",
    "done": "Done",
    "failed": "Not confirmed",
}


def sample_page(name: str, *, locale: str, organization: str, variant: str | None, sheet: str) -> str:
    """One sample as a whole page without script; ``sheet``: address of the theme's style sheet."""
    template = shipped_templates()["Government ID and selfie"]
    outcome, template, more = _OUTCOMES[name](template)
    spoken = translator(locale)
    case = Case(
        language=spoken,
        organization=organization,
        template=template,
        outcome=outcome,
        device=Device("android", True),
        **more,
    )
    over = isinstance(outcome, Finish)
    chrome = Chrome(
        locale=locale,
        brand=organization,
        languages=tuple((each, translator(each).locale.name) for each in available()),
        can_go_back=isinstance(outcome, Show) and name != "consent",
        progress=None if isinstance(outcome, Finish) else round(100 * outcome.progress),
        can_leave=not over,
        step="sample",
    )
    return render_still(build(case), chrome, sheet=sheet, variant=variant)


def _show(template: Template, screen: Screen, state: State | None = None) -> Show:
    moment = Moment(plan_of(template), state or State(step=template.start), Context(country_hint="DE"))
    return Show(step="sample", screen=screen, model=screens.model(moment, screen), progress=0.4, can_go_back=True)


def _step(name: str, state: State | None = None, **more: Any) -> Callable[[Template], tuple[Outcome, Template, Any]]:
    def make(template: Template) -> tuple[Outcome, Template, Any]:
        step = template.steps[name]
        assert isinstance(step, ScreenStep)
        return _show(template, step.screen, state), template, more

    return make


def _form(template: Template) -> tuple[Outcome, Template, Any]:
    changed = Template(
        name=template.name, fields={**template.fields, **_FIELDS}, start=template.start, steps=template.steps,
        verifications=template.verifications,
    )  # fmt: skip
    return _show(changed, _FORM), changed, {"errors": _ERRORS}


def _end(name: str, **more: Any) -> Callable[[Template], tuple[Outcome, Template, Any]]:
    def make(template: Template) -> tuple[Outcome, Template, Any]:
        step: Any = template.steps[name]
        return Finish(step=name, status=step.status, title=step.title, body=step.body), template, more

    return make


_OUTCOMES: Final[dict[str, Callable[[Template], tuple[Outcome, Template, Any]]]] = {
    "consent": _step("start"),
    "form": _form,
    "document": _step("select_government_id"),
    "photo": _step("verification_government_id", _STATE),
    "selfie": _step("verification_selfie"),
    "waiting": lambda template: (Wait(step="x", verification="selfie", progress=0.88), template, {}),
    "again": _step("retry_verification_government_id", State(step="x", results=_FAILED), results=_FAILED),
    "done": _end("success", redirect="https://www.example.com/welcome"),
    "failed": _end("failure", results=_FAILED),
}
