"""``verilink read documents``: a folder through the worker's analysis processes, one line a file.

Those processes have limits of memory and time and are replaced when they die, so no file can end the run.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec

from verilink.commands.progress import Progress
from verilink.commands.read import OWN_FILES, judge, summary_of
from verilink.commands.results import Results, open_results
from verilink.errors import Unavailable
from verilink.evidence import models
from verilink.worker.child import WARM
from verilink.worker.engine import PoolEngine
from verilink.worker.pool import OPERATIONS, AnalysisPool
from verilink.worker.process import AnalysisFailed, Spec

MEMORY_MB: Final = 2_048  # as in the server's settings


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """``out``: .jsonl or .csv; standard output without. ``seconds``: longest time for one file."""

    folder: Path
    out: Path | None
    jobs: int
    seconds: float
    operations: str = OPERATIONS
    memory_mb: int = MEMORY_MB


def files_of(folder: Path) -> list[Path]:
    """Every file at any depth in the order of their names; hidden ones and what lies in hidden folders aside."""
    every = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in every if not any(part.startswith(".") for part in path.relative_to(folder).parts))


def read_folder(batch: Batch) -> int:
    """Read everything; 1 when a file could not be read. On Ctrl-C what is ready is kept, and said."""
    missing = [f"{name}: {problem}" for name, problem in models.check_all().items() if problem]
    if missing:
        raise Unavailable("; ".join(missing))
    files = files_of(batch.folder)  # before the result is made, which may lie in the same folder
    progress = Progress(len(files), sys.stderr)
    with open_results(batch.out) as results:
        try:
            if files:
                asyncio.run(_read_all(batch, iter(files), results, progress))
        finally:
            progress.close()
            _say(progress, len(files), batch.out)
    return 1 if progress.errors else 0


def _say(progress: Progress, total: int, out: Path | None) -> None:
    stopped = "" if progress.done == total else f" of {total:,}"
    place = f" → {out}" if out else ""
    speed = f"{progress.done / progress.seconds:.1f} a second"
    print(f"{progress.done:,}{stopped} read, {progress.errors:,} with an error, {speed}{place}", file=sys.stderr)


async def _read_all(batch: Batch, files: Iterator[Path], results: Results, progress: Progress) -> None:
    """As many readers as processes take one file after another, so that only so many are in memory."""
    spec = Spec(memory_mb=batch.memory_mb, operations=batch.operations)

    async def reader(pool: AnalysisPool) -> None:
        await pool.call(WARM, b"")  # so that the first file's time is its own
        for path in files:
            line = await _read(PoolEngine(pool), path, path.relative_to(batch.folder).as_posix())
            results.write(line)
            progress.step(error=line["error"] is not None)

    async with AnalysisPool(batch.jobs, batch.seconds, spec) as pool, asyncio.TaskGroup() as readers:
        for _ in range(batch.jobs):
            readers.create_task(reader(pool))


async def _read(engine: PoolEngine, path: Path, name: str) -> dict[str, Any]:
    """The line of one file; whatever is wrong with the file stands in it."""
    began = time.perf_counter()
    try:
        data = await asyncio.to_thread(_content, path)
        facts = await engine.read_document({"front": data})
    except (AnalysisFailed, OSError, ValueError) as error:
        seen: dict[str, Any] = {"error": _reason(error)}
    else:
        refused = facts.pages["front"].error
        seen = {"error": refused} | ({} if refused else summary_of(facts, judge(facts)))
    return {"file": name} | seen | {"milliseconds": round(1000 * (time.perf_counter() - began))}


def _content(path: Path) -> bytes:
    if path.stat().st_size > OWN_FILES.max_bytes:
        raise ValueError("too_large")
    return path.read_bytes()


def _reason(error: Exception) -> str:
    if isinstance(error, AnalysisFailed):
        return str(error.reason).replace(" ", "_")
    return (error.strerror or "unreadable") if isinstance(error, OSError) else str(error)
