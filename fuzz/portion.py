"""One portion of inputs in a process of its own: ``python -m fuzz.portion`` with the options of ``fuzz``.

The process limits its own memory; an input that takes more than ``--hang`` seconds of processor time ends it. The input
at work is kept in ``--found/at-work`` with its number, so that even a crash of native code can be told and repeated.
Prints one JSON line (``fuzz.report``).
"""

from __future__ import annotations

import argparse
import faulthandler
import hashlib
import mmap
import resource
import signal
import sys
import time
import traceback
import warnings
from pathlib import Path
from random import Random

from fuzz.corpus import make_corpus
from fuzz.mutations import mutate
from fuzz.report import Failure, Report
from fuzz.targets import TARGETS, WEIGHTS

_ROOM = 1 << 16


class AtWork:
    """The input being tried, in a file that outlives the process."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = (folder / "at-work").open("w+b")
        self._file.truncate(_ROOM)
        self._view = mmap.mmap(self._file.fileno(), _ROOM)

    def note(self, number: int, target: str, data: bytes) -> None:
        """Keep ``data``: one line with how many came before, the target and the length, then the bytes."""
        head = f"{number} {target} {len(data)}\n".encode()
        self._view[: len(head) + len(data)] = head + data


def read_at_work(folder: Path) -> tuple[int, str, bytes] | None:
    """``(inputs before, target, bytes)`` of the input that a portion was trying when it ended."""
    kept = (folder / "at-work").read_bytes() if (folder / "at-work").exists() else b""
    words, _, rest = kept.partition(b"\n")
    if words.count(b" ") != 2:
        return None
    number, target, length = words.split()
    return int(number), target.decode(), rest[: int(length)]


def keep(folder: Path, target: str, data: bytes) -> str:
    """Write an input that made something fail; the path of it."""
    path = folder / f"{target}-{hashlib.sha256(data).hexdigest()[:12]}"
    path.write_bytes(data)
    return str(path)


def run(options: argparse.Namespace) -> Report:
    """Try inputs until there were enough, or time is up, or something failed ten times."""
    rng, corpus, report = Random(options.seed), make_corpus(), Report()  # noqa: S311  (repeatable on purpose)
    names = options.targets or list(TARGETS)
    order = [name for name in names for _ in range(WEIGHTS[name])]
    at_work, end = AtWork(options.found), time.monotonic() + options.seconds
    for number in range(options.count):
        name = rng.choice(order)
        data = mutate(rng.choice(corpus[name]), corpus[name], rng)
        at_work.note(number, name, data)
        report.count(name, _try(name, data, options, report))
        if len(report.failures) >= 10 or time.monotonic() > end:
            break
    return report


def _try(name: str, data: bytes, options: argparse.Namespace, report: Report) -> float:
    # Processor time, as a busy machine is no hang; its signal ends native code too. Waiting for ever is caught apart.
    signal.setitimer(signal.ITIMER_PROF, options.hang)
    faulthandler.dump_traceback_later(60 * options.hang, exit=True)
    start = time.process_time()
    try:
        TARGETS[name](data)
    except Exception as error:  # whatever it is, it is what is being looked for
        report.failures.append(Failure(name, repr(error)[:200], keep(options.found, name, data)))
        traceback.print_exc()
    finally:
        faulthandler.cancel_dump_traceback_later()
        signal.setitimer(signal.ITIMER_PROF, 0)
    return 1000 * (time.process_time() - start)


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options that a portion and the whole run share."""
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hang", type=float, default=5.0, help="seconds of processor time one input may take")
    parser.add_argument("--memory", type=int, default=300, help="MB the inputs may need besides the program")
    parser.add_argument("--found", type=Path, default=Path(".hypothesis/fuzz"), help="where failing inputs go")


def main() -> int:
    """Run as the module says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_options(parser)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    faulthandler.register(signal.SIGPROF, chain=True)
    _warm_up()
    before = _peak()
    _limit_memory(options.memory)
    report = run(options)
    report.grown = _peak() - before
    sys.stdout.write(report.dump() + "\n")
    return 1 if report.failures else 0


def _warm_up() -> None:
    """Load every decoder before memory is limited."""
    for name, samples in make_corpus().items():
        for sample in samples:
            TARGETS[name](sample)


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _limit_memory(more: int) -> None:
    """Address space: what is mapped now and ``more`` MB. A decoder that wants more gets ``MemoryError``."""
    mapped = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    limit = mapped + (more << 20)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


if __name__ == "__main__":
    sys.exit(main())
