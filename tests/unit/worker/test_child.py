from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from verilink.worker.child import Answer, Request, _run


def test_what_a_library_says_about_memory_is_known_for_what_it_is() -> None:
    def opencv(_: bytes) -> bytes:
        raise RuntimeError("(-4:Insufficient memory) Failed to allocate 900000000 bytes in function 'OutOfMemoryError'")

    def python(_: bytes) -> bytes:
        raise MemoryError

    def other(_: bytes) -> bytes:
        raise RuntimeError("bad header")

    operations = {"opencv": opencv, "python": python, "other": other}
    assert _run(operations, Request("opencv", b"")).failure == "memory"
    assert _run(operations, Request("python", b"")).failure == "memory"
    assert _run(operations, Request("other", b"")) == Answer(failure="RuntimeError", details="bad header")


def test_an_unknown_operation_is_a_failure_and_not_an_end() -> None:
    assert _run({}, Request("format", b"")).failure == "KeyError"


@given(st.binary())
def test_results_go_through_unchanged(data: bytes) -> None:
    assert _run({"echo": lambda argument: argument}, Request("echo", data)) == Answer(data)
