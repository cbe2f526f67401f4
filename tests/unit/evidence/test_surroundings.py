"""What is around and over a document: the rim of a screen, fingers."""

import numpy as np
import pytest

from specimens import idcard
from specimens.faces import Pixels
from specimens.scenes import SKINS, Device, Hand, on_device, on_table
from verilink.evidence.bezel import measure_bezel
from verilink.evidence.covering import Covering, measure_covering
from verilink.evidence.documents.locate import find_documents
from verilink.evidence.documents.text_detection import detect_text


@pytest.fixture(scope="module")
def card() -> Pixels:
    return idcard.front()


def rim(picture: Pixels) -> float:
    found = find_documents(picture, detect_text(picture))
    return measure_bezel(picture, found[0] if found else None)


def covering(picture: Pixels) -> Covering | None:
    boxes = detect_text(picture)
    return measure_covering(picture, find_documents(picture, boxes)[0], boxes)


@pytest.mark.parametrize("device", ["phone", "tablet", "monitor"])
def test_the_dark_rim_of_a_screen_is_seen(card: Pixels, device: Device) -> None:
    assert max(rim(on_device(card, device, seed)) for seed in (0, 3)) > 0.5


@pytest.mark.parametrize("seed", [100, 103, 106])
def test_a_card_on_a_table_has_no_rim(card: Pixels, seed: int) -> None:
    assert rim(on_table(card, seed)) == 0.0


def test_a_picture_without_anything_has_no_rim() -> None:
    assert measure_bezel(np.zeros((60, 80, 3), np.uint8), None) == 0.0
    assert measure_bezel(np.full((60, 80, 3), 255, np.uint8), None) == 0.0


@pytest.mark.parametrize("skin", [0, 2, len(SKINS) - 1])
def test_a_finger_of_any_skin_over_text_is_seen(card: Pixels, skin: int) -> None:
    found = covering(on_table(card, 300, (Hand(side="bottom", at=0.6, depth=0.3, skin=skin),)))
    assert found is not None
    assert found.share > 0.01
    assert found.lines > 0


def test_a_thumb_at_a_corner_hides_no_text_and_a_bare_card_has_none(card: Pixels) -> None:
    held = covering(on_table(card, 300, (Hand(side="left", at=0.93, depth=0.07),)))
    assert held is not None
    assert held.share > 0
    assert held.lines == 0
    assert covering(on_table(card, 300)) == Covering(0.0, 0)
