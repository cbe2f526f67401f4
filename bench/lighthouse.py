"""Lighthouse's scores of a page as on a phone. Fetched once from the npm registry; without npm there are none."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
from pathlib import Path

VERSION = "12.8.2"  # the last that runs on Node 20
CATEGORIES = ("performance", "accessibility", "best-practices")
RUNS = 3


def scores(link: str, chromium: str) -> dict[str, int]:
    """The median of each category, 0 to 100; says in a line why when there are none."""
    program = _program()
    if program is None:
        return {}
    found = [_run(program, link, chromium) for _ in range(RUNS)]
    return {name: round(statistics.median(each[name] for each in found)) for name in CATEGORIES}


def _program() -> Path | None:
    if not shutil.which("npm") or not shutil.which("node"):
        print("\nLighthouse: skipped, there is no npm (apt-get install npm)")
        return None
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "verilink-bench" / f"lighthouse-{VERSION}"
    program = folder / "node_modules" / "lighthouse" / "cli" / "index.js"
    if not program.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        command = [
            "npm",
            "install",
            "--prefix",
            str(folder),
            "--no-audit",
            "--no-fund",
            "--silent",
            f"lighthouse@{VERSION}",
        ]
        if subprocess.run(command, env=os.environ | {"PUPPETEER_SKIP_DOWNLOAD": "1"}, check=False).returncode:
            print("\nLighthouse: skipped, the npm registry did not give it")
            return None
    return program


def _run(program: Path, link: str, chromium: str) -> dict[str, float]:
    """One run in a browser of its own; what loses points is printed."""
    command = ["node", str(program), link, "--quiet", "--output=json", f"--only-categories={','.join(CATEGORIES)}"]
    command.append("--chrome-flags=--headless=new --no-sandbox --disable-gpu")
    told = subprocess.run(command, env=os.environ | {"CHROME_PATH": chromium}, capture_output=True, check=True).stdout
    report = json.loads(told)
    for name in CATEGORIES:
        for audit in report["categories"][name]["auditRefs"]:
            result = report["audits"][audit["id"]]
            if audit["weight"] and result["score"] is not None and result["score"] < 0.9:
                print(f"  Lighthouse, {name}: {result['title']} {result.get('displayValue', '')}")
    return {name: report["categories"][name]["score"] * 100 for name in CATEGORIES}
