"""The protocol of every reader under test: a path on a line in, one line of JSON out. Runs under any interpreter."""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path


def serve(read: Callable[[str], dict]) -> None:
    """Answer every path with what ``read`` gives, wall and processor time (ms), and memory (MB).

    Whatever libraries print goes to standard error; only answers go to standard output.
    """
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        wall, processor = time.perf_counter(), _processor()
        try:
            answer = read(line.strip())
        except Exception as error:  # a peer that fails on a picture has not read it
            answer = {"lines": [], "error": repr(error)[:200]}
        answer["wall"] = 1000 * (time.perf_counter() - wall)
        answer["processor"] = 1000 * (_processor() - processor)
        answer["resident"], answer["peak"] = _resident(), _peak()
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def _processor() -> float:
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _resident() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
