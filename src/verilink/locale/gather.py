"""Gathers every text that people read into ``messages.pot``: ``python -m verilink.locale.gather`` writes it.

Sources: calls of ``_``, ``ngettext`` and ``N_`` everywhere but in the dashboard, the sentences of refusals in the flow
engine, the advice of checks, and the texts of the shipped templates, of modules and of the document's defaults.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import write_po

from verilink.checks.advice import ADVICE, OTHERWISE
from verilink.flow import document, identity_numbers
from verilink.flow.fields import label_of
from verilink.flow.modules import model
from verilink.flow.modules.fragments import KINDS, fragment
from verilink.flow.shipped import shipped_templates
from verilink.flow.texts import TEXT_KEYS, places

ROOT: Final = Path(__file__).parent.parent
POT: Final = Path(__file__).parent / "messages.pot"
_PYTHON: Final = {"_": None, "N_": None, "ngettext": (1, 2)}
_REFUSED: Final = {"InvalidValue": None}
_TEMPLATES: Final = {"_": None, "gettext": None, "ngettext": (1, 2)}
# The dashboard speaks English; this package has no texts of its own.
_OTHERS: Final = frozenset({"dashboard", "locale"})
_CALL: Final = re.compile(rb"\b(?:_|N_|gettext|ngettext|InvalidValue)\(|\{% trans")
_LABELLED: Final = (
    "name-first name-middle name-last birthdate address-street-1 address-street-2 address-city address-subdivision "
    "address-postal-code address-country-code email-address phone-number identification-number"
)
_REFUSALS: Final = ("choose_id.py", "consent.py", "form.py", "capture.py", "papers.py", "confirm.py")


def gather() -> Catalog:
    """The catalogue of every source text, in the order of their places, without line numbers (they churn)."""
    catalogue = Catalog(project="Verilink", copyright_holder="the Verilink authors", charset="utf-8")
    for place, message in sorted(_all(), key=lambda found: found[0]):
        catalogue.add(message, locations=[(place, 0)])
    return catalogue


def _all() -> Iterator[tuple[str, Any]]:
    yield from _in_files(".", "*.py", "python", _PYTHON)
    for name in ("fields.py", "contact_values.py", "contacts.py", "identity_numbers.py", "pagecontent.py"):
        yield from _in_files("flow", name, "python", _REFUSED)
    yield from _in_files("hosted/templates", "*.html", "jinja2.ext:babel_extract", _TEMPLATES)
    yield from (
        (f"flow/steps/{name}", text) for name in _REFUSALS for text in _refusals(ROOT / "flow" / "steps" / name)
    )
    yield from (("flow/fields.py", label_of(key, None)) for key in _LABELLED.split())
    yield from (("flow/identity_numbers.py", text) for text in identity_numbers.WORDS)
    yield from (("checks/advice.py", sentence) for sentence in (*ADVICE.values(), OTHERWISE))
    yield from (("flow/document.py", text) for text in _defaults())
    for name, template in shipped_templates().items():
        yield from ((f"flow/shipped: {name}", place.text) for place in places(template))
    for kind in KINDS:
        yield from ((f"flow/modules: {kind}", place.text) for place in places(fragment(kind, "x")))


def _in_files(folder: str, pattern: str, method: str, keywords: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for path in sorted((ROOT / folder).rglob(pattern)):
        if path.relative_to(ROOT).parts[0] in _OTHERS or not _CALL.search(path.read_bytes()):
            continue
        with path.open("rb") as file:
            for _line, message, _comments, _context in extract(method, file, keywords, options={"trimmed": "true"}):
                yield path.relative_to(ROOT).as_posix(), message


def _refusals(path: Path) -> Iterator[str]:
    """Sentences of refusals: every text of the module that ends like a sentence and is no documentation."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in documentation else None
        if isinstance(text, str) and text.endswith(".") and " " in text:
            yield text


def _defaults() -> Iterator[str]:
    screens = (document.Consent, document.Form, document.ChooseId, document.CaptureDocument, document.Message)
    for kind in (*screens, model.StandardSuccess, model.StandardFailed, model.CountrySelectModule):
        for field in msgspec.structs.fields(kind):
            if field.name in TEXT_KEYS and isinstance(field.default, str):
                yield field.default


def rendered() -> bytes:
    """The template file's content."""
    buffer = io.BytesIO()
    write_po(buffer, gather(), width=120, omit_header=True, no_location=False, include_lineno=False)
    return buffer.getvalue()


if __name__ == "__main__":
    POT.write_bytes(rendered())
    sys.stdout.write(f"{len(gather())} texts\n")
