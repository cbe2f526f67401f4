"""Questions for and answers with TXT records, as bytes."""

from __future__ import annotations

import struct
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.kit.dns import question, read_answer, resolvers

NAME = b"\x09_verilink\x06verify\x07example\x00"
ALIAS = b"\x05proof\x07example\x00"


def record(kind: int, data: bytes, name: bytes = b"\xc0\x0c") -> bytes:
    return name + struct.pack("!HHIH", kind, 1, 60, len(data)) + data


def answer(*records: bytes, number: int = 7, flags: int = 0x8180) -> bytes:
    header = struct.pack("!6H", number, flags, 1, len(records), 0, 0)
    return header + NAME + struct.pack("!HH", 16, 1) + b"".join(records)


def test_a_question_asks_for_texts_of_the_name() -> None:
    assert question("_verilink.verify.example.", 7) == struct.pack("!6H", 7, 0x0100, 1, 0, 0, 0) + NAME + b"\0\x10\0\1"


@pytest.mark.parametrize("name", ["", "a..b", "a" * 64 + ".example", ".".join(["abcdefgh"] * 30)])
def test_what_is_no_name_is_not_asked_for(name: str) -> None:
    with pytest.raises(ValueError, match="no name"):
        question(name, 1)


def test_texts_are_read_behind_an_alias_and_in_pieces() -> None:
    pieces = b"\x09verilink=" + b"\x03abc"
    found = answer(record(5, ALIAS), record(16, pieces, ALIAS), record(16, b"\x05other", ALIAS))
    assert read_answer(found, 7) == ["verilink=abc", "other"]
    assert read_answer(answer(flags=0x8183), 7) == []


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        answer(number=8),
        answer(flags=0x0100),
        answer(flags=0x8182),
        answer(record(16, b"\x03abc"))[:-2],
        struct.pack("!6H", 7, 0x8180, 9, 9, 0, 0),
    ],
)
def test_a_broken_answer_or_one_to_another_question_is_refused(broken: bytes) -> None:
    with pytest.raises(ValueError, match=r"answer|record"):
        read_answer(broken, 7)


@given(st.binary(max_size=200))
def test_no_bytes_do_more_than_be_refused(data: bytes) -> None:
    for raw in (data, answer(data)):
        with suppress(ValueError):
            assert all(isinstance(text, str) for text in read_answer(raw, 7))


def test_the_machines_resolvers_are_found(tmp_path: Path) -> None:
    path = tmp_path / "resolv.conf"
    path.write_text("search example\nnameserver 10.0.0.2\nnameserver fd00::1\n# nameserver 9.9.9.9\n")
    assert resolvers(path) == [("10.0.0.2", 53), ("fd00::1", 53)]
    assert resolvers(tmp_path / "none") == [("127.0.0.1", 53)]
