"""The page about one document: whole in itself, and harmless whatever stood on the document."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from unit.checks.specimen_facts import changed, licence, mrz, passport, reading, with_fields, with_page
from verilink.commands.read import judge
from verilink.commands.report import render, words
from verilink.commands.report.model import page_of
from verilink.evidence.facts import DocumentFacts, Quad, Repair, TextLine

BOX = Quad(points=((10, 10), (200, 12), (200, 40), (10, 38)))
EVIL = "\"><script src=//evil.example>'</script>\u202egnp.exe\x00&amp;"
JPEG = b"\xff\xd8 picture \xff\xd9"


class Seen(HTMLParser):
    """Elements, ids, and everything that is fetched or led to."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.attributes: set[str] = set()
        self.policy = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        self.attributes |= set(given)
        self.ids += [given["id"]] if "id" in given else []
        self.addresses += [given[name] for name in ("src", "href", "data", "action", "srcset") if name in given]
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given["content"]


def page(facts: DocumentFacts, pictures: dict[str, bytes] | None = None, name: str = "a.jpg") -> tuple[str, Seen]:
    shown = {"front": JPEG} if pictures is None else pictures
    text = render(facts, judge(facts), shown, {"front": name})
    seen = Seen()
    seen.feed(text)
    return text, seen


def everywhere(text: str) -> DocumentFacts:
    """A document on which ``text`` was read wherever something can be read."""
    lines = (TextLine(text=text, confidence=0.9, box=BOX),)
    zone = mrz(lines=(text, text), boxes=(BOX,), repaired=(Repair(line=0, column=1, read='"', used="<"),))
    facts = with_page(passport(reasons=(text,)), text=lines, mrz=zone)
    facts = with_fields(facts, name_last=reading(text, box=BOX, alternatives=(("visual", text),), repaired=True))
    return changed(facts, id_class=text, country_code=text)


def test_what_was_read_is_escaped_everywhere_and_cannot_turn_the_writing_around() -> None:
    text, seen = page(everywhere(EVIL), name=EVIL)
    assert "script" not in seen.tags
    assert "\u202e" not in text
    assert "\x00" not in text
    assert "&#34;&gt;&lt;script" in text
    assert not {name for name in seen.attributes if name.startswith("on") or name == "style"}


def test_nothing_is_loaded_from_anywhere_and_the_policy_says_so() -> None:
    text, seen = page(everywhere("https://evil.example/x.png"))
    assert {address for address in seen.addresses if not address.startswith(("#", "data:image/jpeg;base64,"))} == set()
    assert f"data:image/jpeg;base64,{base64.b64encode(JPEG).decode()}" in seen.addresses
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert seen.policy.split("; ") == [
        "default-src 'none'", "img-src data:", f"style-src 'sha256-{digest}'", "base-uri 'none'", "form-action 'none'",
    ]  # fmt: skip
    assert "url(" not in style
    assert "@import" not in style


def test_every_number_leads_to_its_mark_and_back() -> None:
    facts = with_fields(passport(), name_last=reading("ERIKSSON", box=BOX), name_first=reading("ANNA", box=BOX))
    _, seen = page(facts)
    targets = [address[1:] for address in seen.addresses if address.startswith("#")]
    assert {"mark-1", "row-1"} <= set(targets)
    assert set(targets) <= set(seen.ids)
    assert len(set(seen.ids)) == len(seen.ids)


def test_failed_checks_come_first_with_their_reason() -> None:
    text, _ = page(with_fields(passport(), expiration_date="2020-01-01"))
    assert text.index("The document had expired when it was submitted.") < text.index("Entity detection")


def test_a_file_that_is_no_picture_leaves_a_page_that_says_so() -> None:
    text, _ = page(changed(with_page(passport(), error="too_large"), fields={}), {})
    assert "This file could not be opened as a picture (too large)." in text
    assert "No field could be read." in text


@pytest.mark.parametrize(("source", "where"), [("barcode", "back"), ("visual", "front"), ("mrz", None)])
def test_a_field_is_marked_on_the_page_it_was_read_from(source: str, where: str | None) -> None:
    facts = with_page(licence(), "back", barcodes=(changed(licence().pages["back"].barcodes[0], box=BOX),))
    facts = with_page(facts, "front", text=(TextLine(text="SAMPLE", confidence=0.9, box=BOX),))
    assert page_of(reading("SAMPLE", source, box=BOX), facts) == where


def test_a_confidence_is_never_rounded_up_to_certain() -> None:
    assert [words.percent(share) for share in (0.999, 1.0, -1.0, 7.0)] == [99, 100, 0, 100]
