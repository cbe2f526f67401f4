"""Translations of a template's texts as rows, one for each place (published wire contract, ``translations``).

A translation belongs to its English text: places with the same text share it. What is shown where a template has no
translation of its own is the catalogue's, so an export has that too and an import need not repeat it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from verilink.database import Connection
from verilink.errors import BadRequest, Unprocessable
from verilink.flow.document import Template
from verilink.flow.plan import InvalidTemplate
from verilink.flow.texts import Place, places
from verilink.kit.i18n import available, translator
from verilink.kit.locales import LOCALES, SOURCE
from verilink.templates import actions, queries
from verilink.templates.model import TemplateVersion

Texts = Mapping[str, Mapping[str, str]]
Address = tuple[str, str, str]
_SHOWN: Final = 300


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """A text in one language; ``None``: none of its own."""

    locale: str
    value: str | None = None


class Row(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """One place of a template: step, part of it and which of its texts; and what stands there by language."""

    step: str
    step_display_name: str = ""
    component: str
    attribute_name: str = "text"
    locale_values: tuple[Value, ...]


def rows(document: Template) -> list[Row]:
    """Every text of the template in the languages it offers and those it has words in."""
    codes = [code for code in LOCALES if code in (*(document.locales or available()), *document.texts)]
    return [_row(place, document, codes) for place in places(document)]


def _row(place: Place, document: Template, codes: Sequence[str]) -> Row:
    step, component, attribute = address(place)
    values = tuple(Value(locale=code, value=_value(place.text, document, code)) for code in codes)
    return Row(
        step=step,
        step_display_name=step.replace("_", " ").capitalize(),
        component=component,
        attribute_name=attribute,
        locale_values=values,
    )


def _value(text: str, document: Template, code: str) -> str | None:
    own = document.texts.get(code, {}).get(text)
    if own is not None:
        return own if isinstance(own, str) else own[-1]
    spoken = translator(code).pattern(text)
    return spoken if code == SOURCE or spoken != text else None


def texts_in(document: Template, code: str) -> dict[str, str]:
    """Every text of the template with what stands there in a language; empty where nothing does."""
    return {place.text: _value(place.text, document, code) or "" for place in places(document)}


def address(place: Place) -> Address:
    """Step, component and attribute: (``start``, ``title``, ``text``), (``fields``, ``name-first``, ``label``)."""
    step, *inner = place.path[1:] if place.path[0] == "steps" else place.path
    inner = inner[1:] if inner[0] == "screen" else inner
    return (step, ".".join(inner[:-1]), inner[-1]) if len(inner) > 1 else (step, inner[0], "text")


def with_rows(document: Template, changes: Sequence[Row]) -> Template:
    """The document with these translations; languages and places that are not named stay. Raises ``BadRequest``."""
    known = {address(place): place.text for place in places(document)}
    texts: dict[str, dict[str, str]] = {}
    for row in changes:
        text = known.get((row.step, row.component, row.attribute_name))
        if text is None:
            where = f"{row.step} / {row.component} / {row.attribute_name}"
            raise BadRequest(f"The template has no text at {where[:_SHOWN]}")
        for each in row.locale_values:
            texts.setdefault(each.locale, {})[text] = each.value or ""
    return with_texts(document, texts)


def with_texts(document: Template, changes: Texts) -> Template:
    """The document with these translations by locale and English text; an empty one takes the template's own away."""
    texts: dict[str, dict[str, Any]] = {code: dict(own) for code, own in document.texts.items()}
    for code, given in changes.items():
        spoken = translator(code) if code in LOCALES else None
        own = texts.setdefault(code, {})
        for source, text in given.items():
            own.pop(source, None)
            if text and (spoken is None or text != spoken.pattern(source)):
                own[source] = text
    return msgspec.structs.replace(document, texts={code: own for code, own in texts.items() if own})


async def newest(conn: Connection, organization_id: str, template_id: str) -> TemplateVersion:
    """The draft, or the latest version when there is none. Raises ``NotFound``."""
    await queries.get(conn, organization_id, template_id)
    return (await queries.versions(conn, organization_id, template_id))[0]


async def save(
    conn: Connection, organization_id: str, version: TemplateVersion, texts: Template, updated_by: str
) -> TemplateVersion:
    """Write ``version`` with the texts of ``texts`` as the draft; it is never published by this.

    Raises ``Unprocessable``.
    """
    document = msgspec.structs.replace(version.written, texts=texts.texts)
    try:
        return await actions.save_draft(conn, organization_id, version.template_id, document, updated_by)
    except InvalidTemplate as invalid:
        raise Unprocessable(str(invalid)[:2_000]) from invalid


def parsed(given: Any) -> list[Row]:
    """Rows from a JSON body. Raises ``BadRequest``."""
    try:
        return msgspec.convert(given, list[Row])
    except msgspec.ValidationError as error:
        raise BadRequest(f"translations: {error}") from error
