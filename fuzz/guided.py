"""``python -m fuzz.guided TARGET [libFuzzer options]``: coverage-guided, with atheris (see ``tools/fuzz``)."""

from __future__ import annotations

import sys
from pathlib import Path

import atheris  # type: ignore[import-not-found]

with atheris.instrument_imports(include=["verilink"]):
    from fuzz.targets import TARGETS

from fuzz.corpus import make_corpus


def main() -> None:
    """Put the seeds beside what earlier runs found, and go on from there."""
    name, *options = sys.argv[1:]
    folder = Path(".hypothesis/fuzz", f"corpus-{name}")
    folder.mkdir(parents=True, exist_ok=True)
    for number, sample in enumerate(make_corpus()[name]):
        (folder / f"seed-{number}").write_bytes(sample)
    found = f"-artifact_prefix={folder.parent}/{name}-"
    atheris.Setup([sys.argv[0], str(folder), "-rss_limit_mb=2048", "-timeout=20", found, *options], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
