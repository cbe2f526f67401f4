"""``verilink read`` and ``verilink compare`` on drawn specimens, with the real readers and no server."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import pytest

from specimens import licence, passport
from specimens.faces import Pixels, astronaut, hopper
from verilink.cli import main

pytestmark = pytest.mark.xdist_group("reading")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def verilink(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process: status, output, errors."""

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        status = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def write(path: Path, picture: Pixels) -> Path:
    """Save a picture as a JPEG."""
    cv2.imwrite(str(path), picture, [cv2.IMWRITE_JPEG_QUALITY, 92])
    return path


def is_box(value: Any) -> bool:
    """Four corners, each x and y."""
    return len(value["points"]) == 4 and all(len(point) == 2 for point in value["points"])


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data page of a passport."""
    return write(tmp_path_factory.mktemp("passport") / "passport.jpg", passport.passport())


def test_reading_a_passport_gives_every_promised_part_with_boxes_and_confidence(verilink: Run, page: Path) -> None:
    status, said, _ = verilink("read", "document", page, "--json")
    told = json.loads(said)
    assert status == 0
    assert {"mrz", "barcode", "fields", "faces", "quality"} <= set(told)
    zone = told["mrz"]
    assert (zone["format"], len(zone["lines"]), zone["repaired"], zone["valid"]) == ("TD3", 2, [], True)
    assert set(zone["check_digits"].values()) == {True}
    assert 0 < zone["confidence"] <= 1
    assert [is_box(box) for box in zone["boxes"]] == [True, True]
    assert told["fields"]["name-last"]["value"] == "SAMPLE"
    assert told["fields"]["birthdate"]["value"] == "1987-11-19"
    for field in told["fields"].values():
        assert set(field) >= {"value", "source", "confidence", "box", "repaired", "alternatives"}
        assert 0 < field["confidence"] <= 1
        assert field["box"] is None or is_box(field["box"])
    assert told["barcode"] is None
    assert told["quality"]["front"]["sharpness"] > 0


def test_the_portrait_is_among_the_faces_and_no_embedding_is_printed(verilink: Run, page: Path) -> None:
    said = verilink("read", "document", page, "--json")[1]
    faces = json.loads(said)["faces"]
    assert [face["portrait"] for face in faces].count(True) == 1
    assert all(set(face["box"]) == {"x", "y", "width", "height"} and 0 < face["confidence"] <= 1 for face in faces)
    assert "embedding" not in said


def test_reading_a_passport_for_people_shows_lines_and_values(verilink: Run, page: Path) -> None:
    status, said, _ = verilink("read", "document", page)
    assert status == 0
    assert said.startswith("P<UTOSAMPLE<<ALEXANDRA<JO<<<")
    assert "\nclass                   pp\n" in said
    assert "\nname-last               SAMPLE   (mrz, 0." in said


def test_the_back_of_a_licence_gives_its_barcode(verilink: Run, tmp_path: Path) -> None:
    front, back = write(tmp_path / "f.jpg", licence.front()), write(tmp_path / "b.jpg", licence.back())
    status, said, _ = verilink("read", "document", front, back, "--json")
    told = json.loads(said)
    assert (status, told["id_class"], told["country_code"], told["mrz"]) == (0, "dl", "US", None)
    assert told["barcode"]["page"] == "back"
    assert told["barcode"]["fields"]["DCS"] == "SAMPLE"
    assert is_box(told["barcode"]["box"])
    assert told["fields"]["name-last"]["source"] == "barcode"


@pytest.mark.parametrize(
    ("content", "status"), [(b"", 1), (b"not a picture at all", 1), (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, 1)]
)
@pytest.mark.parametrize("command", [("read", "document"), ("read", "face")])
def test_a_file_that_is_no_picture_is_said_so_in_one_line(
    verilink: Run, tmp_path: Path, command: tuple[str, str], content: bytes, status: int
) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(content)
    ended, _, complaint = verilink(*command, path)
    assert ended == status
    assert complaint.startswith(f"verilink: {path}")
    assert complaint.count("\n") == 1


def test_a_file_that_is_not_there_is_said_so(verilink: Run, tmp_path: Path) -> None:
    for command in (("read", "document"), ("read", "face"), ("compare", tmp_path / "a.jpg")):
        status, said, complaint = verilink(*command, tmp_path / "nope.jpg")
        assert (status, said) == (1, "")
        assert complaint.endswith(".jpg: No such file or directory\n")


def test_a_face_is_read_with_quality_and_pose(verilink: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "hopper.jpg", hopper())
    status, said, _ = verilink("read", "face", path, "--json")
    (face,) = json.loads(said)["faces"]
    assert status == 0
    assert set(face["box"]) == {"x", "y", "width", "height"}
    assert {"landmarks", "quality", "yaw", "pitch", "roll", "confidence"} <= set(face)
    assert abs(face["yaw"]) < 20
    assert verilink("read", "face", path)[1].startswith("1 face\n")


def test_two_pictures_of_one_person_match_and_of_two_do_not(verilink: Run, tmp_path: Path, page: Path) -> None:
    one, other = write(tmp_path / "a.jpg", astronaut()), write(tmp_path / "h.jpg", hopper())
    same, different = (
        json.loads(verilink("compare", one, page, "--json")[1]),
        json.loads(verilink("compare", one, other, "--json")[1]),
    )
    assert set(same) == {"similarity", "threshold", "match", "a", "b"}
    assert (same["match"], different["match"]) == (True, False)
    assert same["similarity"] > same["threshold"] > different["similarity"]
    assert verilink("compare", one, other)[1].startswith("not the same person (similarity 0.")


def test_a_picture_without_a_face_is_named(verilink: Run, tmp_path: Path) -> None:
    back, face = write(tmp_path / "back.jpg", licence.back()), write(tmp_path / "a.jpg", astronaut())
    status, said, _ = verilink("compare", face, back)
    assert (status, said) == (1, f"No face in {back}.\n")
    told = json.loads(verilink("compare", face, back, "--json")[1])
    assert (told["match"], told["b"]) == (False, None)
