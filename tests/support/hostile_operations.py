"""Operations for an analysis process that misbehave on purpose."""

from __future__ import annotations

import os
import signal
import time
from typing import NoReturn

import msgspec


def warm(_: bytes) -> bytes:
    print("libraries print things when they load")
    return b""


def echo(argument: bytes) -> bytes:
    print("and when they work")
    return argument


def sleep(argument: bytes) -> bytes:
    time.sleep(msgspec.msgpack.decode(argument, type=float))
    return b""


def spin(_: bytes) -> NoReturn:
    while True:
        pass


def fill_memory(_: bytes) -> bytes:
    kept = []
    while True:
        kept.append(bytearray(16 * 2**20))


def crash(_: bytes) -> bytes:
    os.kill(os.getpid(), signal.SIGSEGV)
    return b""


def fail(_: bytes) -> bytes:
    raise ValueError("not a picture")


def pid(_: bytes) -> bytes:
    return msgspec.msgpack.encode(os.getpid())


def threads(_: bytes) -> bytes:
    return msgspec.msgpack.encode([os.environ["OMP_NUM_THREADS"], os.nice(0)])


OPERATIONS = {
    "warm": warm,
    "echo": echo,
    "sleep": sleep,
    "spin": spin,
    "fill-memory": fill_memory,
    "crash": crash,
    "fail": fail,
    "pid": pid,
    "threads": threads,
}
BROKEN: dict[str, object] = {"warm": fail, "echo": echo}
