"""Every run-time dependency is explained, and nothing else is."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_the_page_names_exactly_the_run_time_dependencies() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {re.split(r"[<>=\[~ ]", line)[0] for line in project["dependencies"]}
    page = (ROOT / "docs/explanation/dependencies.md").read_text().partition("## In the browser")[0]
    explained = set(re.findall(r"^\| `([a-z0-9-]+)` \|", page, re.MULTILINE))
    assert explained == wanted
