"""One command: ``verilink``. Each subcommand lives in ``verilink.commands``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from verilink.commands import compare, doctor, migrate, read, serve, template, web, worker
from verilink.errors import VerilinkError

COMMANDS = (serve, web, worker, migrate, doctor, read, compare, template)


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(prog="verilink", description="Self-hosted identity verification by link.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in COMMANDS:
        module.register(commands)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0, 1 for an expected failure (one line says what), 2 for bad usage."""
    chosen = parser().parse_args(arguments)
    try:
        status: int = chosen.run(chosen)
    except VerilinkError as error:
        print(f"verilink: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return status


if __name__ == "__main__":
    sys.exit(main())
