"""The template of all catalogues holds every text there is, and no text breaks a page."""

from __future__ import annotations

import re

from support.gallery import pages
from verilink.locale.gather import POT, gather, rendered

PLACEHOLDER = re.compile(r"%\(([a-z]+)\)s")


def test_the_template_is_up_to_date() -> None:
    assert POT.read_bytes() == rendered(), "run: python -m verilink.locale.gather"


def test_texts_of_every_source_are_gathered() -> None:
    texts = {message.id if isinstance(message.id, str) else message.id[0] for message in gather()}
    assert {
        "Agree and start",  # a template
        "Photograph the photo page of your passport",  # a view model
        "This link has expired",  # a problem page
        "Choose the country that issued your document.",  # a refusal of the flow
        "Enter a whole number.",  # a refusal of a field
        "We could not confirm your document",  # a shipped template
        "Let’s confirm it’s you",  # a default of the document
        "This document has expired. Use one that is still valid.",  # advice of a check
        "You have %(count)s more try.",  # a plural
        "Date of birth",  # a label
    } <= texts


def test_no_text_has_a_percent_sign_that_is_no_placeholder_or_an_exclamation_mark() -> None:
    for message in gather():
        for text in [message.id] if isinstance(message.id, str) else message.id:
            assert "%" not in PLACEHOLDER.sub("", text), text
            assert "!" not in text, text


def test_every_text_of_the_screens_was_gathered() -> None:
    known = {message.id if isinstance(message.id, str) else message.id[0] for message in gather()}
    # the gallery's own pages stand for those of companies, whose texts are theirs
    ours = [html for name, html in pages() if not name.startswith("page-")]
    buttons = {text for html in ours for text in re.findall(r"<button[^>]*>([^<]+)</button>", html)}
    assert buttons <= known
