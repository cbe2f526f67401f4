"""Templates to walk through, and a person who walks: shared by the tests of the flow."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
from hypothesis import strategies as st

from unit.flow import random_pages
from verilink.flow.document import (
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
    FieldSchema,
    Form,
    Input,
    Message,
    Page,
    Rule,
    RunVerification,
    ScreenStep,
    SetField,
    Step,
    Template,
)
from verilink.flow.executor import Context, advance
from verilink.flow.outcomes import Answer, Captured, Decided, Event, Finish, Open, Outcome, Result, Show, State, Wait
from verilink.flow.pagecontent import every, inputs_of
from verilink.flow.plan import Plan
from verilink.flow.verifications import Database, EmailAddress, GovernmentId, Paper, PhoneNumber, Selfie, Verification

FIELDS = {
    **random_pages.FIELDS,
    "name-first": FieldSchema(),
    "birthdate": FieldSchema(type="date"),
    "colour": FieldSchema(type="choices", options=("red", "blue")),
    "selected-country-code": FieldSchema(),
    "selected-id-class": FieldSchema(),
    "email-address": FieldSchema(type="email-address"),
    "phone-number": FieldSchema(),
    "document-type": FieldSchema(),
    "document-date": FieldSchema(type="date"),
}
GOOD = {"name-first": "Ada", "birthdate": "1990-02-03", "colour": "red"}
CONTACTS = {"email-address": "ada@example.com", "phone-number": "+491512345678"}
_SHOWN = ("document", "selfie", "paper", "email", "phone")
_VERIFICATIONS = (*_SHOWN, "database")
_MODULES = ["form", "page", "message", "set", "fork", *_VERIFICATIONS]
ANY = Template(name="Any", steps={}, fields=FIELDS)
Steps = dict[str, Step]


def screen(shown: Any, onward: str) -> ScreenStep:
    return ScreenStep(screen=shown, next=onward)


def document_module(name: str, onward: str, verification: GovernmentId, *, careless: bool = False) -> Steps:
    first = f"{name}_choose" if len(verification.id_classes) > 1 else f"{name}_capture"
    choose = {f"{name}_choose": screen(ChooseId(verification=name), f"{name}_capture")}
    return {
        **(choose if len(verification.id_classes) > 1 else {}),
        f"{name}_capture": screen(CaptureId(verification=name), f"{name}_run"),
        **judgement(name, first, onward, careless=careless),
    }


def capture_module(name: str, shown: Any, onward: str) -> Steps:
    """One screen that gathers all there is: a selfie, the files of a paper, an address and its code."""
    return {f"{name}_capture": screen(shown, f"{name}_run"), **judgement(name, f"{name}_capture", onward)}


def judgement(name: str, again: str, onward: str, *, careless: bool = False) -> Steps:
    """``careless``: the template itself never counts the tries."""
    more = "true" if careless else f"verifications.{name}.tries_left > 0"
    return {
        f"{name}_run": ActionStep(do=(AddTag(tag=name), RunVerification(verification=name)), next=f"{name}_branch"),
        f"{name}_branch": BranchStep(
            rules=(
                Rule(when=f"verifications.{name}.passed", to=onward),
                Rule(when=more, to=f"{name}_retry"),
            ),
            otherwise="failure",
        ),
        f"{name}_retry": screen(Message(title="Again", about=name), again),
    }


@st.composite
def templates(draw: st.DrawFn) -> Template:
    """A random template, valid by construction: consent, a verification, then modules, some behind a branch."""
    kinds = draw(st.lists(st.sampled_from(_MODULES), max_size=5))
    steps: Steps = {
        "success": EndStep(status="completed", title="Done"),
        "failure": EndStep(status="failed", title="Sorry"),
    }
    verifications: dict[str, Verification] = {}
    onward = "success"
    for index, kind in enumerate([*kinds, draw(st.sampled_from(_SHOWN))]):
        onward = _add(draw, steps, verifications, (kind, f"m{index}"), onward)
    steps["start"] = screen(Consent(), onward)
    return Template(name="Random", fields=FIELDS, steps=steps, verifications=verifications)


def _add(draw: st.DrawFn, steps: Steps, known: dict[str, Verification], what: tuple[str, str], onward: str) -> str:
    kind, name = what
    if kind == "fork":
        inner = _add(draw, steps, known, (draw(st.sampled_from([*_VERIFICATIONS, "form"])), f"{name}_in"), onward)
        for one in [one for one in known if one.startswith(name)]:
            known[one] = msgspec.structs.replace(known[one], required=False)
        steps[name] = BranchStep(rules=(Rule(when="fields.colour == 'red'", to=inner),), otherwise=onward)
        return name
    if kind in _VERIFICATIONS:
        return _add_verification(draw, steps, known, what, onward)
    if kind == "page":
        steps[name] = screen(draw(random_pages.pages()), onward)
        return name
    simple: dict[str, Step] = {
        "form": screen(Form(title="You", inputs=tuple(Input(field=key) for key in GOOD)), onward),
        "message": screen(Message(title="Hello"), onward),
        "set": ActionStep(do=(SetField(field="colour", value=draw(st.sampled_from(["red", "blue"]))),), next=onward),
    }
    steps[name] = simple[kind]
    return name


def _add_verification(
    draw: st.DrawFn, steps: Steps, known: dict[str, Verification], what: tuple[str, str], onward: str
) -> str:
    kind, name = what
    attempts = draw(st.integers(1, 3))
    if kind == "database":
        known[name] = Database(attempts=attempts, fields=("name-first", "birthdate"), match=("birthdate",))
        steps.update(judgement(name, f"{name}_run", onward))
        return f"{name}_run"
    if kind != "document":
        known[name], shown = draw(_one_screen(kind, name, attempts))
        steps.update(capture_module(name, shown, onward))
        return f"{name}_capture"
    classes = draw(st.sampled_from([("pp",), ("id",), ("pp", "dl")]))
    known[name] = module = GovernmentId(attempts=attempts, id_classes=classes)
    steps.update(document_module(name, onward, module, careless=draw(st.booleans())))
    return f"{name}_choose" if len(classes) > 1 else f"{name}_capture"


@st.composite
def _one_screen(draw: st.DrawFn, kind: str, name: str, attempts: int) -> tuple[Verification, Any]:
    """A verification that has one screen, and that screen."""
    tries = draw(st.integers(1, 2))
    match kind:
        case "selfie":
            return Selfie(attempts=attempts, poses=draw(_POSES)), CaptureSelfie(verification=name)
        case "paper":
            return Paper(attempts=attempts, most_files=tries), CaptureDocument(verification=name)
        case "email":
            return EmailAddress(attempts=attempts, code_tries=tries), ConfirmContact(verification=name)
        case _:
            countries = draw(st.none() | st.just(("DE",)))
            number = PhoneNumber(attempts=attempts, code_tries=tries, countries=countries)
            return number, ConfirmContact(verification=name)


_POSES: st.SearchStrategy[Any] = st.sampled_from(["center", "center-left-right"])


def next_event(outcome: Outcome, *, passes: bool = True, serial: str = "1") -> Event | None:
    """What a willing person (or the analysis) does next; ``None`` at the end."""
    match outcome:
        case Finish():
            return None
        case Wait():
            reasons = () if passes else ("too_blurry",)
            result = Result(verification_id=f"ver_{serial}", passed=passes, reasons=reasons)
            return Decided(verification=outcome.verification, result=result)
        case Show(screen=CaptureId() | CaptureSelfie()):
            page = outcome.model.get("page") or outcome.model.get("pose")
            return Captured(step=outcome.step, page=page, file_id=f"file_{serial}")  # type: ignore[arg-type]
        case Show(screen=CaptureDocument()):
            if outcome.model["taken"] == 0 or (passes and outcome.model["page"]):
                return Captured(step=outcome.step, page=outcome.model["page"], file_id=f"file_{serial}")
            return Answer(step=outcome.step)
        case Show(screen=ConfirmContact()):
            asked = {"code": ""} if outcome.model["phase"] == "code" else {"contact": CONTACTS[outcome.model["type"]]}
            return Answer(step=outcome.step, values=asked)
        case Show(screen=ChooseId()):
            values = {"country": "DE", "id-class": outcome.model["id-classes"][0]}
            return Answer(step=outcome.step, values=values)
        case Show(screen=Page() as page):
            fields = {item.field for one in every(page.components) for item in inputs_of(ANY, one.component)}
            return Answer(step=outcome.step, values={key: random_pages.VALUES[key] for key in sorted(fields)})
        case Show(screen=Form()):
            typed = {item["field"]: GOOD[item["field"]] for item in outcome.model["inputs"]}
            return Answer(step=outcome.step, values=typed)
        case _:
            return Answer(step=outcome.step)


def walk(plan: Plan, state: State, verdicts: list[bool], context: Context | None = None) -> tuple[State, list[str]]:
    """Walk on until the end or until the verdicts run out; gives the steps rested on."""
    outcome = advance(plan, state, Open(), context or Context()).outcome
    steps, serial, left = [outcome.step], 0, list(verdicts)
    while True:
        serial += 1
        if isinstance(outcome, Wait) and not left:
            return state, steps
        passes = left.pop(0) if isinstance(outcome, Wait) else True
        event = next_event(outcome, passes=passes, serial=str(serial))
        if event is None:
            return state, steps
        transition = advance(plan, state, event, replace(context or Context(), proof="matched"))
        state, outcome = transition.state, transition.outcome
        steps.append(outcome.step)
