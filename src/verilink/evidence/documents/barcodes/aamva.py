"""The barcode of North American driving licences and identification cards, versions 0 to 11.

AAMVA DL/ID Card Design Standard, annex D: a header (compliance indicator, separators, file type, issuer, version,
subfile designators with offset and length), then subfiles of elements, each a three-letter id and a value, one to a
line. Issuers take liberties with offsets, lengths and separators; what is wrong is recorded, the content still read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from verilink.evidence.documents.barcodes.issuers import ISSUERS

_HEADER = re.compile(
    rb"@(?P<separators>[\x00-\x20]{1,4})(?P<type>ANSI ?|AAMVA)(?P<issuer>\d{6})(?P<version>\d{2})(?P<rest>\d{2,4})"
)
_DESIGNATOR = re.compile(rb"(?P<type>DL|ID|EN|Z[A-Z])(?P<offset>\d{4})(?P<length>\d{4})")
_ELEMENT = re.compile(r"^(?P<id>[DZ][A-Z][A-Z0-9])(?P<value>.*)$", re.DOTALL)
_MAX_SUBFILES = 16
_REQUIRED = ("DAQ", "DBB", "DBA")


@dataclass(frozen=True, slots=True)
class Licence:
    """``elements``: id -> value as printed, trimmed; of an id in several subfiles the first that is not empty.

    ``issuer``: issuer identification number. ``kind``: ``DL`` or ``ID``. ``problems``: departures from the standard.
    """

    version: int
    issuer: str
    kind: str
    elements: dict[str, str]
    problems: tuple[str, ...]

    @property
    def jurisdiction(self) -> str | None:
        """ISO 3166-2 code of the issuer (or its ISO 3166-1 code), if known."""
        return ISSUERS.get(self.issuer)


def parse(data: bytes) -> Licence | None:
    """Parse the raw bytes of a symbol; ``None`` when they do not begin with the standard's header."""
    start = data.find(b"@", 0, 16)
    header = _HEADER.match(data, start) if start >= 0 else None
    if header is None:
        return None
    version = int(header["version"])
    problems = _check_header(header, version)
    designators, body = _read_designators(data, header, version)
    elements: dict[str, str] = {}
    for kind, content, wrong in _subfiles(data[start:], designators, body - start):
        problems.extend(wrong)
        for name, value in _read_elements(kind, content):
            if not elements.get(name):
                elements[name] = value
    problems.extend(f"{name} is missing" for name in _REQUIRED if not elements.get(name))
    kinds = [kind for kind, _, _ in designators if kind in ("DL", "ID")]
    return Licence(version, header["issuer"].decode(), kinds[0] if kinds else "DL", elements, tuple(problems))


def _check_header(header: re.Match[bytes], version: int) -> list[str]:
    problems = []
    if header["separators"] != b"\n\x1e\r":
        problems.append("header separators are not LF RS CR")
    if version > 11:
        problems.append(f"version {version} is not known")
    if header["issuer"].decode() not in ISSUERS:
        problems.append("issuer is not known")
    return problems


def _read_designators(data: bytes, header: re.Match[bytes], version: int) -> tuple[list[tuple[str, int, int]], int]:
    """``(type, offset, length)`` of each subfile, and where the designators end.

    Version 0 and 1 have no jurisdiction version before the number of subfiles; some issuers of later versions leave
    it out as well, so the designator is looked for where either would put it.
    """
    at = header.start("rest")
    skips = (2, 4) if version < 2 else (4, 2)
    at += next((skip for skip in skips if _DESIGNATOR.match(data, at + skip)), skips[0])
    found: list[tuple[str, int, int]] = []
    while len(found) < _MAX_SUBFILES and (match := _DESIGNATOR.match(data, at)):
        found.append((match["type"].decode(), int(match["offset"]), int(match["length"])))
        at = match.end()
    return found, at


def _subfiles(data: bytes, designators: list[tuple[str, int, int]], body: int) -> list[tuple[str, bytes, list[str]]]:
    """``(type, content without the type's letters, problems)`` of each subfile, wherever it really is."""
    if not designators:
        return [("DL", data[body:], ["no subfile is announced"])]
    starts = []
    at = body
    for kind, offset, _ in designators:
        real, wrong = _locate(data, kind, offset, at)
        starts.append((kind, real, wrong))
        at = max(at, real + 2)
    result = []
    for index, (kind, real, wrong) in enumerate(starts):
        following = min((other for _, other, _ in starts if other > real), default=len(data))
        announced = designators[index][2]
        if not real <= real + announced <= len(data) + 2:
            wrong = [*wrong, f"subfile {kind} is shorter than announced"]
        content = data[real:following]
        result.append((kind, content.removeprefix(kind.encode()), wrong))
    return result


def _locate(data: bytes, kind: str, offset: int, earliest: int) -> tuple[int, list[str]]:
    if data[offset : offset + 2] == kind.encode() and offset >= earliest:
        return offset, []
    found = data.find(kind.encode(), earliest)
    return (found if found >= 0 else earliest), [f"subfile {kind} is not at its offset"]


def _read_elements(kind: str, content: bytes) -> list[tuple[str, str]]:
    text = content.decode("utf-8", "replace") if _is_utf8(content) else content.decode("latin-1")
    found = []
    for line in re.split(r"[\n\r\x1c-\x1f]+", text):
        match = _ELEMENT.match(line.removeprefix(kind) if line[2:3] in "DZ" and line.startswith(kind) else line)
        if match is not None and match["id"] not in ("DL0", "ID0"):
            found.append((match["id"], match["value"].strip()[:200]))
    return found


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
