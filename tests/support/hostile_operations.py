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


def interval(argument: bytes) -> bytes:
    """Sleep; when it began and ended, in seconds of the clock that every process shares."""
    began = time.monotonic()
    time.sleep(msgspec.msgpack.decode(argument, type=float))
    return msgspec.msgpack.encode([began, time.monotonic()])


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


def document(argument: bytes) -> bytes:
    """Does what the picture says; otherwise a page that could not be read."""
    page = msgspec.msgpack.decode(argument)["pages"]["front"]
    if page in (b"crash", b"fill-memory", b"spin"):
        OPERATIONS[page.decode()](b"")
    quality = {"sharpness": 0.0, "brightness": 0.0, "contrast": 0.0, "glare": 0.0, "dark": 0.0, "resolution": 0}
    read = {"width": 0, "height": 0, "rotation": 0, "quality": quality, "error": "corrupt"}
    return msgspec.msgpack.encode({"pages": {"front": read}})


OPERATIONS = {
    "document": document,
    "warm": warm,
    "echo": echo,
    "sleep": sleep,
    "interval": interval,
    "spin": spin,
    "fill-memory": fill_memory,
    "crash": crash,
    "fail": fail,
    "pid": pid,
    "threads": threads,
}
BROKEN: dict[str, object] = {"warm": fail, "echo": echo}
