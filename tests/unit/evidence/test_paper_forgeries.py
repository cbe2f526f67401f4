"""What changing a PDF leaves in it: covered text, odd fonts, patches on scans, lines that are gone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specimens.papers import LINES, box, height, letter, pdf, revised, scan, text
from verilink.evidence.images.limits import Limits
from verilink.evidence.papers.accounts import account_holds, accounts_in
from verilink.evidence.papers.fonts import family, odd_stretches
from verilink.evidence.papers.layers import Layer, overwritten, patches
from verilink.evidence.papers.pdf import PdfSheet, read_pdf
from verilink.evidence.papers.revisions import ends_of

AMOUNT = LINES.index("Amount due 128.40")
COVER = box(48, height(AMOUNT) - 4, 200, 18)


def opened(data: bytes) -> tuple[PdfSheet, tuple[str, ...], int | None]:
    file, (sheet,) = read_pdf(data, Limits(min_bytes=1), 1)
    return sheet, file.removed_lines, file.revisions


def test_a_letter_as_it_was_made_has_no_marks() -> None:
    sheet, gone, revisions = opened(pdf(letter()))
    assert (sheet.overwritten, sheet.patches, sheet.odd_fonts, gone, revisions) == ((), 0, (), (), 1)
    assert sheet.accounts == ("DE89370400440532013000",)


def test_text_that_was_covered_and_written_over_is_found_with_both_readings() -> None:
    new = text("Amount due 12.40", 50, height(AMOUNT))
    sheet, *_ = opened(pdf(letter(LINES, COVER, new)))
    assert sheet.overwritten == (("Amount due 128.40", "Amount due 12.40"),)


@pytest.mark.parametrize(
    "more",
    [
        (COVER,),  # a blank patch: nothing was written over it
        (text("Amount due 128.40", 50.5, height(AMOUNT)),),  # printed twice for weight
        (COVER, text("Amount due 128.40", 50, height(AMOUNT))),  # the same again
        (box(40, 300, 500, 500), text("Another page of a layout", 50, 400)),  # a panel over all of it
        (box(48, 100, 200, 18), text("Page 1 of 1", 50, 104)),  # over nothing
    ],
)
def test_layouts_are_no_forgeries(more: tuple[str, ...]) -> None:
    sheet, *_ = opened(pdf(letter(LINES, *more)))
    assert sheet.overwritten == ()


def test_a_value_in_a_font_of_its_own_stands_out_wherever_it_was_drawn() -> None:
    kept = [line.replace(" 128.40", "") for line in LINES]
    sheet, *_ = opened(pdf(letter(kept, text("12.40", 120, height(AMOUNT), "F2"))))
    assert sheet.odd_fonts == ("12.40",)
    bold, *_ = opened(pdf(letter(kept, text("12.40", 120, height(AMOUNT), "F3"))))
    assert bold.odd_fonts == ()


def test_a_patch_with_text_on_a_scan_counts_and_the_hidden_text_layer_does_not() -> None:
    hidden = text("Amount due 128.40", 50, 500, mode=3)
    patched, *_ = opened(pdf([scan(), hidden, box(48, 496, 120, 18), text("Amount due 12.40", 50, 500)]))
    assert patched.patches == 1
    assert opened(pdf([scan(), hidden]))[0].patches == 0
    assert opened(pdf([scan(), text("Page 1", 50, 500)]))[0].patches == 0
    letterhead = [scan(), box(48, 496, 120, 18), text("Page 1", 50, 500), text("Amount due 128.40", 50, 300)]
    assert opened(pdf(letterhead))[0].patches == 0


def test_a_line_of_an_earlier_state_that_is_gone_is_told() -> None:
    first = pdf(letter())
    changed = [line.replace("128.40", "12.40") for line in LINES]
    sheet, gone, revisions = opened(revised(first, letter(changed)))
    assert revisions == 2
    assert gone == ("Amount due 128.40",)
    assert sheet.overwritten == ()


def test_what_is_only_added_later_removes_nothing() -> None:
    _, gone, revisions = opened(revised(pdf(letter()), letter(LINES, text("Signed by Zoe", 50, 100))))
    assert (gone, revisions) == ((), 2)


def test_the_first_part_of_a_linearised_file_is_no_state_of_its_own() -> None:
    assert len(ends_of(b"%PDF-1.4 /Linearized 1\n%%EOF\nrest\n%%EOF\n")) == 1
    assert len(ends_of(b"%PDF-1.4\n%%EOF\nrest\n%%EOF\n")) == 2
    assert ends_of(b"%PDF-1.4") == [8]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ABCDEF+LiberationSans-Bold", "liberationsans"), ("ArialMT", "arial"), ("Arial,BoldItalic", "arial"),
        ("TimesNewRomanPS-BoldMT", "timesnew"), ("CMR10", "tex"), ("CMBX12", "tex"), ("Wingdings", ""), ("", ""),
        ("BCDEEE+Calibri-Light", "calibri"), ("IDAutomationHC39M Barcode", ""),
    ],
)  # fmt: skip
def test_styles_of_a_font_are_one_family(name: str, expected: str) -> None:
    assert family(name) == expected


def test_a_column_in_another_font_is_the_layouts_own() -> None:
    row = [(character, "Arial") for character in "Grundpreis"] + [(character, "Courier") for character in "12.40"]
    rows = [glyph for _ in range(4) for glyph in (*row, ("\n", ""))]
    assert odd_stretches([rows[:16]]) == [["12.40"]]
    assert odd_stretches([rows]) == [[]]


@given(st.lists(st.tuples(st.characters(), st.text(max_size=12)), max_size=60))
def test_odd_stretches_never_raise(glyphs: list[tuple[str, str]]) -> None:
    (found,) = odd_stretches([glyphs])
    assert len(found) <= 10


SIDES = st.floats(-1e4, 1e4, allow_nan=False)
LAYERS = st.lists(
    st.builds(
        Layer,
        st.sampled_from(["text", "path", "image"]),
        st.tuples(SIDES, SIDES, SIDES, SIDES),
        st.text(max_size=5),
        st.booleans(),
    ),
    max_size=12,
)


@given(LAYERS, st.floats(0, 1e6))
def test_layers_of_any_shape_are_judged_and_never_raise(layers: list[Layer], area: float) -> None:
    assert all(under != over for under, over in overwritten(layers))
    assert patches(layers, area) >= 0


@pytest.mark.parametrize(
    ("line", "numbers"),
    [
        ("IBAN DE89 3704 0044 0532 0130 00 BIC COBADEFF", ["DE89370400440532013000"]),
        ("GB29NWBK60161331926819", ["GB29NWBK60161331926819"]),
        ("NO93 8601 1117 947, Oslo", ["NO9386011117947"]),
        ("IBAN DE89 XXXX XXXX XXXX XXXX 00", []),
        ("ZZ89 3704 0044 0532 0130 00", []),
        ("DE89 3704 0044", []),
    ],
)
def test_account_numbers_have_the_length_of_their_country(line: str, numbers: list[str]) -> None:
    assert accounts_in(line) == numbers
    assert all(map(account_holds, numbers))


@given(st.integers(4, 21), st.integers(1, 9))
def test_a_wrong_digit_in_an_account_number_is_noticed(place: int, more: int) -> None:
    good = "DE89370400440532013000"
    assert not account_holds(good[:place] + str((int(good[place]) + more) % 10) + good[place + 1 :])


@given(st.text(max_size=80))
def test_account_numbers_are_looked_for_in_anything(line: str) -> None:
    assert all(isinstance(account_holds(number), bool) for number in accounts_in(line))
