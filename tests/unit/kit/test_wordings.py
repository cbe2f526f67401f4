from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.kit.wordings import faults


@pytest.mark.parametrize(
    ("source", "text", "fault"),
    [
        ("Sent to %(to)s.", "Gesendet.", "%(to)s is missing"),
        ("Sent to %(to)s.", "An %(an)s und %(to)s.", "%(an)s is not in the source"),
        ("Sent", "100 %", "it has a lone %"),
        ("In {time}", "In {zeit}", "its {names} differ"),
        ("<b>Sent</b>", "<b>Gesendet", "its tags differ"),
        ("Sent", "<img src=x>", "its tags differ"),
        ("Sent", "a < b", "it has markup"),
        ("Sent", "a &amp; b", "it has markup"),
        ("Sent", "Gesendet ", "it begins or ends with other white space"),
        (" Sent", "Gesendet", "it begins or ends with other white space"),
        ("Sent", "Ge\nsendet", "its lines are not as many"),
        ("Sent", "Ge\x07sendet", "it has a control character"),
        ("Sent", "  ", "it is empty"),
    ],
)
def test_a_fault_is_named(source: str, text: str, fault: str) -> None:
    assert fault in faults(source, text)


def test_order_and_number_of_placeholders_are_free() -> None:
    assert faults("%(a)s of %(b)s", "%(b)s: %(a)s (%(b)s)") == []
    assert faults("%(count)s day", "ein Tag", optional=frozenset({"count"})) == []
    assert faults("It’s <b>you</b>", "<b>Du</b>\u00a0bist es") == []


@given(st.text(max_size=80))
def test_a_text_is_a_translation_of_itself_unless_it_is_empty_or_has_control_characters(text: str) -> None:
    assert set(faults(text, text)) <= {"it is empty", "it has a control character"}


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_two_texts_can_be_compared(source: str, text: str) -> None:
    assert all(isinstance(fault, str) for fault in faults(source, text))
