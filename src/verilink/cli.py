"""One command: ``verilink``. Each subcommand lives in ``verilink.commands`` and is loaded when it is asked for.

Loading all of them would cost every command the time of the slowest: the web application, the readers of pictures.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Final

from verilink import __version__
from verilink.errors import VerilinkError

# name: what `verilink --help` says of it
COMMANDS: Final = {
    "serve": "run everything: database, web and worker",
    "web": "serve the API, the hosted flow and the dashboard",
    "worker": "do the background work",
    "migrate": "prepare the database for this version",
    "invite": "make a new sign-up link for the first owner",
    "reset-password": "make a link that lets a person choose a new password",
    "doctor": "look at every part and say what to do",
    "read": "read a document or a face from a file",
    "compare": "compare the faces in two pictures",
    "inquiries": "make inquiries from a table, with a link each",
    "links": "sign links, and show the key that signs them",
    "template": "list, export, import and validate templates",
    "rewrap": "move every stored file's key under the current master key",
    "replay": "draw a verdict again from what is stored",
    "known-images": "list images that are known to be public",
    "database": "import tables of people's records to verify against",
}
_AFTER: Final = "verilink COMMAND --help says more about each. Settings: docs/reference/settings.md"


def parser(complete: Iterable[str] = COMMANDS) -> argparse.ArgumentParser:
    """The command line. ``complete``: the commands that are loaded with their own arguments; the others by name."""
    top = argparse.ArgumentParser(
        prog="verilink", description="Self-hosted identity verification by link.", epilog=_AFTER
    )
    top.add_argument("--version", action="version", version=f"verilink {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    wanted = set(complete)
    for name, about in COMMANDS.items():
        command = commands.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}.")
        if name in wanted:
            import_module(f"verilink.commands.{name.replace('-', '_')}").register(command)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0, 1 for an expected failure (one line says what), 2 for bad usage."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    chosen = parser(given[:1]).parse_args(given)
    try:
        status: int = chosen.run(chosen)
    except VerilinkError as error:
        print(f"verilink: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # the reader, such as `head`, has seen enough; Python would complain at its own flush
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130
    return status


if __name__ == "__main__":
    sys.exit(main())
