"""Adding a module or an action to the document that is being edited."""

from __future__ import annotations

import re
from typing import Any, Final

import msgspec

from verilink.dashboard.forms import Form
from verilink.dashboard.library.diagram import Drawing, drawing_of
from verilink.flow import yaml
from verilink.flow.document import ActionStep, EndStep, Step
from verilink.flow.editing import insert
from verilink.flow.modules import fragments
from verilink.flow.modules.expansion import expand
from verilink.flow.modules.model import ModuleStep, StandardFailed
from verilink.flow.node import Name
from verilink.flow.problems import InvalidTemplate, Problem
from verilink.flow.source import Source

KINDS: Final = (
    ("government-id", "Government ID"),
    ("government-id-auto", "Government ID, the kind is told from the photo"),
    ("selfie", "Selfie"),
    ("database", "Database"),
    ("document", "Document, such as a proof of address"),
    ("email-address", "Email address"),
    ("phone-number", "Phone number"),
    ("country-select", "Country"),
    ("country-select-with-branching", "Country, and another way for some"),
    ("standard-success", "Standard success"),
    ("standard-failed", "Standard failed"),
    ("action:account", "Action: keep with the person’s account"),
    ("action:add-tag", "Action: add a tag"),
    ("action:remove-tag", "Action: take a tag off"),
    ("action:approve", "Action: approve at the end"),
    ("action:review", "Action: mark for review at the end"),
    ("action:decline", "Action: decline at the end"),
)
_TRIED: Final = frozenset({*fragments.KINDS, "government-id-auto"})
_PLACED: Final = frozenset({"government-id", "government-id-auto", "database", "phone-number", "country-select"})
_ENDS: Final = frozenset({"standard-success", "standard-failed"})


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What the form says; kept to fill it in again."""

    kind: str = "government-id"
    name: str = ""
    after: str = ""
    attempts: str = ""
    countries: str = ""
    target: str = ""
    tag: str = ""


def wanted(form: Form) -> Wanted:
    """What was asked for."""
    return Wanted(**{key: form.text(f"add-{key}") for key in Wanted.__struct_fields__})


def added(text: str, what: Wanted) -> str:
    """The document with it. Raises :class:`InvalidTemplate`."""
    name = name_of(what)
    return insert(text, name, _step(text, what), None if what.kind in _ENDS else what.after or None)


def name_of(what: Wanted) -> str:
    """The name that was given, else one that says what it is."""
    kind = what.kind.removeprefix("action:").removesuffix("-auto")
    ours = {"standard-success": "success", "standard-failed": "failure", "country-select": "country"}
    return what.name or ours.get(kind, kind.removesuffix("-select-with-branching").replace("-", "_"))


def preview(text: str, what: Wanted) -> Drawing:
    """The steps it stands for, drawn with where they lead. Raises :class:`InvalidTemplate`."""
    name, written = name_of(what), _step(text, what)
    written = written if what.kind in _ENDS else {**written, "next": written.get("next", "next_step")}
    try:
        found = msgspec.convert({name: written}, dict[Name, ModuleStep | ActionStep])
    except msgspec.ValidationError as error:
        raise InvalidTemplate((Problem(f"steps.{name}", str(error)),)) from None
    steps: dict[str, ModuleStep | Step] = {name: found[name]}
    for key, to in (("next", "Goes on"), ("otherwise", "The tries are used up")):
        if isinstance(target := written.get(key), str):
            steps[target] = EndStep(status="completed" if key == "next" else "failed", title=to)
    for way in written.get("module", {}).get("ways", ()):
        steps.setdefault(way["to"], EndStep(status="completed", title="Goes another way"))
    return drawing_of(expand(Source(name="Preview", start=name, steps=steps)).template)


def _step(text: str, what: Wanted) -> dict[str, Any]:
    if what.kind not in dict(KINDS):
        raise InvalidTemplate((Problem("", "Choose what to add."),))
    if what.kind.startswith("action:"):
        return {"kind": "action", "do": [_action(what)]}
    module: dict[str, Any] = {"kind": what.kind.removesuffix("-auto")}
    if what.kind.endswith("-auto"):
        module["auto-classification"] = True
    if what.kind in _TRIED and what.attempts:
        module["attempts"] = int(what.attempts) if what.attempts.isdecimal() else what.attempts
    countries = re.findall(r"[A-Za-z]+", what.countries.upper())
    if what.kind in _PLACED and countries:
        module["countries"] = countries
    if what.kind == "country-select-with-branching":
        module["ways"] = [{"countries": countries, "to": what.target or failed_end(text)}]
    step: dict[str, Any] = {"kind": "module", "module": module}
    return step | ({"otherwise": failed_end(text)} if what.kind in _TRIED else {})


def _action(what: Wanted) -> dict[str, Any]:
    run = what.kind.removeprefix("action:")
    match run:
        case "account":
            return {"run": run} | ({"tags": [what.tag]} if what.tag else {})
        case "add-tag" | "remove-tag":
            return {"run": run, "tag": what.tag}
        case _:
            return {"run": "decide", "decision": run}


def failed_end(text: str) -> str:
    """The step at which the document's flow fails."""
    return next((name for name, step in _steps(text).items() if _fails(step)), "failure")


def _fails(step: ModuleStep | Step) -> bool:
    if isinstance(step, ModuleStep):
        return isinstance(step.module, StandardFailed)
    return isinstance(step, EndStep) and step.status == "failed"


def before(text: str) -> list[tuple[str, str]]:
    """Steps of the document that something can be put after; none while it cannot be read."""
    leads = {name: getattr(step, "next", None) for name, step in _steps(text).items()}
    return [(name, f"{name}, before {onward}") for name, onward in leads.items() if onward]


def _steps(text: str) -> dict[str, ModuleStep | Step]:
    try:
        return dict(yaml.parse_source(text).steps)
    except InvalidTemplate:
        return {}
