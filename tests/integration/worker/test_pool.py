from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from verilink.worker.pool import AnalysisPool
from verilink.worker.process import AnalysisFailed, Process, Reason, Spec

TESTS = Path(__file__).parents[2]
ENVIRONMENT = {"PYTHONPATH": str(TESTS)}
HOSTILE = Spec(memory_mb=256, operations="support.hostile_operations:OPERATIONS", environment=ENVIRONMENT)


@pytest.fixture
async def pool() -> AsyncIterator[AnalysisPool]:
    async with AnalysisPool(1, 1.0, HOSTILE) as opened:
        yield opened


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


async def gone(pid: int, seconds: float = 5.0) -> bool:
    def wait() -> bool:
        deadline = time.monotonic() + seconds
        while alive(pid) and time.monotonic() < deadline:
            time.sleep(0.02)
        return not alive(pid)

    return await asyncio.to_thread(wait)


async def test_an_operation_runs_in_another_process_whatever_libraries_print(pool: AnalysisPool) -> None:
    assert await pool.call("echo", b"picture " * 400_000) == b"picture " * 400_000
    assert msgspec.msgpack.decode(await pool.call("pid", b"")) == pool.pids[0] != os.getpid()


async def test_a_process_uses_one_thread_and_lets_others_go_first(pool: AnalysisPool) -> None:
    threads, niceness = msgspec.msgpack.decode(await pool.call("threads", b""))
    assert threads == "1"
    assert niceness >= os.nice(0) + 5 or niceness == 19


async def test_an_ordinary_failure_is_told_and_the_process_kept(pool: AnalysisPool) -> None:
    before = msgspec.msgpack.decode(await pool.call("pid", b""))
    with pytest.raises(AnalysisFailed, match="not a picture") as failed:
        await pool.call("fail", b"")
    assert failed.value.reason is Reason.ERROR
    assert msgspec.msgpack.decode(await pool.call("pid", b"")) == before


@pytest.mark.parametrize(
    ("operation", "reason"), [("spin", Reason.TIME), ("fill-memory", Reason.MEMORY), ("crash", Reason.CRASHED)]
)
async def test_a_process_that_goes_wrong_is_replaced(operation: str, reason: Reason) -> None:
    # filling the memory of a busy machine may take longer than spinning is let to
    async with AnalysisPool(1, 1.0 if operation == "spin" else 60.0, HOSTILE) as pool:
        before = msgspec.msgpack.decode(await pool.call("pid", b""))
        with pytest.raises(AnalysisFailed) as failed:
            await pool.call(operation, b"")
        assert failed.value.reason is reason
        assert msgspec.msgpack.decode(await pool.call("pid", b"")) != before
        assert await gone(before)


async def test_as_many_run_at_once_as_there_are_processes() -> None:
    async with AnalysisPool(2, 5.0, HOSTILE) as pool:
        await asyncio.gather(pool.call("echo", b""), pool.call("echo", b""))
        answers = await asyncio.gather(*(pool.call("interval", msgspec.msgpack.encode(0.3)) for _ in range(4)))
    spans = [msgspec.msgpack.decode(answer, type=tuple[float, float]) for answer in answers]
    assert max(sum(began <= moment < ended for began, ended in spans) for moment, _ in spans) == 2


async def test_closing_ends_what_is_under_way_and_what_waits() -> None:
    pool = AnalysisPool(1, 30.0, HOSTILE)
    async with pool:
        await pool.call("echo", b"")
        (pid,) = pool.pids
        calls = [asyncio.create_task(pool.call("spin", b"")) for _ in range(3)]
        await asyncio.sleep(0.05)
    results = await asyncio.gather(*calls, return_exceptions=True)
    assert [result.reason for result in results if isinstance(result, AnalysisFailed)] == [Reason.STOPPED] * 3
    assert not alive(pid)


async def test_a_call_that_is_cancelled_gives_its_process_up(pool: AnalysisPool) -> None:
    await pool.call("echo", b"")
    call = asyncio.create_task(pool.call("spin", b""))
    await asyncio.sleep(0.05)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert await asyncio.wait_for(pool.call("echo", b"next"), 10) == b"next"


async def test_a_process_that_cannot_load_its_models_is_not_given_anybodys_pictures() -> None:
    spec = msgspec.structs.replace(HOSTILE, operations="support.hostile_operations:BROKEN")
    with pytest.raises(AnalysisFailed, match="the reader failed"):
        await Process.start(spec)
    async with AnalysisPool(1, 5.0, spec) as pool:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(pool.call("echo", b"waits"), 1)


async def test_processes_die_with_their_parent_even_when_they_are_busy() -> None:
    program = """
import asyncio, sys
from verilink.worker.pool import AnalysisPool
from verilink.worker.process import Spec
async def main():
    spec = Spec(memory_mb=256, operations="support.hostile_operations:OPERATIONS")
    async with AnalysisPool(1, 60.0, spec) as pool:
        await pool.call("echo", b"")
        task = asyncio.ensure_future(pool.call("spin", b""))
        await asyncio.sleep(0.1)
        print(pool.pids[0], flush=True)
        await task
asyncio.run(main())
"""
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, env=os.environ | ENVIRONMENT, stdout=asyncio.subprocess.PIPE
    )
    assert parent.stdout is not None
    child = int(await parent.stdout.readline())
    assert alive(child)
    parent.kill()
    await parent.wait()
    assert await gone(child)
