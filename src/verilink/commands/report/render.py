"""The page itself: one file with its style and pictures inside, no script, and a policy that lets it load nothing."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from verilink import __version__
from verilink.checks.model import CheckResult
from verilink.commands.report import model, words
from verilink.evidence.facts import DocumentFacts

_HERE: Final = "verilink.commands.report"


@cache
def _engine() -> Environment:
    """Everything escaped; a name that is not given is an error."""
    return Environment(
        loader=PackageLoader(_HERE, "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(
    facts: DocumentFacts, checks: Sequence[CheckResult], pictures: Mapping[str, bytes], names: Mapping[str, str]
) -> str:
    """The page. ``pictures``: an upright JPEG for every page that could be opened; ``names``: the files' own names."""
    numbers = model.number_boxes(facts.fields)
    style = _style(len(numbers))
    shown = [
        model.picture(name, page, _address(pictures.get(name)), facts, numbers) for name, page in facts.pages.items()
    ]
    zones = [model.zone_lines(page.mrz) for page in facts.pages.values() if page.mrz]
    digits = [page.mrz.check_digits for page in facts.pages.values() if page.mrz]
    return _engine().get_template("report.html").render(
        title=words.kind(facts.id_class),
        country=words.country(facts.country_code),
        files=[words.visible(name) for name in names.values()],
        reasons=[words.visible(reason) for reason in facts.reasons],
        pictures=shown,
        rows=model.rows(facts, numbers),
        zones=zones,
        digits=digits,
        checks=model.check_rows(checks),
        models=facts.models,
        version=__version__,
        style=Markup(style),  # noqa: S704 -- our own file and whole numbers
        policy=_policy(style),
        sentence=words.sentence,
        field=words.field,
    )  # fmt: skip


def _style(marks: int) -> str:
    """Our style, and for every mark the rules that light it up with its rows."""
    lit = [
        f"main:has([data-mark='{number}']:is(:hover,:focus-within)) #mark-{number}" for number in range(1, marks + 1)
    ]
    rules = f"{','.join(lit)}{{stroke-width:5px;fill-opacity:.35}}" if lit else ""
    return files(_HERE).joinpath("report.css").read_text(encoding="utf-8") + rules


def _policy(style: str) -> str:
    """A Content-Security-Policy under which only this style and pictures inside the file are used."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    return f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _address(picture: bytes | None) -> str | None:
    return None if picture is None else f"data:image/jpeg;base64,{base64.b64encode(picture).decode('ascii')}"
