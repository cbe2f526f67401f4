from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.kit.text import fold, names_agree


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Müller", "MUELLER"),
        ("Müller", "MULLER"),
        ("Mu\u0308ller", "MUELLER"),
        ("Straße", "STRASSE"),
        ("Øystein", "OEYSTEIN"),
        ("Åse", "AASE"),
        ("Nuñez", "NUNXXEZ"),
        ("Łukasz", "LUKASZ"),
        ("Đorđe", "DJORDJE"),
        ("İbrahim", "IBRAHIM"),
        ("Nguyễn Thị", "NGUYEN THI"),
        ("Щербаков", "SHCHERBAKOV"),
        ("O’Brien", "OBRIEN"),
        ("D'Angelo", "D ANGELO"),
        ("Jean-Paul", "JEAN PAUL"),
        ("Jean-Paul", "JEANPAUL"),
        ("van der Berg", "VANDERBERG"),
        ("Smith John", "John Smith"),
        ("Ada Augusta Example", "Ada Example"),
        ("J. Example", "John Example"),
        ("Christopher", "Christophr"),
        ("Williams", "Wiliams"),
        ("García López", "GARCIA"),
        ("张伟", "张伟"),
        ("Ａｄａ", "ada"),
    ],
)
def test_spellings_of_one_name_agree(left: str, right: str) -> None:
    assert names_agree(left, right)[0]
    assert names_agree(right, left)[0]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Ada Example", "Grace Example"),
        ("Anna", "Hanna"),
        ("Maria", "Marta"),
        ("Daniel", "Daniela"),
        ("Marcin", "Marcia"),
        ("Francesco", "Francesca"),
        ("Alexander", "Alexandra"),
        ("John", "J"),
        ("Jon", "Jonathan"),
        ("J E", "John Example"),
        ("Smith", "Smyth"),
        ("", ""),
        ("", "Ada"),
        ("123", "123"),
        ("张伟", "王伟"),
        ("张伟", "Zhang Wei"),
    ],
)
def test_different_names_do_not_agree(left: str, right: str) -> None:
    assert not names_agree(left, right)[0]
    assert not names_agree(right, left)[0]


def test_a_cut_name_agrees_only_where_cutting_is_expected() -> None:
    full, cut = "Wolfeschlegelsteinhausen", "WOLFESCHLEGELST"
    assert not names_agree(full, cut)[0]
    assert names_agree(full, cut, truncated=True)[0]
    assert names_agree("Anna Maria Magdalena", "ANNA MARIA MAGD", truncated=True)[0]
    assert not names_agree("Anna", "Bertha", truncated=True)[0]


def test_folding_follows_icao_9303() -> None:
    assert fold("Ärger-Özil") == ("ARGER", "OZIL")
    assert fold("Ärger-Özil", expand=True) == ("AERGER", "OEZIL")
    assert fold("Þór Ægir") == ("THOR", "AEGIR")


@given(st.text(max_size=60), st.text(max_size=60))
def test_agreement_is_symmetric_and_scored_between_0_and_1(left: str, right: str) -> None:
    agree, score = names_agree(left, right)
    assert 0 <= score <= 1
    assert names_agree(right, left)[0] is agree


@given(
    st.lists(st.text("abcdefghijklmnopqrstuvwxyzäöüßéø", min_size=1, max_size=12), min_size=1, max_size=5), st.randoms()
)
def test_a_name_agrees_with_itself_in_any_order_and_case(words: list[str], random: object) -> None:
    shuffled = list(words)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert names_agree(" ".join(words), "-".join(shuffled).upper()) == (True, 1.0)


@given(st.text(max_size=5_000))
def test_folding_gives_few_words_of_capital_letters(name: str) -> None:
    words = fold(name)
    assert len(words) <= 12
    assert all(word.isascii() and word.isalpha() and word.isupper() for word in words)
