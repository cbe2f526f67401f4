"""A process that reads pictures: one request at a time, within a limit of memory, gone when its parent is.

Started as ``python -m verilink.worker.child``. Requests come in on standard input and answers leave on what was
standard output, each as four bytes of length and a MessagePack array; whatever a library prints goes to standard error.
"""

from __future__ import annotations

import argparse
import ctypes
import importlib
import logging
import os
import resource
import signal
import struct
import sys
from collections.abc import Callable, Mapping
from typing import BinaryIO, Final

import msgspec

Operation = Callable[[bytes], bytes]
LENGTH: Final = struct.Struct(">I")
WARM: Final = "warm"
_PR_SET_PDEATHSIG: Final = 1
_log = logging.getLogger("verilink.analysis")


class Request(msgspec.Struct, frozen=True, array_like=True):
    """``argument``: MessagePack, as the operation wants it."""

    operation: str
    argument: bytes


class Answer(msgspec.Struct, frozen=True, array_like=True):
    """``failure``: ``memory``, or the name of the exception; ``result`` is MessagePack when there is none."""

    result: bytes = b""
    failure: str = ""
    details: str = ""


def main(arguments: list[str] | None = None) -> int:
    """Serve until standard input ends."""
    options = _options(arguments)
    _tie_to(options.parent)
    _limit(options.memory_mb)
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    operations = _load(options.operations)
    _write(answers, _run(operations, Request(WARM, b"")))
    while (request := _read(sys.stdin.buffer)) is not None:
        answer = _run(operations, request)
        _write(answers, answer)
        if answer.failure == "memory":
            return 1
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="verilink.worker.child")
    parser.add_argument("--parent", type=int, required=True)
    parser.add_argument("--memory-mb", type=int, required=True)
    parser.add_argument("--operations", required=True)
    return parser.parse_args(arguments)


def _tie_to(parent: int) -> None:
    """Die with the parent, also when it is killed, and however busy this process is."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit("the parent is gone")
    # A stop is the parent's to make, in its own order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _limit(memory_mb: int) -> None:
    """Bound private writable memory (RLIMIT_DATA, Linux 4.7 on) and let people's requests go first."""
    limit = memory_mb * 2**20
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)


def _load(name: str) -> Mapping[str, Operation]:
    module, _, attribute = name.partition(":")
    operations: Mapping[str, Operation] = getattr(importlib.import_module(module), attribute)
    return operations


def _run(operations: Mapping[str, Operation], request: Request) -> Answer:
    try:
        return Answer(operations[request.operation](request.argument))
    except MemoryError:
        return Answer(failure="memory")
    except Exception as error:
        if "memory" in str(error).lower():  # what OpenCV and ONNX Runtime say
            return Answer(failure="memory")
        _log.exception("%s failed", request.operation)
        return Answer(failure=type(error).__name__, details=str(error)[:500])


def _read(source: BinaryIO) -> Request | None:
    head = source.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    return msgspec.msgpack.decode(source.read(length), type=Request)


def _write(sink: BinaryIO, answer: Answer) -> None:
    body = msgspec.msgpack.encode(answer)
    sink.write(LENGTH.pack(len(body)) + body)
    sink.flush()


if __name__ == "__main__":
    sys.exit(main())
