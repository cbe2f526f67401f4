"""Changed inputs: the usual ways of breaking a file, by a seeded generator."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

_INTERESTING = (b"\x00", b"\xff", b"\x7f", b"\x80", b"\xff\xff", b"\x00\x00", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff",
                b"\x80\x00\x00\x00", b"9999", b"-1", b"\xc3\x28", b"\n", b"<<", b"@")  # fmt: skip
_LONGEST = 20_000


def mutate(sample: bytes, others: Sequence[bytes], rng: Random) -> bytes:
    """``sample`` changed one to eight times; ``others``: what it may be spliced with."""
    data = bytearray(sample)
    for _ in range(1 << rng.randrange(4)):
        if rng.randrange(11) == 0:
            data[_at(data, rng) :] = _tail(rng.choice(others), rng)
        else:
            rng.choice(_CHANGES)(data, rng)
        if not data:
            data.extend(rng.randbytes(1))
    return bytes(data[:_LONGEST])


def _at(data: bytearray, rng: Random) -> int:
    # Headers come first and matter most.
    return rng.randrange(min(len(data), 64)) if rng.random() < 0.4 else rng.randrange(len(data))


def _flip(data: bytearray, rng: Random) -> None:
    data[_at(data, rng)] ^= 1 << rng.randrange(8)


def _set(data: bytearray, rng: Random) -> None:
    data[_at(data, rng)] = rng.randrange(256)


def _put(data: bytearray, rng: Random) -> None:
    piece, at = rng.choice(_INTERESTING), _at(data, rng)
    data[at : at + len(piece)] = piece


def _insert(data: bytearray, rng: Random) -> None:
    at = _at(data, rng)
    data[at:at] = rng.choice(_INTERESTING) if rng.random() < 0.5 else rng.randbytes(rng.randint(1, 16))


def _delete(data: bytearray, rng: Random) -> None:
    at = _at(data, rng)
    del data[at : at + rng.randint(1, 32)]


def _truncate(data: bytearray, rng: Random) -> None:
    del data[_at(data, rng) :]


def _repeat(data: bytearray, rng: Random) -> None:
    at = _at(data, rng)
    data[at:at] = data[at : at + rng.randint(1, 64)] * rng.randint(1, 12)


def _tail(other: bytes, rng: Random) -> bytes:
    return other[rng.randrange(max(len(other), 1)) :]


_CHANGES: tuple[Callable[[bytearray, Random], None], ...] = (
    _flip, _flip, _set, _set, _put, _put, _insert, _delete, _truncate, _repeat,
)  # fmt: skip
