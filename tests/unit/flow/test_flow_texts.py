"""Where a template's texts stand, and which translations cannot stand for them."""

from __future__ import annotations

import msgspec
import pytest

from verilink.flow.document import Template
from verilink.flow.plan import InvalidTemplate, plan_of
from verilink.flow.shipped import shipped_templates
from verilink.flow.texts import places

TEMPLATE = shipped_templates()["Government ID and selfie"]


def with_texts(**texts: dict[str, str | tuple[str, ...]]) -> Template:
    return msgspec.structs.replace(TEMPLATE, texts={code.replace("_", "-"): own for code, own in texts.items()})


def test_every_text_has_its_place_defaults_too() -> None:
    found = {place.path: place.text for place in places(with_texts(de={"You are done": "Fertig"}))}
    assert found["steps", "start", "screen", "title"] == "Let’s confirm it’s you"
    assert found["fields", "name-first", "label"] == "First name"
    assert "Fertig" not in found.values()
    assert len(found) > 20


def test_fitting_translations_make_a_valid_template() -> None:
    days = "Your photos are erased after %(count)s day."
    plan_of(with_texts(de={"You are done": "Fertig", days: ("Ein Tag", "%(count)s Tage")}, en_US={"Back": "Go back"}))


@pytest.mark.parametrize(
    ("code", "source", "text", "problem"),
    [
        ("xx", "You are done", "Fertig", "there is no locale 'xx'"),
        ("de", "You are done", "<b>Fertig</b>", "its tags differ"),
        ("de", "Sent to %(to)s.", "Gesendet", "%(to)s is missing"),
        ("de", "You are done", "", "it is empty"),
        ("cs", "%(count)s day", ("a", "%(count)s"), "needs 3 forms: one, few, other"),
        ("de", "%(count)s day", ("a", "b"), "other: %(count)s is missing"),
    ],
)
def test_what_would_break_a_page_is_told_with_its_place(
    code: str, source: str, text: str | tuple[str, ...], problem: str
) -> None:
    with pytest.raises(InvalidTemplate) as invalid:
        plan_of(msgspec.structs.replace(TEMPLATE, texts={code: {source: text}}))
    assert problem in str(invalid.value)
    assert invalid.value.problems[0].path.startswith(f"texts.{code}")


def test_a_language_that_does_not_exist_cannot_be_offered() -> None:
    with pytest.raises(InvalidTemplate, match=r"locales\[1\]: there is no locale 'klingon'"):
        plan_of(msgspec.structs.replace(TEMPLATE, locales=("de", "klingon")))
