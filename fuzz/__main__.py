"""``python -m fuzz [--count N] [--seed S] [--seconds T] [TARGET …]``: mutated inputs by a seeded generator.

Needs nothing but the program and its tests' packages. The inputs are tried in portions, each in a process of its own
(``fuzz.portion``), so that one that crashes or hangs is told with its input and the run goes on. Progress goes to
standard error; the last line of standard output is JSON (``fuzz.report``). Exit code 1 after a failure.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import time

from fuzz.portion import add_options, keep, read_at_work
from fuzz.report import Failure, Report, load

_MOST_FAILURES = 50  # then something is wrong with all inputs, and more of them tell nothing


def run(options: argparse.Namespace) -> Report:
    """Portions until there were enough inputs, or time is up, or nearly everything fails."""
    report, start, number = Report(), time.monotonic(), 0
    while report.total < options.count and len(report.failures) < _MOST_FAILURES:
        left = options.seconds - (time.monotonic() - start)
        if left <= 0:
            break
        report.add(_run_portion(options, min(options.portion, options.count - report.total), number, left))
        number += 1
        _tell(report, options.count, time.monotonic() - start)
    return report


def _run_portion(options: argparse.Namespace, count: int, number: int, seconds: float) -> Report:
    (options.found / "at-work").unlink(missing_ok=True)
    numbers = {"count": count, "seed": options.seed + number, "seconds": seconds, "hang": options.hang}
    command = [sys.executable, "-m", "fuzz.portion", *options.targets, "--found", str(options.found)]
    command += [f"--{name}={value}" for name, value in {**numbers, "memory": options.memory}.items()]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603  (ourselves)
    return load(done.stdout) if done.returncode in (0, 1) and done.stdout else _explain_end(options, done.returncode)


def _explain_end(options: argparse.Namespace, code: int) -> Report:
    """The report of a portion that could not write one."""
    at_work = read_at_work(options.found)
    if at_work is None:
        raise SystemExit(f"a portion ended with {code} before its first input")
    before, target, data = at_work
    ended = f"the process ended with {signal.Signals(-code).name if code < 0 else code}"
    # Which targets the inputs before it belonged to went with the process; they are counted under the last.
    return Report({target: before + 1}, [Failure(target, ended, keep(options.found, target, data))])


def _tell(report: Report, wanted: int, seconds: float) -> None:
    speed, slowest = report.total / max(seconds, 0.1), report.slowest
    sys.stderr.write(
        f"{report.total:,} of {wanted:,} inputs, {len(report.failures)} failures, {speed:,.0f} a second, "
        f"slowest {slowest[0]:.0f} ms ({slowest[1]}), {report.grown} MB more memory\n"
    )


def main() -> int:
    """Run as the module says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_options(parser)
    parser.add_argument("--portion", type=int, default=25_000, help="inputs that one process tries")
    report = run(parser.parse_args())
    sys.stdout.write(report.dump() + "\n")
    return 1 if report.failures else 0


if __name__ == "__main__":
    sys.exit(main())
