"""Pages of components: what is shown, asked, kept, and where they lead."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from unit.flow.random_pages import FIELDS, FILE
from verilink.flow import components as c
from verilink.flow.document import Consent, EndStep, FieldSchema, Page, Screen, ScreenStep, Template
from verilink.flow.executor import Context, advance
from verilink.flow.outcomes import Answer, InvalidAnswer, Open, Seen, SetFields, Show, State, Transition
from verilink.flow.plan import InvalidTemplate, plan_of
from verilink.flow.sentences import Sentence
from verilink.flow.verifications import GovernmentId

ALL = {**FIELDS, "birthdate": FieldSchema(type="date"), "once": FieldSchema(write_once=True)}


def template(*components: Any, **more: Any) -> Template:
    """Consent, one page, and two ends."""
    page: Screen = Page(title="Page", components=components)
    steps = {
        "start": ScreenStep(screen=Consent(), next="page"),
        "page": ScreenStep(screen=page, next="success"),
        "success": EndStep(status="completed", title="Done"),
        **more,
    }
    return Template(name="Page", fields=ALL, steps=steps)


def answer(
    document: Template, values: dict[str, Any], *, press: str | None = None, fields: Mapping[str, Any] | None = None
) -> Transition:
    """What comes of an answer to the page."""
    context = Context(fields or {}, today=date(2026, 1, 10), seen=Seen(device="desktop", language="de"))
    event = Answer(step="page", values=values, press=press)
    return advance(plan_of(document), State(step="page", consented=True), event, context)


def kept(transition: Transition) -> dict[str, Any]:
    """Every field that was written."""
    found: dict[str, Any] = {}
    for effect in transition.effects:
        found |= effect.values if isinstance(effect, SetFields) else {}
    return found


def errors(document: Template, values: dict[str, Any], **more: Any) -> dict[str, str]:
    """What the page refuses."""
    with pytest.raises(InvalidAnswer) as caught:
        answer(document, values, **more)
    return caught.value.errors


def shown(document: Template, draft: dict[str, Any], **more: Any) -> list[str]:
    """The fields the page asks for while this is typed."""
    context = Context({}, today=date(2026, 1, 10), draft=draft, **more)
    outcome = advance(plan_of(document), State(step="page", consented=True), Open(), context).outcome
    assert isinstance(outcome, Show)
    return [each["field"] for each in outcome.model["inputs"]]


@pytest.mark.parametrize(
    ("component", "given", "expected"),
    [
        (c.TextArea(field="about"), "  two\nlines ", "two\nlines"),
        (c.MaskedText(field="tax"), "12 ab", "12-ab"),
        (c.MaskedText(field="tax"), "12-AB", "12-AB"),
        (c.NumberInput(field="income"), "3.5", 3.5),
        (c.PhoneNumber(field="telephone"), "0049 (151) 234-5678", "+491512345678"),
        (c.PhoneNumber(field="telephone"), {"number": "06 12 34 56 78", "country": "FR"}, "+33612345678"),
        (c.UrlInput(field="website"), "example.com/me", "https://example.com/me"),
        (c.Checkbox(field="agrees"), "true", True),
        (c.Checkbox(field="agrees", required=False), None, False),
        (c.CheckboxGroup(field="news"), ["b", "a", "b"], ["b", "a"]),
        (c.CountrySelect(field="home"), "xk", "XK"),
        (c.FileUpload(field="paper"), FILE, FILE),
    ],
)
def test_a_component_keeps_what_fits(component: c.FieldInput, given: Any, expected: Any) -> None:
    assert kept(answer(template(component), {component.field: given})) == {component.field: expected}


@pytest.mark.parametrize(
    ("component", "given", "said"),
    [
        (c.TextInput(field="about"), "", "Fill this in"),
        (c.TextInput(field="about"), "x" * 81, "at most 80 characters"),
        (c.MaskedText(field="tax"), "1x", "in the form 12-AB"),
        (c.NumberInput(field="income"), "11", "Enter 10 or less"),
        (c.NumberInput(field="income"), "-1", "Enter 0 or more"),
        (c.PhoneNumber(field="telephone"), "0151 2345678", "Choose the country"),
        (c.PhoneNumber(field="telephone"), "call me", "country code"),
        (c.PhoneNumber(field="telephone"), {"number": "06 12", "country": "FR"}, "too short for FR"),
        (c.PhoneNumber(field="telephone"), {"number": "+33 6 12 34 56 78 90", "country": "DE"}, "too long for FR"),
        (c.PhoneNumber(field="telephone"), {"number": ["1"], "country": "FR"}, "Enter text"),
        (c.PhoneNumber(field="telephone"), {"number": " ", "country": "FR"}, "Fill this in"),
        (c.UrlInput(field="website"), "javascript://x.example/%0aalert(1)", "web address"),
        (c.UrlInput(field="website"), "https://user@", "web address"),
        (c.Checkbox(field="agrees"), "false", "Tick the box"),
        (c.Checkbox(field="agrees"), None, "Fill this in"),
        (c.CheckboxGroup(field="news"), ["a", "z"], "Choose one of the options"),
        (c.CountrySelect(field="home", countries=("DE",)), "FR", "from the list"),
        (c.FileUpload(field="paper"), "file_1", "Choose a file"),
        (c.FileUpload(field="paper"), {"url": "x"}, "Choose a file"),
    ],
)
def test_a_component_says_what_does_not_fit(component: c.FieldInput, given: Any, said: str) -> None:
    found = errors(template(component), {component.field: given})
    assert said in found[component.field]


def test_a_sentence_with_a_place_in_it_can_be_translated() -> None:
    found = errors(template(c.NumberInput(field="income")), {"income": "11"})["income"]
    assert isinstance(found, Sentence)
    assert (found.msgid, found.values) == ("Enter %(most)s or less.", {"most": "10"})


def test_what_is_not_shown_is_neither_asked_nor_kept() -> None:
    document = template(c.RadioGroup(field="plan"), c.TextInput(field="about", when="fields.plan == 'l'"))
    assert shown(document, {}) == ["plan"]
    assert shown(document, {"plan": "l"}) == ["plan", "about"]
    assert kept(answer(document, {"plan": "s", "about": "sent all the same"})) == {"plan": "s"}
    assert errors(document, {"plan": "l"}) == {"about": "Fill this in to go on."}


def test_a_container_hides_all_it_holds_and_rules_see_age_device_and_what_is_kept() -> None:
    inner = (c.TextInput(field="about"), c.TextInput(field="tax", when="device == 'desktop' && language == 'de'"))
    document = template(c.DateInput(field="birthdate"), c.Container(components=inner, when="age < 18"))
    assert shown(document, {"birthdate": "1990-02-03"}) == ["birthdate"]
    assert shown(document, {"birthdate": "2010-02-03"}) == ["birthdate", "about"]
    here = Seen(device="desktop", language="de")
    assert shown(document, {"birthdate": "2010-02-03"}, seen=here) == ["birthdate", "about", "tax"]
    assert set(errors(document, {"birthdate": "2010-02-03"})) == {"about", "tax"}


def test_an_answer_remembers_the_device_for_rules_that_are_asked_later() -> None:
    document = template(c.TextInput(field="about"))
    assert answer(document, {"about": "x"}).state.seen == Seen(device="desktop", language="de")


def test_a_button_leads_where_it_says_and_writes_what_it_sets() -> None:
    button = c.Button(name="none", label="None", to="other", skips=True, sets={"plan": "l"})
    document = template(c.TextInput(field="about"), button, other=EndStep(status="failed", title="Other"))
    pressed = answer(document, {"about": ""}, press="none")
    assert pressed.state.finished == "failed"
    assert kept(pressed) == {"plan": "l"}
    assert answer(document, {"about": "x"}).state.finished == "completed"
    assert "press" in errors(document, {"about": "x"}, press="nothing")


def test_a_button_that_is_not_shown_cannot_be_pressed() -> None:
    hidden = c.Button(name="none", label="None", skips=True, when="fields.plan == 'l'")
    assert "press" in errors(template(c.TextInput(field="about"), hidden), {}, press="none")


def test_a_file_that_was_sent_before_need_not_be_sent_again() -> None:
    document = template(c.FileUpload(field="paper"))
    assert kept(answer(document, {"paper": ""}, fields={"paper": FILE})) == {"paper": FILE}


def test_what_was_written_once_stays() -> None:
    document = template(c.TextInput(field="once"))
    assert kept(answer(document, {}, fields={"once": "x"})) == {"once": "x"}
    assert "no longer" in errors(document, {"once": "y"}, fields={"once": "x"})["once"]


def test_the_kind_of_document_is_chosen_on_a_page() -> None:
    from unit.flow.walking import document_module

    spec = GovernmentId(id_classes=("pp", "id"), countries=("DE",))
    steps = document_module("doc", "success", spec)
    steps |= {
        "start": ScreenStep(screen=Consent(), next="page"),
        "page": ScreenStep(
            screen=Page(title="Which", components=(c.IdTypeSelect(verification="doc"),)), next="doc_capture"
        ),
        "doc_retry": ScreenStep(screen=Page(title="Again", components=()), next="page"),
        "success": EndStep(status="completed", title="Done"),
        "failure": EndStep(status="failed", title="No"),
    }
    del steps["doc_choose"]
    fields = {"selected-id-class": FieldSchema(), "selected-country-code": FieldSchema()}
    document = Template(name="Kinds", fields=fields, steps=steps, verifications={"doc": spec})
    chosen = answer(document, {"selected-id-class": "id"}, fields={"selected-country-code": "DE"})
    attempt = chosen.state.attempts["doc"]
    assert (attempt.id_class, attempt.country, attempt.order) == ("id", "DE", ("front", "back"))
    assert "Choose" in errors(document, {"selected-id-class": "dl"})["selected-id-class"]
    assert "country" in errors(document, {"selected-id-class": "id"})["selected-id-class"]


@pytest.mark.parametrize(
    ("component", "path", "said"),
    [
        (c.TextInput(field="nothing"), "components[0].field", "no field 'nothing'"),
        (c.DateInput(field="about"), "components[0].field", "a date cannot fill a field of type string"),
        (c.MaskedText(field="about"), "components[0].field", "has no mask"),
        (c.Image(alt="x"), "components[0]", "either a drawing or a src"),
        (c.Paragraph(text="x", when="fields.nothing == 1"), "components[0].when", "does not have"),
        (c.Paragraph(text="x", when="checks.nothing == 'x'"), "components[0].when", "does not have"),
        (c.AddressInput(prefix="elsewhere"), "components[0].prefix", "elsewhere-street-1"),
        (c.Container(components=(c.Button(name="a", label="A", to="nowhere"),)), "components[0].components[0].to",
         "no step 'nowhere'"),
        (c.Button(name="a", label="A", sets={"plan": "z"}), "components[0].sets.plan.value", "does not fit"),
        (c.CountrySelect(field="home", countries=("ZZ",)), "components[0].countries[0]", "ISO 3166-1"),
        (c.IdTypeSelect(verification="x", field="about"), "components[0].verification", "no verification 'x'"),
    ],
)  # fmt: skip
def test_every_defect_of_a_page_is_found_at_its_place(component: c.Component, path: str, said: str) -> None:
    with pytest.raises(InvalidTemplate) as caught:
        plan_of(template(component))
    found = {problem.path: problem.message for problem in caught.value.problems}
    assert said in found[f"steps.page.screen.{path}"]


def test_a_field_is_asked_for_twice_only_behind_rules() -> None:
    one = c.TextInput(field="about", label="A", when="fields.plan == 's'")
    other = c.TextArea(field="about", label="B", when="fields.plan == 'l'")
    plan_of(template(one, other))
    with pytest.raises(InvalidTemplate, match="asked for twice"):
        plan_of(template(c.TextInput(field="about"), c.TextArea(field="about")))


def test_a_page_that_asks_comes_after_consent_and_one_that_only_tells_may_come_before() -> None:
    telling = ScreenStep(screen=Page(title="Hello", components=(c.Paragraph(text="x"),)), next="start")
    document = template(c.TextInput(field="about"))
    steps = {**document.steps, "hello": telling}
    plan_of(Template(name="x", fields=ALL, steps=steps, start="hello"))
    asking = ScreenStep(screen=Page(title="Hello", components=(c.TextInput(field="about"),)), next="start")
    with pytest.raises(InvalidTemplate, match="before the person has agreed"):
        plan_of(Template(name="x", fields=ALL, steps={**document.steps, "hello": asking}, start="hello"))
