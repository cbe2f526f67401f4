"""The rules of the house that a linter does not know, looked up in every source file.

An exception stands in a table here with its reason; a line there that nothing needs any more fails too.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from verilink.settings import FIELDS

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "verilink"
MOST_LINES, MOST_IN_FUNCTION, MOST_POSITIONAL = 400, 40, 5
SQL = re.compile(
    r"\b(SELECT\s.+?\sFROM|INSERT\s+INTO\s+\w|UPDATE\s+\w+\s+(AS\s+\w+\s+)?SET|DELETE\s+FROM\s+\w)\b", re.DOTALL
)
UNFINISHED = re.compile(r"\b(TODO|FIXME)\b")
CLOCKS = {"now", "utcnow", "today"}

LONG = {"inquiries/create.py _inquiry": "one call, one line for each column of the row; there is nothing to take apart"}
WITH_SQL = {
    "database/embedded.py": "names the database before there is a schema",
    "database/migrate.py": "keeps the ledger of migrations",
    "wake.py": "sends hints and polls a revision number: no row of a tenant leaves it",
}
WITH_OWN_CLOCK = {"kit/clock.py": "is the clock of the house"}
PRINTING = {"cli.py": "says in one line why a command failed"}


def sources() -> list[Path]:
    """Every Python file of the program."""
    return sorted(SOURCE.rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    """The parsed file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name(path: Path) -> str:
    """The file as these tables call it."""
    return path.relative_to(SOURCE).as_posix()


def functions() -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Every function with its file."""
    for path in sources():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{name(path)} {node.name}", node


def docstrings(path: Path) -> set[int]:
    """The ids of nodes that are docstrings: they may speak of anything."""
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    bodies = [node.body for node in ast.walk(tree(path)) if isinstance(node, owners)]
    return {id(body[0].value) for body in bodies if body and isinstance(body[0], ast.Expr)}


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Every piece of text that the program uses, docstrings left out."""
    told = docstrings(path)
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.lineno, node.value


def calls(path: Path) -> Iterator[ast.Call]:
    """Every call."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


def unexplained(found: Mapping[str, list[str]], explained: Mapping[str, str]) -> list[str]:
    """What was found without a reason, and reasons that nothing needs."""
    stale = [f"{path} needs no exception any more" for path in explained if path not in found]
    return stale + [place for path, places in found.items() if path not in explained for place in places]


def test_no_file_is_longer_than_400_lines() -> None:
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in sources()}
    assert {path: lines for path, lines in lengths.items() if lines > MOST_LINES} == {}


def test_no_function_is_longer_than_40_lines() -> None:
    found: dict[str, list[str]] = {}
    for where, node in functions():
        lines = (node.end_lineno or 0) - node.lineno + 1
        if lines > MOST_IN_FUNCTION:
            found[where] = [f"{where}: {lines} lines"]
    assert unexplained(found, LONG) == []


def test_no_function_takes_more_than_5_positional_parameters() -> None:
    def positional(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
        given = [*node.args.posonlyargs, *node.args.args]
        return len(given) - (bool(given) and given[0].arg in {"self", "cls"})

    assert [where for where, node in functions() if positional(node) > MOST_POSITIONAL] == []


def test_sql_stands_in_the_queries_modules_only() -> None:
    found: dict[str, list[str]] = {}
    for path in sources():
        if path.name.endswith("queries.py"):
            continue
        for line, text in texts(path):
            if SQL.search(text):
                found.setdefault(name(path), []).append(f"{name(path)}:{line}: {' '.join(text.split())[:80]}")
    assert unexplained(found, WITH_SQL) == []


def test_the_time_comes_from_the_clock_of_the_house() -> None:
    found: dict[str, list[str]] = {}
    for path in sources():
        for call in calls(path):
            function = call.func
            if not isinstance(function, ast.Attribute) or function.attr not in CLOCKS:
                continue
            if ast.unparse(function.value) in {"datetime", "datetime.datetime", "date", "datetime.date"}:
                found.setdefault(name(path), []).append(f"{name(path)}:{call.lineno}: {ast.unparse(function)}")
    assert unexplained(found, WITH_OWN_CLOCK) == []


def test_nothing_is_left_for_later() -> None:
    kinds = {".py", ".js", ".css", ".html", ".sql", ".md", ".yaml", ".toml", ""}
    files = [
        path for path in SOURCE.rglob("*") if path.is_file() and path.suffix in kinds and "vendor" not in path.parts
    ]
    files += [ROOT / "Makefile", ROOT / "pyproject.toml", *(ROOT / "docs").rglob("*.md"), *(ROOT / "tools").iterdir()]
    marked = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files
        if path.is_file()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if UNFINISHED.search(line)
    ]
    assert marked == []


def test_only_commands_print() -> None:
    found: dict[str, list[str]] = {}
    for path in sources():
        if path.parts[len(SOURCE.parts)] == "commands":
            continue
        for call in calls(path):
            if isinstance(call.func, ast.Name) and call.func.id == "print":
                found.setdefault(name(path), []).append(f"{name(path)}:{call.lineno}")
    assert unexplained(found, PRINTING) == []


def test_every_setting_is_read_somewhere() -> None:
    read = {
        node.attr
        for path in sources()
        if path.parts[len(SOURCE.parts)] != "settings"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
    }
    assert set(FIELDS) - read == set()
