"""Exports and imports of a template's texts; what they change on the pages."""

from __future__ import annotations

import msgspec
import pytest

from support.gallery import TEMPLATE, screen_of, show
from verilink.errors import BadRequest
from verilink.flow.texts import places
from verilink.hosted.presenting import Reader
from verilink.hosted.rendering import render_screen
from verilink.hosted.screens.building import build
from verilink.hosted.screens.model import Case, Chrome
from verilink.kit.i18n import translator
from verilink.templates.translations import Row, Value, rows, texts_in, with_rows, with_texts

AGREE = "Agree and start"


def row(value: str | None, **other: str) -> Row:
    place = {"step": "start", "component": "title"} | other
    return Row(**place, locale_values=(Value(locale="de", value=value),))


def test_what_is_exported_can_be_imported_and_changes_nothing() -> None:
    document = with_texts(TEMPLATE, {"de": {"You are done": "Fertig"}, "en-US": {AGREE: "Start"}})
    assert with_rows(document, rows(document)) == document
    assert {row.step for row in rows(document)} >= {"start", "fields", "success"}
    assert len({(row.step, row.component, row.attribute_name) for row in rows(document)}) == len(rows(document))


def test_rows_replace_and_take_away_and_leave_the_rest() -> None:
    document = with_rows(with_texts(TEMPLATE, {"fr": {"You are done": "Fini"}}), [row("Guten Tag")])
    assert document.texts == {"fr": {"You are done": "Fini"}, "de": {"Let’s confirm it’s you": "Guten Tag"}}
    assert texts_in(document, "de")["Let’s confirm it’s you"] == "Guten Tag"
    assert with_rows(document, [row(None)]).texts == {"fr": {"You are done": "Fini"}}


def test_a_place_that_is_not_there_is_told() -> None:
    with pytest.raises(BadRequest, match="no text at start / nothing / text"):
        with_rows(TEMPLATE, [row("x", component="nothing")])


def test_every_text_of_the_document_is_exported() -> None:
    assert set(texts_in(TEMPLATE, "de")) == {place.text for place in places(TEMPLATE)}


def test_own_words_stand_on_the_page_escaped_in_their_language_only() -> None:
    own: dict[str, dict[str, str | tuple[str, ...]]] = {"de": {AGREE: 'Los & "weiter"'}, "en-US": {AGREE: "Begin"}}
    template = msgspec.structs.replace(TEMPLATE, texts=own)
    pages = {}
    for code in ("de", "en-US", "fr"):
        language = translator(code).knowing(own.get(code, {}))
        outcome = show(template, screen_of("start"))
        case = Case(language=language, organization="Northwind", template=template, outcome=outcome)
        pages[code] = render_screen(build(case), Chrome(locale=code), language)
    assert "Los &amp; &#34;weiter&#34;" in pages["de"]
    assert ">Begin<" in pages["en-US"]
    assert "Begin" not in pages["fr"]


def test_the_reader_speaks_the_words_of_the_template() -> None:
    template = with_texts(TEMPLATE, {"en-US": {AGREE: "Begin"}})
    assert Reader().language(None, template)(AGREE) == "Begin"
    assert Reader().language(None, TEMPLATE)(AGREE) == AGREE
