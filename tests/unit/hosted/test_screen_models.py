"""What the screens say, from the outcomes of the flow: whole sentences, nothing promised that is not so."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from support.gallery import FAILED, PASSED, TEMPLATE, end_of, outcomes, photographed, screen_of, show
from verilink.flow.document import Privacy
from verilink.flow.outcomes import State, Wait
from verilink.flow.shipped import shipped_templates
from verilink.hosted.devices import Device
from verilink.hosted.screens.building import build
from verilink.hosted.screens.consent import ConsentScreen
from verilink.hosted.screens.form import joined
from verilink.hosted.screens.model import Case
from verilink.hosted.screens.problem import WORDINGS, problem
from verilink.hosted.screens.stages import run_order
from verilink.kit.i18n import translator

ENGLISH = translator("en-US")


def case_of(outcome: Any, **more: Any) -> Case:
    """A case of the shipped template in English."""
    given = {"language": ENGLISH, "organization": "Northwind", "template": TEMPLATE, "outcome": outcome} | more
    return Case(**given)


def test_every_outcome_of_the_flow_has_a_screen_with_a_title() -> None:
    for name, template, outcome, more in outcomes():
        screen = build(case_of(outcome, template=template, **more))
        assert screen.title, name


def test_consent_names_what_is_collected_and_how_long_it_is_kept() -> None:
    import msgspec

    kept = msgspec.structs.replace(TEMPLATE, privacy=Privacy(retention_days=30, contact="help@northwind.example"))
    screen = build(case_of(show(kept, screen_of("start")), template=kept))
    assert isinstance(screen, ConsentScreen)
    assert screen.items[0].title == "Passport, driver’s license, identity card, or residence permit"
    assert screen.items[1].detail == "You’ll turn your head left and right"
    assert screen.retention == "Your photos are erased after 30 days."
    assert "help@northwind.example" in screen.contact
    assert screen.collected.startswith("Photos of your document and what is printed on it and photos of your face.")
    assert "compares it with the photo on the document" in screen.comparison


def test_consent_promises_no_erasure_where_none_is_configured() -> None:
    screen: Any = build(case_of(show(TEMPLATE, screen_of("start"))))
    assert screen.retention == "Northwind keeps your photos until it erases them."


def test_consent_speaks_of_no_photos_in_a_flow_without_any() -> None:
    codes = shipped_templates()["Email and phone"]
    screen: Any = build(case_of(show(codes, codes.steps[codes.start].screen), template=codes))  # type: ignore[union-attr]
    assert "photo" not in f"{screen.collected} {screen.comparison} {screen.summary}".lower()
    assert screen.retention == "Northwind keeps what you enter until it erases it."


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "ftp://x", None])
def test_a_policy_address_that_is_no_web_address_is_left_out(address: str | None) -> None:
    import msgspec

    kept = msgspec.structs.replace(TEMPLATE, privacy=Privacy(policy_url=address))
    screen: Any = build(case_of(show(kept, screen_of("start")), template=kept))
    assert screen.policy_url is None


def test_the_country_of_the_browsers_language_is_preselected_when_it_is_one() -> None:
    chosen: Any = build(case_of(show(TEMPLATE, screen_of("select_government_id")), country="AT"))
    assert (chosen.country, chosen.country_name) == ("AT", "Austria")
    nothing: Any = build(case_of(show(TEMPLATE, screen_of("select_government_id")), country="ZZ"))
    assert nothing.country == ""


def test_what_was_known_before_wins_over_the_browsers_language() -> None:
    shown = show(TEMPLATE, screen_of("select_government_id"), country_hint="DE")
    chosen: Any = build(case_of(shown, country="US"))
    assert chosen.country == "DE"


def test_the_frame_has_the_shape_of_the_document() -> None:
    screen = screen_of("verification_government_id")
    passport: Any = build(case_of(show(TEMPLATE, screen, state=photographed("pp", 0))))
    card: Any = build(case_of(show(TEMPLATE, screen, state=photographed("id", 1))))
    assert (passport.aspect, passport.art) == (1.42, "passport")
    assert (card.aspect, card.art, card.counter) == (1.586, "card_back", "2 of 2")
    assert card.title == "Photograph the back of your identity card"


def test_only_a_phone_is_offered_its_camera_app() -> None:
    shown = show(TEMPLATE, screen_of("verification_government_id"), state=photographed("pp", 0))
    phone: Any = build(case_of(shown, device=Device("android", True)))
    desk: Any = build(case_of(shown, device=Device("desktop", False)))
    assert phone.native
    assert not desk.native
    assert desk.upload


def test_a_retry_says_what_was_seen_and_how_many_tries_are_left() -> None:
    state = State(step="x", results={"government_id": (FAILED,)})
    shown = show(TEMPLATE, screen_of("retry_verification_government_id"), state=state)
    screen: Any = build(case_of(shown))
    assert screen.advice[0] == "There was a reflection. Tilt it a little, or turn away from the lamp."
    assert screen.tries == "You have 2 more tries."
    assert [way.value for way in screen.ways] == ["same", "other"]


def test_another_document_comes_first_when_a_better_picture_would_change_nothing() -> None:
    state = State(step="x", results={"government_id": (replace(FAILED, reasons=("expired",)),)})
    shown = show(TEMPLATE, screen_of("retry_verification_government_id"), state=state)
    screen: Any = build(case_of(shown))
    assert [way.value for way in screen.ways] == ["other", "same"]


def test_photos_that_could_not_be_worked_with_are_not_called_unexpected() -> None:
    broken = replace(FAILED, reasons=("analysis_failed",))
    shown = show(TEMPLATE, screen_of("retry_verification_selfie"), state=State(step="x", results={"selfie": (broken,)}))
    screen: Any = build(case_of(shown))
    assert screen.advice == ("The photos could not be worked with this time. Take new ones with the camera.",)


def test_progress_lists_only_what_is_true_in_the_order_it_happens() -> None:
    wait = Wait(step="x", verification="selfie", progress=0.9)
    screen: Any = build(case_of(wait, results={"government_id": (PASSED,)}))
    assert [(stage.title, stage.state) for stage in screen.steps] == [
        ("Photos received", "done"),
        ("Document checked", "done"),
        ("Comparing your face", "now"),
    ]
    assert run_order(TEMPLATE) == ["government_id", "selfie"]


def test_the_end_offers_the_way_back_by_the_name_of_the_host() -> None:
    screen: Any = build(case_of(end_of("success"), redirect="https://app.northwind.example/x?inquiry-id=1"))
    assert screen.redirect.label == "Back to app.northwind.example"
    app: Any = build(case_of(end_of("success"), redirect="northwind://done"))
    assert app.redirect.label == "Back to Northwind"
    none: Any = build(case_of(end_of("success")))
    assert none.redirect is None


def test_a_failed_end_says_why_and_who_can_help() -> None:
    screen: Any = build(case_of(end_of("failure"), results={"government_id": (PASSED,), "selfie": (FAILED,)}))
    assert screen.advice
    assert "Northwind" in screen.contact
    assert not screen.passed


@pytest.mark.parametrize("code", sorted(WORDINGS))
def test_every_problem_says_what_can_be_done(code: str) -> None:
    screen = problem(ENGLISH, code)
    assert screen.title
    assert screen.next or screen.action
    assert "%(" not in f"{screen.title}{screen.body}{screen.next}"
    assert "Northwind" in f"{problem(ENGLISH, 'expired', organization='Northwind').next}"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"birthdate.day": "3", "birthdate.month": "2", "birthdate.year": "1990"}, {"birthdate": "1990-02-03"}),
        ({"birthdate.day": "", "birthdate.month": " ", "birthdate.year": ""}, {"birthdate": ""}),
        ({"birthdate.day": "x", "birthdate.month": "", "birthdate.year": "90"}, {"birthdate": "90-00-0x"}),
        ({"name-first": "Ada", "tags": ["a"]}, {"name-first": "Ada", "tags": ["a"]}),
    ],
)
def test_the_three_parts_of_a_date_become_one_value(values: dict[str, Any], expected: dict[str, Any]) -> None:
    assert joined(values) == expected
