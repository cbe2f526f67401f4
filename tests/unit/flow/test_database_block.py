"""The block that asks for what records are searched by, as each country has it."""

from __future__ import annotations

from typing import Any

import pytest

from verilink.flow.executor import Context, advance
from verilink.flow.identity_numbers import LOCAL, national_number, social_security_number
from verilink.flow.outcomes import Answer, InvalidAnswer, Open, SetFields, State, Submit
from verilink.flow.plan import Plan, plan_of
from verilink.flow.problems import InvalidTemplate
from verilink.flow.yaml import parse

TEXT = """\
name: Records
steps:
  start: {kind: screen, screen: {kind: consent}, next: person}
  person:
    kind: module
    module:
      kind: database
      fields: [name-first, name-last, birthdate, address-subdivision, identification-number, social-security-number]
    next: success
    otherwise: failure
  success: {kind: module, module: {kind: standard-success}}
  failure: {kind: module, module: {kind: standard-failed}}
"""
PERSON = {"name-first": "Ada", "name-last": "Sample", "birthdate": "1990-02-03"}
STEP = "verification_person"


def planned(text: str = TEXT) -> Plan:
    return plan_of(parse(text))


def asked(country: str, text: str = TEXT) -> dict[str, Any]:
    """What the page asks once this country is chosen: field -> the input."""
    draft = {"selected-country-code": country} if country else {}
    shown = advance(planned(text), State(step=STEP, consented=True), Open(), Context(draft=draft))
    return {each["field"]: each for each in shown.outcome.model["inputs"]}  # type: ignore[union-attr]


def answered(values: dict[str, str], text: str = TEXT, **known: Any) -> Any:
    event = Answer(step=STEP, values=PERSON | values)
    return advance(planned(text), State(step=STEP, consented=True), event, Context(fields=known))


@pytest.mark.parametrize(
    ("country", "label", "example", "more"),
    [
        ("", None, "", set()),
        ("BR", "CPF", "123.456.789-01", {"address-subdivision"}),
        ("DE", "National identity number", "", set()),
        ("SG", "NRIC / FIN", "A1234567B", set()),
    ],
)
def test_the_country_decides_what_is_asked(country: str, label: str | None, example: str, more: set[str]) -> None:
    inputs = asked(country)
    number = {"identification-number"} if label else set()
    assert set(inputs) == {"selected-country-code", *PERSON, *number, *more}
    if label:
        told = inputs["identification-number"]
        assert (told["label"], told["example"], told["required"]) == (label, example, False)


def test_the_united_states_have_a_number_of_their_own() -> None:
    inputs = asked("US")
    assert "identification-number" not in inputs
    assert inputs["social-security-number"]["example"] == "123-45-6789"
    some = asked("US", TEXT.replace("fields: [", "social-security: last-4\n      fields: ["))
    assert some["social-security-number"]["hint"] == "The last 4 digits"


def test_the_number_is_looked_up_without_separators() -> None:
    done = answered(
        {"selected-country-code": "br", "identification-number": "111.444.777-35", "address-subdivision": "SP"}
    )
    (submitted,) = [effect for effect in done.effects if isinstance(effect, Submit)]
    assert submitted.attempt.claims == PERSON | {"identification-number": "11144477735", "address-subdivision": "SP"}


def test_a_number_of_another_country_is_not_looked_up() -> None:
    known = {"social-security-number": "123456789", "address-subdivision": "NY"}
    done = answered({"selected-country-code": "DE"}, **known)
    (written,) = [effect.values for effect in done.effects if isinstance(effect, SetFields)]
    assert (written["social-security-number"], written["address-subdivision"]) == (None, None)
    (submitted,) = [effect for effect in done.effects if isinstance(effect, Submit)]
    assert submitted.attempt.claims == PERSON


def test_one_country_is_not_asked_for() -> None:
    text = TEXT.replace("fields: [", "countries: [MX]\n      fields: [")
    assert asked("", text)["identification-number"]["label"] == "CURP"
    done = answered({"identification-number": ""}, text)
    assert done.effects[0].values["selected-country-code"] == "MX"


@pytest.mark.parametrize(
    ("country", "number", "told"),
    [
        ("BR", "111.444.777-36", "Check the number"),
        ("IN", "2345 6789 0124", "Aadhaar"),
        ("IN", "ABCDE1234F", "Check the number"),
        ("US", "", None),
        ("SG", "S1234567A", "Check the number"),
        ("ZZ", "1", "Choose a country"),
    ],
)
def test_what_does_not_fit_is_said_and_where(country: str, number: str, told: str | None) -> None:
    values = {"selected-country-code": country} | ({"identification-number": number} if number else {})
    if told is None:
        assert answered(values).state.step != STEP
        return
    with pytest.raises(InvalidAnswer) as caught:
        answered(values)
    assert told in " ".join(map(str, caught.value.errors.values()))


@pytest.mark.parametrize(
    ("text", "last_4", "kept"),
    [("219-09-9998", False, "219099998"), ("9998", True, "9998"), ("000-12-3456", False, None),
     ("666121234", False, None), ("9998", False, None), ("0000", True, None), ("219099998", True, None)],
)  # fmt: skip
def test_social_security_numbers(text: str, last_4: bool, kept: str | None) -> None:
    try:
        assert social_security_number(text, last_4=last_4) == kept
    except ValueError:
        assert kept is None


@pytest.mark.parametrize("country", sorted(LOCAL))
def test_every_local_number_refuses_what_is_none(country: str) -> None:
    with pytest.raises(ValueError, match=r"number"):
        national_number(country, "1")


def test_numbers_of_their_countries_are_taken() -> None:
    assert national_number("IN", "ABCPE 1234 F") == "ABCPE1234F"
    assert national_number("HK", "A123456(3)") == "A1234563"
    assert national_number("DE", "whatever 1") == "WHATEVER1"


@pytest.mark.parametrize(
    ("block", "told"),
    [
        ("verification: nobody", "there is no verification 'nobody'"),
        ("verification: person, country: nothing", "there is no field 'nothing' of type string"),
        ("verification: person, countries: [XX]", "'XX' is not an ISO"),
        ("verification: person, countries: []", "at least one is needed"),
    ],
)
def test_a_block_that_cannot_be_asked_is_told(block: str, told: str) -> None:
    page = f"{{kind: page, title: x, components: [{{kind: international-database, {block}}}]}}"
    more = f"  more: {{kind: screen, screen: {page}, next: person}}\n  person:"
    with pytest.raises(InvalidTemplate) as caught:
        planned(TEXT.replace("next: person", "next: more").replace("  person:", more))
    assert told in str(caught.value)
