"""Writes the reference pages that are made from the code: ``python -m tools.reference``.

A test says that the pages in ``docs/reference`` are the ones this writes.
"""

from __future__ import annotations

import argparse
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path

from verilink import errors
from verilink.api.dispatch import MethodNotAllowed
from verilink.checks import documentation as checks
from verilink.checks.numbers import documentation as number_formats
from verilink.cli import COMMANDS, parser
from verilink.settings import reference_markdown

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"
NOTE = "<!-- Made from the code by `make docs`. -->"

CLI = """# Command line

Everything is one command, `verilink`. Its settings come from the environment or a file: see
[settings](settings.md). It ends with status 0, with 1 when something expected went wrong (one line on standard error
says what), and with 2 when it was called wrongly. `make run` is `verilink serve` with `PORT` and `DATA` as
`VERILINK_PORT` and `VERILINK_DATA_DIR`.

`serve` is all an installation needs. A larger one runs `web` and `worker` as often as it likes over one PostgreSQL:
see [run in production](../how-to/run-in-production.md).
"""

ERRORS = """# Errors

Every refusal of the REST API, and of the addresses beside it, has a status and this body:

```json
{"errors": [{"title": "Record not found", "details": "There is no such inquiry"}]}
```

`title` is constant for its kind. `details` says what was wrong with this request; its wording may change, so do not
compare it. Where one value of the body is to blame, a JSON pointer says which: `source.pointer` in a 422,
`meta.pointer` otherwise. An id of another environment is answered like an id that does not exist.

| Status | Title | When |
|---|---|---|
"""

AFTER_ERRORS = """
What to do: correct the request after any 4xx but 409 and 429. After 409 fetch the object again and look at its status.
After 429 wait as many seconds as `Retry-After` says. After 5xx, or no answer at all, send the same request again with
the same `Idempotency-Key`: it is done once, however often it arrives.
"""


def cli_page() -> str:
    """Every command with its usage and arguments."""
    top = parser()
    commands = dict(_commands(top))
    sections = [_section(f"verilink {name}", commands[name], 2) for name in COMMANDS]
    return "\n".join([NOTE, CLI, *sections])


def _commands(command: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in command._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.items()


def _section(name: str, command: argparse.ArgumentParser, level: int) -> str:
    own = dict(_commands(command))
    lines = [f"{'#' * level} `{name}`", ""]
    if command.description:
        lines += [command.description, ""]
    if not own:
        lines += ["```text", " ".join(command.format_usage().split()).removeprefix("usage: "), "```", ""]
        lines += _arguments(command)
    sections = [_section(f"{name} {verb}", verb_parser, level + 1) for verb, verb_parser in own.items()]
    return "\n".join([*lines, *sections])


def _arguments(command: argparse.ArgumentParser) -> list[str]:
    rows = [
        f"| `{', '.join(action.option_strings) or action.dest}` | {action.help or ''} |"
        for action in command._actions
        if action.help != argparse.SUPPRESS and action.dest != "help"
    ]
    return ["| Argument | Meaning |", "|---|---|", *rows, ""] if rows else []


def errors_page() -> str:
    """Every expected failure that has a status of its own."""
    kinds = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if kind.__module__ == errors.__name__]
    kinds = [kind for kind in [*kinds, MethodNotAllowed] if kind is not errors.VerilinkError]
    rows = [
        f"| {kind.status} | {kind.title} | {_first_clause(kind)} |"
        for kind in sorted(kinds, key=lambda kind: (kind.status, kind.__name__))
    ]
    rows.append(f"| 500 | {errors.VerilinkError.title} | A fault of ours. It is in the log; nothing was changed. |")
    rows.sort(key=lambda row: row[:6])
    return f"{NOTE}\n{ERRORS}" + "\n".join(rows) + "\n" + AFTER_ERRORS


def _first_clause(kind: type[errors.VerilinkError]) -> str:
    return inspect.cleandoc(kind.__doc__ or "").splitlines()[0].partition("; ``")[0].rstrip(".") + "."


PAGES: dict[str, Callable[[], str]] = {
    "checks.md": checks.reference,
    "cli.md": cli_page,
    "errors.md": errors_page,
    "number-formats.md": number_formats.reference,
    "settings.md": reference_markdown,
}


def main() -> None:
    """Write every page."""
    for name, make in PAGES.items():
        (FOLDER / name).write_text(make(), encoding="utf-8")


if __name__ == "__main__":
    main()
