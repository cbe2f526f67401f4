"""One language: its catalogue, direction and names. English of the United States is the source; it has no catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

from babel import Locale
from babel.lists import format_list
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

SOURCE: Final = "en-US"
FOLDER: Final = Path(__file__).parent
# The codes of the published wire contract.
_CODES: Final = (
    "ar-EG az bg bn cs cy da de el-GR en-US es-MX fi fr he hi hr hu hy id-ID it ja ko-KR lt ms nl-NL no pl pt-BR ro ru "
    "sk sr sv ta th tl tr-TR uk-UA ur vi zh-CN zh-TW"
)
SUPPORTED: Final = tuple(_CODES.split())
_CLDR: Final = {"no": "nb", "tl": "fil", "zh-CN": "zh_Hans_CN", "zh-TW": "zh_Hant_TW"}


@dataclass(frozen=True, slots=True)
class Language:
    """``code`` as on the wire; ``cldr`` its locale data; ``catalogue`` source text -> translation(s)."""

    code: str
    cldr: Locale
    catalogue: Catalog

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """Which way the script runs."""
        return "rtl" if self.cldr.text_direction == "rtl" else "ltr"

    @property
    def endonym(self) -> str:
        """What its speakers call it, such as ``Deutsch``."""
        name = self.cldr.get_language_name() or self.code
        return name[:1].upper() + name[1:]

    def gettext(self, text: str, **values: object) -> str:
        """``text`` in this language, itself when it has no translation; ``%(name)s`` replaced from ``values``."""
        found = self._translated(text)
        chosen = found if isinstance(found, str) and found else text
        return chosen % values if values else chosen

    def ngettext(self, one: str, many: str, count: int, **values: object) -> str:
        """The form for ``count``, which is also available as ``%(count)s``."""
        found = self._translated(one)
        index = self.cldr_plural(count)
        if isinstance(found, tuple) and index < len(found) and found[index]:
            chosen = found[index]
        else:
            chosen = one if count == 1 else many
        return chosen % {"count": count, **values}

    def cldr_plural(self, count: int) -> int:
        """Which of the catalogue's plural forms belongs to ``count``."""
        return plural_index(self.catalogue.plural_expr, count)

    def all_of(self, parts: list[str]) -> str:
        """``a, b and c`` as this language writes it."""
        return format_list(parts, locale=self.cldr)

    def any_of(self, parts: list[str]) -> str:
        """``a, b or c`` as this language writes it."""
        return format_list(parts, style="or", locale=self.cldr)

    def _translated(self, text: str) -> str | tuple[str, ...] | None:
        message: Message | None = self.catalogue.get(text) if text else None
        if message is None or message.fuzzy:
            return None
        return tuple(message.string) if isinstance(message.string, list | tuple) else message.string


@cache
def plural_index(expression: str, count: int) -> int:
    """The value of a catalogue's C-like plural expression (the header ``Plural-Forms``) for ``count``."""
    from gettext import c2py

    return int(c2py(expression)(count))


@cache
def available() -> tuple[str, ...]:
    """Codes with a catalogue, the source first."""
    return (SOURCE, *(code for code in SUPPORTED if code != SOURCE and (FOLDER / f"{code}.po").exists()))


@cache
def language(code: str) -> Language:
    """The language of ``code``, which must be one of :func:`available`."""
    cldr = Locale.parse(_CLDR.get(code, code.replace("-", "_")))
    path = FOLDER / f"{code}.po"
    if code == SOURCE or not path.exists():
        return Language(code, cldr, Catalog())
    with path.open("rb") as file:
        return Language(code, cldr, read_po(file, locale=cldr))
