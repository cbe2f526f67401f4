"""Logos and fonts from outside: what may be served comes out written anew, the rest is refused."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from verilink.errors import Unprocessable
from verilink.themes.assets.drawings import read_drawing
from verilink.themes.assets.fonts import MAX_BYTES, read_font
from verilink.themes.assets.logos import KEPT, read_logo

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">{}</svg>'


def drawn(inside: str) -> str:
    return read_drawing(SVG.format(inside).encode()).decode()


def picture(kind: str, size: tuple[int, int] = (300, 100)) -> bytes:
    """A mark on a transparent ground, with words in its metadata."""
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    image.paste((10, 90, 80, 255), (size[0] // 4, size[1] // 4, size[0] // 2, size[1] // 2))
    written = io.BytesIO()
    saved = image.convert("RGB") if kind == "JPEG" else image
    saved.save(written, kind, **({"comment": b"secret place"} if kind == "JPEG" else {}))
    return written.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "JPEG"])
def test_a_picture_is_drawn_anew_as_png(kind: str) -> None:
    clean, media = read_logo(picture(kind) + b"<script>trailer</script>")
    assert media == "image/png"
    assert b"secret" not in clean
    assert b"script" not in clean
    with Image.open(io.BytesIO(clean)) as image:
        assert image.format == "PNG"
        assert image.width <= KEPT[0]
        assert image.height <= KEPT[1]


@pytest.mark.parametrize("data", [b"", b"GIF89a" + b"\0" * 40, picture("PNG")[:60], b"%PDF-1.7", b"\0" * 200_001])
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(Unprocessable):
        read_logo(data)


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(Unprocessable, match="4000 pixels"):
        read_logo(picture("PNG", (4_001, 10)))


def test_shapes_and_paints_stay() -> None:
    clean = drawn('<defs><linearGradient id="g"/></defs><path style="fill:#0f6b5c;stroke-width:2" d="M0 0h1z"/>')
    assert all(each in clean for each in ('fill="#0f6b5c"', 'stroke-width="2"', 'd="M0 0h1z"'))
    assert "style" not in clean
    assert 'fill="url(#g)"' in drawn('<rect fill="url(#g)"/>')
    assert read_logo(b"\xef\xbb\xbf" + SVG.format("<g/>").encode())[1] == "image/svg+xml"


@pytest.mark.parametrize(
    "inside",
    [
        '<path onload="alert(1)" d="M0 0"/>',
        '<path style="fill:url(https://evil.example/x)"/>',
        '<path fill="url(//evil.example#a)"/>',
        '<path fill="url(data:image/svg+xml;base64,x)"/>',
        '<path fill="expression(1)"/>',
        '<path xlink:href="https://evil.example" xmlns:xlink="http://www.w3.org/1999/xlink"/>',
        '<path href="javascript:alert(1)"/>',
        '<i:pgf xmlns:i="http://ns.adobe.com/x">https://evil.example</i:pgf>',
        "<metadata>evil.example</metadata><title>evil</title>",
        '<path fill="&quot; onload=alert(1) x=&quot;"/>',
    ],
)
def test_what_runs_loads_or_links_is_left_out(inside: str) -> None:
    clean = drawn(inside)
    assert not any(word in clean for word in ("evil", "alert", "href", "expression", "data:"))


@pytest.mark.parametrize(
    "document",
    [
        SVG.format("<script>alert(1)</script>"),
        SVG.format("<foreignObject><body/></foreignObject>"),
        SVG.format('<image href="https://evil.example/x.png"/>'),
        SVG.format("<style>@import url(//evil.example)</style>"),
        SVG.format('<use href="#a"/>'),
        SVG.format("<a><path/></a>"),
        SVG.format('<animate attributeName="x"/>'),
        SVG.format("<text>Company</text>"),
        '<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + SVG.format("<path/>"),
        '<!DOCTYPE svg SYSTEM "https://evil.example/x.dtd">' + SVG.format("<path/>"),
        SVG.format("<g>" * 40 + "</g>" * 40),
        SVG.format("<path/>" * 3_000),
        "<html><body>no</body></html>",
        "<svg>no namespace</svg>",
        SVG.format("<path>")[:50],
    ],
)
def test_a_drawing_with_more_than_shapes_is_refused(document: str) -> None:
    with pytest.raises(Unprocessable):
        read_drawing(document.encode())


@settings(max_examples=200, deadline=None)
@given(name=st.text(max_size=12), value=st.text(max_size=40))
def test_no_attribute_leaves_its_quotes(name: str, value: str) -> None:
    from xml.sax.saxutils import quoteattr

    try:
        clean = drawn(f"<path fill={quoteattr(value)} style={quoteattr(f'{name}:{value}')}/>")
    except Unprocessable:
        return
    assert clean.count("<") == 4
    assert "script" not in clean


def font(**changes: int) -> bytes:
    """A WOFF2 header with as many bytes after it as it says."""
    said = {
        "flavour": 0x00010000,
        "length": 148,
        "tables": 9,
        "reserved": 0,
        "unpacked": 9_000,
        "packed": 100,
    } | changes
    header = struct.pack(
        ">4sIIHHIIHHIIIII", b"wOF2", said["flavour"], said["length"], said["tables"], said["reserved"],
        said["unpacked"], said["packed"], 1, 0, 0, 0, 0, 0, 0,
    )  # fmt: skip
    return header + b"\0" * (148 - len(header))


def test_a_font_is_kept_as_it_is() -> None:
    assert read_font(font()) == (font(), "font/woff2")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"wOFF" + font()[4:],
        font()[:-1],
        font(length=9_999),
        font(tables=0),
        font(reserved=1),
        font(unpacked=50_000_000),
        font(flavour=0x74746366),
        b"wOF2" + b"\0" * MAX_BYTES,
    ],
)
def test_other_fonts_are_refused(data: bytes) -> None:
    with pytest.raises(Unprocessable):
        read_font(data)
