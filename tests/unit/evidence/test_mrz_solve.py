"""Choosing characters: second choices, repairs that never count, and documents whose printed digits are wrong."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verilink.evidence.documents.mrz.alignment import align, penalties
from verilink.evidence.documents.mrz.check_digits import ALPHABET, compute
from verilink.evidence.documents.mrz.events import Event, estimate_length
from verilink.evidence.documents.mrz.layouts import LAYOUTS
from verilink.evidence.documents.mrz.name_path import read_name
from verilink.evidence.documents.mrz.solve import solve

TD3 = LAYOUTS["TD3"]
LINES = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")


def certain(text: str, *, other: float = -12.0) -> np.ndarray:
    """Scores that leave no doubt about ``text``."""
    scores = np.full((len(text), len(ALPHABET)), other)
    for column, symbol in enumerate(text):
        scores[column, ALPHABET.index(symbol)] = 0.0
    return scores


def grid(first: str = LINES[0], second: str = LINES[1]) -> list[np.ndarray]:
    return [certain(first) - penalties(TD3, 0), certain(second) - penalties(TD3, 1)]


def doubt(scores: np.ndarray, column: int, symbol: str, score: float) -> None:
    scores[column, ALPHABET.index(symbol)] = score


def test_a_clear_zone_is_read_as_it_is() -> None:
    solved = solve(TD3, grid())
    assert solved.lines == solved.as_read == LINES
    assert all(solved.checks.values())
    assert solved.repaired == ()


def test_a_close_second_choice_that_a_check_digit_asks_for_is_used_and_recorded_as_a_repair() -> None:
    scores = grid(second="L898902C86UTO7408122F1204159ZE184226B<<<<<10")
    doubt(scores[1], 8, "3", -0.9)
    solved = solve(TD3, scores)
    assert solved.lines == LINES
    assert [(repair.column, repair.read, repair.used) for repair in solved.repaired] == [(8, "8", "3")]
    assert not solved.checks["document-number"]
    assert not solved.checks["composite"]
    assert solved.checks["birthdate"]


@pytest.mark.parametrize(("loss", "read"), [(0.6, "<"), (4.0, "K")])
def test_a_letter_alone_among_fillers_is_one_of_them_where_it_was_a_close_call(loss: float, read: str) -> None:
    plain = "L898902C36UTO7408122F1204159<<<<<<<<<<<<<<04"
    scores = grid(second=plain)
    doubt(scores[1], 33, "K", loss)
    assert solve(TD3, scores).as_read[1] == plain[:33] + read + plain[34:]


def test_a_check_digit_that_holds_over_a_character_nobody_saw_proves_nothing() -> None:
    scores = grid()
    scores[1][4] = -4.0
    doubt(scores[1], 4, LINES[1][4], -3.5)
    solved = solve(TD3, scores)
    assert solved.lines == LINES
    assert solved.unclear == {(1, 4)}
    assert [name for name, holds in solved.checks.items() if not holds] == ["document-number", "composite"]


def test_two_characters_that_could_both_be_others_without_the_sum_changing_prove_nothing() -> None:
    scores = grid()
    doubt(scores[1], 1, "B", -1.2)
    assert all(solve(TD3, scores).checks.values())
    doubt(scores[1], 3, "B", -1.2)  # weights 3 and 7: two times three more than 8 is nothing modulo ten
    solved = solve(TD3, scores)
    assert solved.lines == LINES
    assert solved.unclear == {(1, 1), (1, 3)}
    assert [name for name, holds in solved.checks.items() if not holds] == ["document-number", "composite"]


def test_two_letters_o_that_two_zeros_would_add_up_to_as_well_prove_nothing() -> None:
    assert solve(TD3, grid(second=second_line("7021O7O<<"))).unclear == {(1, 4), (1, 6)}
    assert solve(TD3, grid(second=second_line("7021070<<"))).unclear == set()


def second_line(number: str) -> str:
    line = number + compute(number) + LINES[1][10:43]
    return line + compute(line[0:10] + line[13:20] + line[21:43])


def test_fillers_nobody_saw_behind_a_field_are_no_doubt() -> None:
    first, second = "P<UTODOE<<JO<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "X12345<<<1UTO7408122F1204159<<<<<<<<<<<<<<<6"
    scores = grid(first, second)
    for column in (7, 8, *range(28, 43)):
        scores[1][column] = -4.0
        doubt(scores[1], column, "<", -0.7)
    assert solve(TD3, scores).unclear == frozenset()


def test_a_look_alike_the_recogniser_did_not_favour_is_a_repair_and_its_check_digit_does_not_hold() -> None:
    scores = grid(second="LB98902C36UTO7408122F1204159ZE184226B<<<<<10")
    doubt(scores[1], 1, "8", -4.0)
    solved = solve(TD3, scores)
    assert solved.lines == LINES
    assert [(repair.line, repair.column, repair.read, repair.used) for repair in solved.repaired] == [(1, 1, "B", "8")]
    assert not solved.checks["document-number"]


def test_a_glyph_the_recogniser_is_sure_of_is_not_repaired() -> None:
    solved = solve(TD3, grid(second="LB98902C36UTO7408122F1204159ZE184226B<<<<<10"))
    assert solved.repaired == ()
    assert solved.lines[1].startswith("LB98902C3")
    assert not solved.checks["document-number"]


@given(column=st.sampled_from([1, 2, 3, 13, 14, 15, 21, 22, 27, 43]), change=st.integers(1, 9))
@settings(max_examples=60, deadline=None)
def test_a_wrong_printed_digit_is_never_bent_into_a_right_one(column: int, change: int) -> None:
    text = LINES[1]
    printed = text[:column] + str((int(text[column]) + change) % 10) + text[column + 1 :]
    solved = solve(TD3, grid(second=printed))
    assert solved.as_read[1] == printed
    assert not all(solved.checks.values())


symbols = st.sampled_from(ALPHABET)


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 43), symbols, st.floats(-9, 0)), max_size=25))
@settings(max_examples=150, deadline=None)
def test_whatever_the_scores_a_repaired_zone_is_never_authentic(
    noise: list[tuple[int, int, str, float]],
) -> None:
    scores = grid()
    for line, column, symbol, score in noise:
        scores[line][column] -= 3.0
        doubt(scores[line], column, symbol, score)
    solved = solve(TD3, scores)
    assert {len(line) for line in solved.lines} == {44}
    if solved.repaired:
        assert not all(solved.checks.values())
    else:
        assert solved.lines == solved.as_read


def test_letters_behind_the_end_of_a_name_are_taken_for_misread_fillers() -> None:
    scores = certain("SPECIMEN<<VZOR<<<<<<<<<<")
    for column in (16, 19, 21):
        doubt(scores, column, "A", 0.0)
        doubt(scores, column, "<", -3.0)
    assert read_name(scores)[0] == "SPECIMEN<<VZOR<<<<<<<<<<"


@pytest.mark.parametrize(
    "name",
    ["ERIKSSON<<ANNA<MARIA<<<<", "VAN<DER<BERG<<JO<<<<<<<", "ARKFREITH<<<<<<<<<<<<<<<", "X<<AL<B<<<<<<<<<<<<<<<<<"],
)
def test_well_formed_names_are_read_unchanged(name: str) -> None:
    assert read_name(certain(name))[0] == name


def events_of(text: str, *, pitch: float = 3.4, bend: float = 0.0) -> list[Event]:
    """Glyphs of ``text`` at fixed pitch; ``bend`` adds a perspective that changes it along the line."""
    scores = certain(text)
    return [Event(2.0 + pitch * column + bend * column**2, 1.0, scores[column]) for column in range(len(text))]


def read_back(events: list[Event], row: int) -> str:
    aligned = align(events, penalties(TD3, row))
    assert aligned is not None
    return "".join(ALPHABET[index] for index in aligned.scores.argmax(axis=1))


@pytest.mark.parametrize("bend", [-0.015, 0.0, 0.015])
@pytest.mark.parametrize("lost", [(38,), (36, 40), (39, 40, 41)])
def test_fillers_the_recogniser_lost_are_put_back_where_they_were(bend: float, lost: tuple[int, ...]) -> None:
    events = events_of(LINES[0], bend=bend)
    assert read_back([event for column, event in enumerate(events) if column not in lost], 0) == LINES[0]


def test_a_glyph_seen_twice_is_dropped() -> None:
    events = events_of(LINES[1])
    twin = Event(events[20].time + 0.8, 0.6, events[20].scores)
    assert read_back([*events[:21], twin, *events[21:]], 1) == LINES[1]


@pytest.mark.parametrize("text", LINES)
def test_the_pitch_tells_how_many_characters_a_line_has(text: str) -> None:
    length, pitch = estimate_length(events_of(text))
    assert length == pytest.approx(44, abs=0.1)
    assert pitch == pytest.approx(3.4, abs=0.01)
