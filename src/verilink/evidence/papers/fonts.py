"""Stretches of a PDF's lines in a font that is used for next to nothing else: a value that was put in later."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

Glyph = tuple[str, str]
"""A character and the name of its font, as the PDF gives it."""
_SUBSET: Final = re.compile(r"^[A-Z]{6}\+")
_STYLE: Final = re.compile(
    r"(ps|mt|bold|italic|oblique|regular|roman|light|medium|semi|demi|black|book|thin|heavy|extra|condensed|narrow|regu"
    r"|medi|ital|bd|it)+$"
)
_TEX: Final = re.compile(r"^(cm|ec|sf|lm|eu|ms)[a-z]*\d+$")
# Signs, codes and formulas have fonts of their own on honest papers.
_SPECIAL: Final = re.compile(r"symbol|dingbat|wingding|icon|awesome|glyph|barcode|code|ean|ocr|emoji|math|logo|type3")
_LEAST_ODD: Final = 2
_MOST_ODD: Final = 40  # characters in the whole file
_MOST_STRETCHES: Final = 3  # of one family: a column of amounts in another font has more
_LEAST_AROUND: Final = 4
_OWN: Final = 0.5  # of the file's characters are in the font of the line


def family(name: str) -> str:
    """What remains of a font's name without subset tag, style and foundry's marks; empty for fonts of signs."""
    plain = _SUBSET.sub("", name).split(",")[0].split("-")[0].replace(" ", "").lower()
    if not plain or _SPECIAL.search(plain):
        return ""
    if _TEX.match(plain):
        return "tex"
    return _STYLE.sub("", plain) or plain


def odd_stretches(pages: Sequence[Sequence[Glyph]]) -> list[list[str]]:
    """For every page the stretches that stand out, at most ten. A page's glyphs come in lines ended by a line feed."""
    known = {name: family(name) for name in {font for page in pages for _, font in page}}
    use = Counter(known[font] for page in pages for character, font in page if _counts(character))
    found = [list(_odd(page, known, use)) for page in pages]
    often = Counter(font for page in found for font, _ in page)
    return [[text for font, text in page if often[font] <= _MOST_STRETCHES][:10] for page in found]


def _odd(page: Sequence[Glyph], known: dict[str, str], use: Counter[str]) -> Iterator[tuple[str, str]]:
    for ends, line in groupby(page, key=lambda glyph: glyph[0] in "\r\n"):
        if not ends:
            yield from _of_line([(character, known[font]) for character, font in line], use)


def _of_line(line: list[Glyph], use: Counter[str]) -> Iterator[tuple[str, str]]:
    """Family and text."""
    counted = Counter(font for character, font in line if _counts(character) and font)
    if not counted:
        return
    (main, around), *_ = counted.most_common(1)
    if around < _LEAST_AROUND or use[main] < _OWN * use.total():
        return
    words = [glyph for glyph in line if not glyph[0].isspace()]
    for font, glyphs in groupby(words, key=lambda glyph: glyph[1]):
        text = "".join(character for character, _ in glyphs)
        if font not in ("", main) and use[font] <= _MOST_ODD and sum(map(_counts, text)) >= _LEAST_ODD:
            yield font, text[:80]


def _counts(character: str) -> bool:
    """Letters of other scripts are taken from another font wherever the chosen one lacks them."""
    return character.isalnum() and ord(character) < 0x250
