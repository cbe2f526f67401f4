"""SVG from outside, written anew: shapes, paints and text-free definitions only, nothing that runs, loads or links.

A list of what is allowed, not of what is refused: what is not on it makes the whole file refused or is left out. The
result is only ever shown as a picture of a style sheet, where browsers run no script in it; this is the second lock.
"""

from __future__ import annotations

import re
from typing import Final
from xml.etree import ElementTree
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from verilink.errors import Unprocessable

MAX_ELEMENTS: Final = 2_000
MAX_DEPTH: Final = 24
_SVG: Final = "http://www.w3.org/2000/svg"
_ELEMENTS: Final = frozenset((
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "defs", "linearGradient",
    "radialGradient", "stop", "clipPath", "mask",
))  # fmt: skip
_LEFT_OUT: Final = frozenset({"title", "desc", "metadata"})
_ATTRIBUTES: Final = frozenset((
    "id", "viewBox", "width", "height", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy",
    "d", "points", "transform", "fill", "fill-rule", "fill-opacity", "stroke", "stroke-width", "stroke-linecap",
    "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset", "stroke-opacity", "opacity",
    "offset", "stop-color", "stop-opacity", "gradientUnits", "gradientTransform", "spreadMethod", "clip-path",
    "clip-rule", "mask", "maskUnits", "maskContentUnits", "clipPathUnits", "preserveAspectRatio",
))  # fmt: skip
_VALUE: Final = re.compile(r"[A-Za-z0-9 .,;:%#()+\-\t\r\n_]{0,100000}\Z")
_FUNCTION: Final = re.compile(r"([A-Za-z-]+)\s*\(")
_FUNCTIONS: Final = frozenset((
    "matrix", "translate", "scale", "rotate", "skewX", "skewY", "rgb", "rgba", "hsl", "hsla", "url",
))  # fmt: skip
_REFERENCE: Final = re.compile(r"url\(#[A-Za-z0-9_-]{1,64}\)")


def read_drawing(data: bytes) -> bytes:
    """The drawing with nothing in it but shapes. Raises ``Unprocessable``."""
    root = _parse(data)
    if root.tag != f"{{{_SVG}}}svg":
        raise Unprocessable("This is not an SVG drawing.")
    parts: list[str] = []
    _write(root, parts, 0)
    return "".join(parts).encode()


def _parse(data: bytes) -> ElementTree.Element:
    """The tree; a document type, and with it every entity, is refused before it is read."""
    builder = ElementTree.TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    depth = count = 0

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > MAX_DEPTH or count > MAX_ELEMENTS:
            raise Unprocessable("The drawing has too many parts. Simplify it, or use a PNG.")
        builder.start("{" + name if "}" in name else name, attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end("{" + name if "}" in name else name)

    def refuse(*_: object) -> None:
        raise Unprocessable("The drawing has a document type. Export it as plain SVG.")

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)
        return builder.close()
    except (expat.ExpatError, ValueError, LookupError, AssertionError):
        raise Unprocessable("The drawing is damaged.") from None


def _write(element: ElementTree.Element, parts: list[str], depth: int) -> None:
    name = element.tag.removeprefix(f"{{{_SVG}}}")
    if name in _LEFT_OUT or "}" in name:  # words about the drawing, and what an editor keeps for itself
        return
    if name not in _ELEMENTS:
        raise Unprocessable(f"The drawing has a part that is not shown here: {name[:40]}. Turn it into shapes.")
    namespace = f' xmlns="{_SVG}"' if depth == 0 else ""
    kept = "".join(f" {key}={quoteattr(value)}" for key, value in _kept(element))
    parts.append(f"<{name}{namespace}{kept}>")
    for child in element:
        _write(child, parts, depth + 1)
    parts.append(f"</{name}>")


def _kept(element: ElementTree.Element) -> list[tuple[str, str]]:
    """What is known of an element's attributes; a ``style`` is taken apart into the same names."""
    said = dict(element.attrib)
    declared = (each.partition(":") for each in said.pop("style", "").split(";") if ":" in each)
    said |= {name.strip(): value.strip() for name, _, value in declared}
    return [(name, value) for name, value in said.items() if name in _ATTRIBUTES and _is_harmless(value)]


def _is_harmless(value: str) -> bool:
    if not _VALUE.match(value) or not all(each in _FUNCTIONS for each in _FUNCTION.findall(value)):
        return False
    return value.count("url(") == len(_REFERENCE.findall(value))
