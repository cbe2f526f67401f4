"""``verilink read document|documents|face``: the engine on files, no server needed."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any, Final

import msgspec

from verilink.checks.case import GovernmentIdCase
from verilink.checks.model import CheckResult
from verilink.checks.run import run_government_id
from verilink.commands.summaries import document_summary, face_summary, plain
from verilink.errors import BadRequest
from verilink.evidence.facts import DocumentFacts
from verilink.evidence.images.limits import Limits
from verilink.kit import clock

DOCUMENT: Final = (
    "Reads an identity document with the engine that decides verifications: machine-readable zone, barcode, text, "
    "portrait, and the checks that need nothing but the document. No server is needed, nothing is stored and nothing "
    "leaves the machine."
)
DOCUMENTS: Final = (
    "Reads every file of a folder and of those below it, hidden ones aside, each as one page, in several processes. "
    "Writes one line a file as soon as it is read, in the order they become ready. A file that cannot be read gets a "
    "line that says why. Ctrl-C ends it; the lines so far stay. Exit status 1 when a file could not be read."
)
FACE: Final = "Faces in a picture, their quality and pose. Ends with 1 when the file is not a picture."
OWN_FILES: Final = Limits(min_bytes=1, max_bytes=64 * 1024 * 1024, min_side=40)


def register(command: argparse.ArgumentParser) -> None:
    """Give the command its own three."""
    kinds = command.add_subparsers(dest="kind", required=True, metavar="KIND")
    document = kinds.add_parser(
        "document", help="a document from its front and, if it has one, its back", description=DOCUMENT
    )
    document.add_argument("front", type=Path, help="picture of the front, or of the data page")
    document.add_argument("back", type=Path, nargs="?", help="picture of the back")
    document.add_argument("--json", action="store_true", help="print everything that was seen as JSON")
    document.add_argument("--html", type=Path, metavar="FILE", help="write one page with picture, boxes and checks")
    document.set_defaults(run=run_document)
    _register_documents(kinds.add_parser("documents", help="every file of a folder", description=DOCUMENTS))
    face = kinds.add_parser("face", help="faces, their quality and pose", description=FACE)
    face.add_argument("image", type=Path, help="picture with one face or several")
    face.add_argument("--json", action="store_true", help="print everything that was seen as JSON")
    face.set_defaults(run=run_face)


def _register_documents(command: argparse.ArgumentParser) -> None:
    command.add_argument("folder", type=Path, help="folder with pictures and PDFs")
    command.add_argument("--jobs", type=int, default=0, metavar="N", help="processes at once (one for each core)")
    command.add_argument(
        "--out", type=Path, metavar="FILE", help=".jsonl or .csv, must not be there yet (JSON lines to the terminal)"
    )
    command.add_argument("--seconds", type=float, default=60.0, help="longest time for one file (60)")
    command.set_defaults(run=run_documents)


def content(path: Path) -> bytes:
    """The bytes of a file. Raises ``BadRequest`` with the path and why not."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadRequest(f"{path}: {error.strerror}") from error


def show_json(value: Any) -> None:
    """Print JSON that people can read."""
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n")


def judge(facts: DocumentFacts) -> tuple[CheckResult, ...]:
    """The checks that count by default, on the document alone and as of today."""
    case = GovernmentIdCase(
        today=clock.now().date(),
        pages_required=tuple(facts.pages),
        id_classes=(facts.id_class,) if facts.id_class else (),  # no template limits the kind here
    )
    return run_government_id(facts, case, {})


def summary_of(facts: DocumentFacts, checks: tuple[CheckResult, ...]) -> dict[str, Any]:
    """Everything that is printed of a document."""
    return document_summary(facts) | {"checks": [plain(check) for check in checks]}


def run_document(chosen: argparse.Namespace) -> int:
    """Read and print; 1 when a picture could not be opened."""
    from verilink.evidence import read_document

    files = {"front": chosen.front} | ({"back": chosen.back} if chosen.back else {})
    given = {page: content(path) for page, path in files.items()}
    facts = read_document(given["front"], given.get("back"))
    checks = judge(facts)
    summary = summary_of(facts, checks)
    if chosen.html is not None:
        _write_page(chosen.html, facts, checks, given, {page: path.name for page, path in files.items()})
    if chosen.json:
        show_json(summary)
    elif chosen.html is None:
        _show_document(summary)
    refused = {page: seen.error for page, seen in facts.pages.items() if seen.error}
    for page, reason in refused.items():
        print(f"verilink: {files[page]} is not a picture that can be read ({reason})", file=sys.stderr)
    return 1 if refused else 0


def _write_page(
    path: Path,
    facts: DocumentFacts,
    checks: tuple[CheckResult, ...],
    given: dict[str, bytes],
    names: dict[str, str],
) -> None:
    from verilink.commands.report import render
    from verilink.evidence.pictures import upright

    pictures = {
        page: upright(given[page], seen.rotation, OWN_FILES) for page, seen in facts.pages.items() if not seen.error
    }
    write_private(path, render(facts, checks, pictures, names))
    print(f"{path}", file=sys.stderr)


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read: it shows a person's document. Raises ``BadRequest``."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise BadRequest(f"{path}: {error.strerror}") from error


def _show_document(summary: dict[str, Any]) -> None:
    for line in (summary["mrz"] or {}).get("lines", []):
        print(line)
    for name, value in (("class", summary["id_class"]), ("country", summary["country_code"])):
        print(f"{name:24}{value or 'unknown'}")
    for name, field in summary["fields"].items():
        mark = ", repaired" if field["repaired"] else ""
        print(f"{name:24}{field['value']}   ({field['source']}, {field['confidence']:.2f}{mark})")


def run_documents(chosen: argparse.Namespace) -> int:
    """Read a folder; 1 when a file could not be read."""
    from verilink.commands.batch import Batch, read_folder

    if not chosen.folder.is_dir():
        raise BadRequest(f"{chosen.folder} is not a folder")
    if chosen.jobs < 0 or not chosen.seconds > 0:
        raise BadRequest("--jobs and --seconds must be above 0")
    return read_folder(
        Batch(folder=chosen.folder, out=chosen.out, jobs=chosen.jobs or os.cpu_count() or 1, seconds=chosen.seconds)
    )


def run_face(chosen: argparse.Namespace) -> int:
    """Detect and print."""
    from verilink.evidence.faces import detect_faces
    from verilink.evidence.images import ImageRefused, decode

    try:
        pixels = decode(content(chosen.image), OWN_FILES).pixels
    except ImageRefused as error:
        raise BadRequest(f"{chosen.image}: {error}") from error
    faces = [face_summary(face) for face in detect_faces(pixels)]
    if chosen.json:
        show_json({"faces": faces})
        return 0
    print(f"{len(faces)} face{'' if len(faces) == 1 else 's'}")
    for face in faces:
        pose = f"yaw {face['yaw']:.0f}, pitch {face['pitch']:.0f}, roll {face['roll']:.0f}"
        print(f"  quality {face['quality']:.2f}, {pose}, {face['size']:.0f} px")
    return 0
