"""``verilink read document FRONT [BACK]`` and ``verilink read face IMAGE``: the engine on files, no server needed."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any, Final

import msgspec

from verilink.commands.summaries import document_summary, face_summary
from verilink.errors import BadRequest
from verilink.evidence import read_document
from verilink.evidence.faces import detect_faces
from verilink.evidence.images import ImageRefused, Limits, decode

DOCUMENT: Final = (
    "Reads an identity document with the engine that decides verifications: machine-readable zone, barcode, text, "
    "portrait. No server is needed, nothing is stored and nothing leaves the machine."
)
OWN_FILES: Final = Limits(min_bytes=1, max_bytes=64 * 1024 * 1024, min_side=40)


def register(command: argparse.ArgumentParser) -> None:
    """Give the command its own two."""
    kinds = command.add_subparsers(dest="kind", required=True, metavar="KIND")
    document = kinds.add_parser(
        "document", help="a document from its front and, if it has one, its back", description=DOCUMENT
    )
    document.add_argument("front", type=Path, help="picture of the front, or of the data page")
    document.add_argument("back", type=Path, nargs="?", help="picture of the back")
    document.add_argument("--json", action="store_true", help="print everything that was seen as JSON")
    document.set_defaults(run=run_document)
    face = kinds.add_parser(
        "face", help="faces, their quality and pose", description="Faces in a picture, their quality and pose."
    )
    face.add_argument("image", type=Path, help="picture with one face or several")
    face.add_argument("--json", action="store_true", help="print everything that was seen as JSON")
    face.set_defaults(run=run_face)


def content(path: Path) -> bytes:
    """The bytes of a file. Raises ``BadRequest`` with the path and why not."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadRequest(f"{path}: {error.strerror}") from error


def show_json(value: Any) -> None:
    """Print JSON that people can read."""
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n")


def run_document(chosen: argparse.Namespace) -> int:
    """Read and print; 1 when a picture could not be opened."""
    back = content(chosen.back) if chosen.back else None
    summary = document_summary(read_document(content(chosen.front), back))
    refused = {page: seen["error"] for page, seen in summary["pages"].items() if seen.get("error")}
    if chosen.json:
        show_json(summary)
    else:
        _show_document(summary)
    for page, reason in refused.items():
        path = chosen.front if page == "front" else chosen.back
        print(f"verilink: {path} is not a picture that can be read ({reason})", file=sys.stderr)
    return 1 if refused else 0


def _show_document(summary: dict[str, Any]) -> None:
    for line in (summary["mrz"] or {}).get("lines", []):
        print(line)
    for name, value in (("class", summary["id_class"]), ("country", summary["country_code"])):
        print(f"{name:24}{value or 'unknown'}")
    for name, field in summary["fields"].items():
        mark = ", repaired" if field["repaired"] else ""
        print(f"{name:24}{field['value']}   ({field['source']}, {field['confidence']:.2f}{mark})")


def run_face(chosen: argparse.Namespace) -> int:
    """Detect and print."""
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
