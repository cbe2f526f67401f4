"""What a document or face is recognised by: the same for the same, nothing readable, and by environment."""

from __future__ import annotations

import base64
import struct

import pytest

from unit.checks.specimen_facts import changed, face, passport, reading, with_fields, without
from verilink.keys import Keys
from verilink.sightings.marks import Marks

KEYS = Keys.derive(b"m" * 32)
ONE, OTHER = Marks.of(KEYS, "env_1"), Marks.of(KEYS, "env_2")


def test_a_number_is_recognised_however_it_is_written() -> None:
    same = with_fields(passport(), document_number="l898902 c3", name_last="X")
    assert ONE.number(passport()) == ONE.number(same) is not None
    assert ONE.number(passport()) != ONE.number(changed(passport(), country_code="DE"))
    assert ONE.number(passport()) != OTHER.number(passport())
    assert ONE.number(without(passport(), "document-number")) is None
    assert ONE.number(with_fields(passport(), document_number="<<<")) is None


@pytest.mark.parametrize(
    ("last", "first", "same"),
    [("Eriksson", "Anna", True), ("ERIKSSON", "ANNA LENA", True), ("Éríksson", "anna maria", True),
     ("Erikson", "Anna", False), ("Eriksson", "Maria", False)],
)  # fmt: skip
def test_a_person_is_recognised_by_last_and_first_name_and_birth(last: str, first: str, same: bool) -> None:
    other = with_fields(passport(), name_last=last, name_first=reading(first, "visual"))
    assert (ONE.person(passport()) == ONE.person(other)) is same


@pytest.mark.parametrize("key", ["name-last", "name-first", "birthdate"])
def test_a_person_is_not_recognised_by_less(key: str) -> None:
    assert ONE.person(without(passport(), key)) is None
    assert ONE.person(with_fields(passport(), birthdate="1974-08")) is None
    assert ONE.person(with_fields(passport(), name_last="...")) is None


def test_a_face_is_sealed_for_its_verification_and_environment() -> None:
    sealed = ONE.seal(face(0.6, 0.8), "ver_1")
    assert sealed is not None
    opened = ONE.open(sealed, "ver_1")
    assert opened is not None
    assert struct.unpack("<128f", opened)[:2] == pytest.approx((0.6, 0.8))
    assert opened not in sealed
    assert ONE.open(sealed, "ver_2") is OTHER.open(sealed, "ver_1") is ONE.open(b"", "ver_1") is None


def test_what_is_no_face_of_the_usual_form_is_not_kept() -> None:
    short = base64.b64encode(struct.pack("<2f", 1, 0)).decode()
    endless = base64.b64encode(struct.pack("<128f", *[float("nan")] * 128)).decode()
    for embedding in (None, "", "no base64", short, endless):
        assert ONE.seal(changed(face(), embedding=embedding), "ver_1") is None
    assert ONE.seal(None, "ver_1") is None
