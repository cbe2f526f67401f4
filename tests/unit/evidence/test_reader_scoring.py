"""What the benchmark counts as right, and how sure it says it is."""

from pathlib import Path
from typing import Any

import pytest
from bench.evidence import fronts_page
from bench.evidence.fronts import Fronts, plain
from bench.evidence.items import Item
from bench.evidence.scoring import judge, percentile, wilson

from specimens import mrz
from specimens.person import ALEXANDRA

LINES = mrz.td3(ALEXANDRA)
ITEM = Item(Path("x.jpg"), "real", LINES, "TD3")


def answer(*lines: str, **more: Any) -> dict[str, Any]:
    return {"lines": list(lines), **more}


def test_a_reading_earns_what_it_has_right() -> None:
    assert judge(ITEM, answer(*LINES)) == {"n", "found", "key", "name", "exact", "authentic"}
    assert judge(ITEM, answer()) == {"n"}
    renamed = LINES[0].replace("ALEXANDRA", "ALEXANDER")
    assert judge(ITEM, answer(renamed, LINES[1])) == {"n", "found", "key", "authentic"}


def test_calling_a_wrong_reading_authentic_is_counted_as_false() -> None:
    wrong = (LINES[0], "7" + LINES[1][1:])
    assert judge(ITEM, answer(*wrong)) == {"n", "found", "name"}
    assert judge(ITEM, answer(*wrong, authentic=True)) >= {"authentic", "false"}
    unsound = Item(Path("x.jpg"), "real", LINES, "TD3", sound=False)
    assert "false" in judge(unsound, answer(*LINES, authentic=True))


def test_a_zone_where_there_is_none_is_invented() -> None:
    assert judge(Item(Path("x.jpg"), "face"), answer(*LINES)) == {"without", "invented"}
    assert judge(Item(Path("x.jpg"), "face"), answer()) == {"without"}


@pytest.mark.parametrize(
    ("right", "n", "low", "high"), [(0, 0, 0.0, 1.0), (10, 10, 0.722, 1.0), (0, 10, 0.0, 0.278), (45, 50, 0.786, 0.957)]
)
def test_intervals_are_those_of_wilson(right: int, n: int, low: float, high: float) -> None:
    assert wilson(right, n) == pytest.approx((low, high), abs=0.001)


def test_percentiles_of_nothing_are_nothing() -> None:
    assert (percentile([], 0.5), percentile([3, 1, 2], 0.5), percentile([1, 2, 3], 0.9)) == (0.0, 2, 3)


def test_fronts_are_counted_to_the_letter_and_the_page_says_they_are_ours() -> None:
    assert plain("d’Aubigny  Zoé") == plain("D'AUBIGNY ZOÉ") != plain("D'AUBIGNY ZOE")
    fronts = Fronts()
    fronts.groups["passport"].update(n=4, found=3, exact=2)
    fronts.bands[0.9].update(n=3, exact=2)
    fronts.kinds["class"].update(n=4, right=4, wrong=0)
    written = fronts_page.write(fronts, 53)
    assert "All are drawn by us" in written
    assert "| passport | 3/4" in written
    assert "| 0.9 to 1.0 | 3 | 2/3" in written
