from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from verilink.kit import ids
from verilink.sessions.actions import CODE_BITS
from verilink.sessions.codes import ALPHABET, canonical, typed_code


def test_a_code_has_three_groups_of_four_and_no_look_alikes() -> None:
    assert re.fullmatch(rf"([{ALPHABET}]{{4}}-){{2}}[{ALPHABET}]{{4}}", typed_code())
    assert not set("ilou") & set(ALPHABET)
    assert len({typed_code() for _ in range(1000)}) == 1000


@given(st.text(ALPHABET, min_size=12, max_size=12), st.randoms())
def test_capitals_groups_and_look_alikes_do_not_matter(code: str, random: object) -> None:
    typed = code.upper().replace("0", "O").replace("1", "I")
    spaced = f" {typed[:5]} {typed[5:]}- "
    assert canonical(spaced) == code


@given(st.text(max_size=40))
def test_a_canonical_code_stays_as_it_is(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)


def test_codes_of_ordinary_links_keep_their_capitals() -> None:
    code = ids.secret(CODE_BITS)
    assert canonical(code) == code
