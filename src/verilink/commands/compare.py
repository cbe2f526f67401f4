"""``verilink compare A B``: whether two pictures show the same face."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from verilink.commands.read import content, show_json
from verilink.commands.summaries import face_summary
from verilink.errors import BadRequest
from verilink.evidence.faces import compare_faces
from verilink.evidence.images import ImageRefused

ABOUT: Final = "Says whether the faces in two pictures are of one person. Ends with 1 when a picture shows no face."


def register(command: argparse.ArgumentParser) -> None:
    """Give the command its arguments."""
    command.description = ABOUT
    command.add_argument("a", type=Path, help="picture with a face")
    command.add_argument("b", type=Path, help="another one")
    command.add_argument("--json", action="store_true", help="print the comparison as JSON")
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Compare and print; 1 when a picture shows no face."""
    try:
        found = compare_faces(content(chosen.a), content(chosen.b))
    except ImageRefused as error:
        raise BadRequest(str(error)) from error
    shown = {
        "similarity": found.similarity,
        "threshold": found.threshold,
        "match": found.match,
        "a": face_summary(found.a) if found.a else None,
        "b": face_summary(found.b) if found.b else None,
    }
    if chosen.json:
        show_json(shown)
    elif found.a is None or found.b is None:
        print(f"No face in {chosen.a if found.a is None else chosen.b}.")
    else:
        verdict = "the same person" if found.match else "not the same person"
        print(f"{verdict} (similarity {found.similarity:.3f}, threshold {found.threshold})")
    return 1 if found.a is None or found.b is None else 0
