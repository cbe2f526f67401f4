"""Small PDFs whose text, fonts and layers are known, and what forgers do to them."""

from __future__ import annotations

from collections.abc import Sequence

FONTS = {"F1": "Helvetica", "F2": "Times-Roman", "F3": "Helvetica-Bold"}
LINES = (
    "Northwind Energy", "Ms Zoe Example", "12 Sample Road", "10115 Berlin", "Invoice date 15.10.2026",
    "Amount due 128.40", "Meter reading 20417", "Account DE89 3704 0044 0532 0130 00",
)  # fmt: skip
WHITE, GREY = "1 1 1", "0.9 0.9 0.9"


def text(line: str, x: float, y: float, font: str = "F1", mode: int = 0) -> str:
    """Drawing of a line at a place in points."""
    return f"BT {mode} Tr /{font} 12 Tf {x} {y} Td ({line}) Tj ET"


def box(x: float, y: float, width: float, height: float, colour: str = WHITE) -> str:
    """Drawing of a filled rectangle; the text after it is black again."""
    return f"{colour} rg {x} {y} {width} {height} re f 0 0 0 rg"


def scan() -> str:
    """Drawing of a picture that fills the page."""
    return "q 595 0 0 842 0 0 cm /Im Do Q"


def height(place: int) -> float:
    """Where the baseline of a line of ``LINES`` stands."""
    return 780 - 24 * place


def letter(lines: Sequence[str] = LINES, *more: str) -> list[str]:
    """Drawings of a letter: a grey panel under the head, as layouts have, then the lines, then ``more``."""
    return [box(40, 700, 500, 110, GREY), *(text(line, 50, height(place)) for place, line in enumerate(lines)), *more]


def pdf(drawings: Sequence[str], producer: str = "Writer") -> bytes:
    """A file of one page."""
    content = "\n".join(drawings).encode("latin-1")
    fonts = " ".join(f"/{key} << /Type /Font /Subtype /Type1 /BaseFont /{name} >>" for key, name in FONTS.items())
    picture = b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << {fonts} >>"
        f" /XObject << /Im 5 0 R >> >> >>".encode(),
        _stream(b"<<", content),
        _stream(picture, b"\xc8"),
        f"<< /Producer ({producer}) >>".encode(),
    ]
    return _assembled(bodies)


def revised(data: bytes, drawings: Sequence[str]) -> bytes:
    """The same file saved on top of itself with other drawings on its page."""
    start, content = len(data), "\n".join(drawings).encode("latin-1")
    body = b"4 0 obj\n" + _stream(b"<<", content) + b"\nendobj\n"
    table = b"xref\n4 1\n%010d 00000 n \n" % start
    before = data.rindex(b"startxref") + len(b"startxref")
    trailer = b"trailer\n<< /Size 7 /Root 1 0 R /Info 6 0 R /Prev %d >>\n" % int(data[before:].split()[0])
    return data + body + table + trailer + b"startxref\n%d\n%%%%EOF\n" % (start + len(body))


def _stream(head: bytes, content: bytes) -> bytes:
    return head + b" /Length %d >>\nstream\n" % len(content) + content + b"\nendstream"


def _assembled(bodies: Sequence[bytes]) -> bytes:
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(data))
        data += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (len(bodies) + 1, len(bodies))
    return data + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(data)
