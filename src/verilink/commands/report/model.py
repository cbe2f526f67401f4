"""Facts and checks as the page shows them: numbered marks on the pictures, and rows that name them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal

import msgspec

from verilink.checks.explanations import explain
from verilink.checks.model import CheckResult
from verilink.checks.registry import definition_of
from verilink.commands.report import words
from verilink.evidence.facts import Box, DocumentFacts, MrzFacts, PageFacts, Point, Quad, Reading

Layer = Literal["fields", "codes", "faces", "text", "outline"]
_SOURCES: Final = {"mrz": "machine-readable zone", "barcode": "barcode", "visual": "printed text"}
_RANK: Final = {"failed": 0, "passed": 1, "not_applicable": 2}


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """One outline on a picture. ``points``: as SVG wants them. ``number``: of the fields it holds, else ``None``."""

    layer: Layer
    points: str
    label: str
    number: int | None = None
    at: Point = (0.0, 0.0)


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """One page. ``image``: a ``data:`` address, ``None`` when the file could not be opened (``error`` says why)."""

    name: str
    width: int
    height: int
    image: str | None
    error: str | None
    marks: tuple[Mark, ...]
    figures: tuple[tuple[str, str], ...]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One field. ``number``: of its mark. ``others``: what other places on the document say."""

    name: str
    value: str
    source: str
    percent: int
    number: int | None
    repaired: bool
    others: tuple[str, ...]


class ZoneLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a machine-readable zone: (character, what it was read as when that was repaired)."""

    characters: tuple[tuple[str, str | None], ...]


class CheckRow(msgspec.Struct, frozen=True, kw_only=True):
    """One check with what passing means, and the reasons in sentences."""

    title: str
    status: str
    tests: str
    reasons: tuple[str, ...]


def number_boxes(fields: Mapping[str, Reading]) -> dict[Quad, int]:
    """A number for every place a field was read at; fields of one barcode share one."""
    boxes: dict[Quad, int] = {}
    for reading in fields.values():
        if reading.box is not None:
            boxes.setdefault(reading.box, len(boxes) + 1)
    return boxes


def rows(facts: DocumentFacts, numbers: Mapping[Quad, int]) -> tuple[Row, ...]:
    """Every field, as it is to be read."""
    return tuple(
        Row(
            name=words.field(name),
            value=words.visible(reading.value),
            source=_SOURCES[reading.source],
            percent=words.percent(reading.confidence),
            number=numbers.get(reading.box) if reading.box is not None else None,
            repaired=reading.repaired,
            others=tuple(
                f"{_SOURCES[source]}: {words.visible(value)}"
                for source, value in reading.alternatives
                if value != reading.value
            ),
        )
        for name, reading in facts.fields.items()
    )


def picture(
    name: str, page: PageFacts, image: str | None, facts: DocumentFacts, numbers: Mapping[Quad, int]
) -> Picture:
    """One page with everything that is marked on it."""
    figures = () if page.error else tuple(_figures(page))
    return Picture(
        name=name,
        width=page.width,
        height=page.height,
        image=image,
        error=page.error,
        marks=(*_page_marks(page), *_field_marks(name, facts, numbers)),
        figures=figures,
    )


def _page_marks(page: PageFacts) -> Iterator[Mark]:
    if page.document is not None:
        yield _mark("outline", page.document, "The document")
    for line in page.text:
        yield _mark("text", line.box, words.visible(line.text))
    for box in page.mrz.boxes if page.mrz else ():
        yield _mark("codes", box, "Line of the machine-readable zone")
    for code in page.barcodes:
        if code.box is not None:
            yield _mark("codes", code.box, f"Barcode, {words.visible(code.format)}")
    for face in page.faces:
        yield _mark("faces", _corners(face.box), "A face")


def _field_marks(name: str, facts: DocumentFacts, numbers: Mapping[Quad, int]) -> Iterator[Mark]:
    labels: dict[Quad, list[str]] = {}
    for key, reading in facts.fields.items():
        if reading.box is not None and page_of(reading, facts) == name:
            labels.setdefault(reading.box, []).append(words.field(key))
    for box, names in labels.items():
        yield _mark("fields", box, ", ".join(names), numbers[box])


def page_of(reading: Reading, facts: DocumentFacts) -> str | None:
    """The page a field was read from."""
    names = list(facts.pages)
    return next((name for name in names if _holds(facts.pages[name], reading)), names[0] if len(names) == 1 else None)


def _holds(page: PageFacts, reading: Reading) -> bool:
    if reading.source == "mrz":
        return page.mrz is not None
    if reading.source == "barcode":
        return any(code.box == reading.box for code in page.barcodes)
    return reading.box is not None and any(_overlap(line.box, reading.box) for line in page.text)


def _overlap(line: Quad, box: Quad) -> bool:
    middle = tuple(sum(point[axis] for point in box.points) / 4 for axis in (0, 1))
    spans = [(min(p[axis] for p in line.points), max(p[axis] for p in line.points)) for axis in (0, 1)]
    return all(low <= at <= high for at, (low, high) in zip(middle, spans, strict=True))


def _mark(layer: Layer, box: Quad, label: str, number: int | None = None) -> Mark:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in box.points)
    return Mark(layer=layer, points=points, label=label, number=number, at=min(box.points))


def _corners(box: Box) -> Quad:
    right, bottom = box.x + box.width, box.y + box.height
    return Quad(points=((box.x, box.y), (right, box.y), (right, bottom), (box.x, bottom)))


def _figures(page: PageFacts) -> Iterator[tuple[str, str]]:
    """What was measured on a picture, with its unit."""
    quality = page.quality
    yield "Size", f"{page.width} × {page.height} px"
    yield "Document's long side", f"{quality.resolution} px"
    yield "Sharpness", f"{quality.sharpness:.0f}"
    yield "Mean brightness", f"{quality.brightness:.0f} of 255"
    yield "Blown out", f"{quality.glare:.1%}"
    if quality.corners_inside is not None:
        yield "Corners in the picture", f"{quality.corners_inside} of 4"
    if page.rotation:
        yield "Turned upright by", f"{page.rotation}°"
    if page.metadata is not None:
        yield "File", f"{page.metadata.format.upper()}, {page.metadata.byte_size:,} bytes"
        yield from (("Written by", words.visible(text)) for text in [page.metadata.software] if text)


def zone_lines(zone: MrzFacts) -> tuple[ZoneLine, ...]:
    """The lines of a zone with the characters that only fit after a correction."""
    repaired = {(repair.line, repair.column): repair.read for repair in zone.repaired}
    return tuple(
        ZoneLine(characters=tuple((words.visible(one), repaired.get((row, column))) for column, one in enumerate(line)))
        for row, line in enumerate(zone.lines)
    )


def check_rows(results: Sequence[CheckResult]) -> tuple[CheckRow, ...]:
    """Failed checks first, then those that passed, then those that had nothing to judge."""
    ordered = sorted(results, key=lambda result: _RANK[result.status])
    return tuple(_check(result) for result in ordered)


def _check(result: CheckResult) -> CheckRow:
    definition = definition_of(result.name)
    return CheckRow(
        title=words.sentence(result.name),
        status=result.status,
        tests=definition.tests.replace("`", "") if definition else "",
        reasons=tuple(explain(reason) or f"{words.sentence(reason)}." for reason in result.reasons),
    )
