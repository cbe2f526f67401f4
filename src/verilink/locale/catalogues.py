"""The files of the catalogues: read, merged with the template of all texts, written the same way every time."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from verilink.kit.i18n import DIRECTORY
from verilink.kit.locales import LOCALES, SOURCE
from verilink.kit.plurals import categories, gettext_rule, single
from verilink.kit.wordings import faults

Forms = tuple[str, ...]
POT: Final = DIRECTORY / "messages.pot"
TRANSLATED: Final = tuple(code for code in LOCALES if code != SOURCE)
_WIDTH: Final = 120


def path_of(code: str, directory: Path = DIRECTORY) -> Path:
    """Where the catalogue of a locale is kept."""
    return directory / f"{code}.po"


def sources(pot: Path = POT) -> dict[str, Forms]:
    """Every source text with its forms (two where it counts), in the order of the template."""
    with pot.open("rb") as file:
        return {forms[0]: forms for message in read_po(file) if (forms := forms_of(message.id))[0]}


def read(code: str, directory: Path = DIRECTORY) -> dict[str, Forms]:
    """Source text to translation, those of texts that are gone included; nothing when there is no file."""
    path = path_of(code, directory)
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    return {forms_of(each.id)[0]: forms_of(each.string) for each in _messages(catalogue) if any(forms_of(each.string))}


def _messages(catalogue: Catalog) -> Iterator[Message]:
    yield from (message for message in catalogue if forms_of(message.id)[0])
    yield from catalogue.obsolete.values()


def forms_of(text: object) -> Forms:
    """One form, or for plurals as many as there are."""
    return tuple(str(form or "") for form in text) if isinstance(text, list | tuple) else (str(text or ""),)


def write(code: str, translations: Mapping[str, Forms], directory: Path = DIRECTORY, pot: Path = POT) -> None:
    """The file of a locale: every text of the template in its order, then translations of texts that are gone."""
    known = sources(pot)
    count = len(categories(code))
    catalogue = Catalog(charset="utf-8")
    catalogue.mime_headers = [("Plural-Forms", gettext_rule(code))]
    for forms in known.values():
        catalogue.add(_id(forms), _string(forms, translations.get(forms[0], ()), count))
    for text in sorted(set(translations) - set(known)):
        catalogue.obsolete[text] = Message(text, translations[text][0])
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=_WIDTH, omit_header=True, no_location=True)
    path_of(code, directory).write_bytes(_header(code).encode() + buffer.getvalue())


def _id(forms: Forms) -> str | Forms:
    return forms if len(forms) > 1 else forms[0]


def _string(source: Forms, given: Forms, count: int) -> str | Forms:
    if len(source) == 1:
        return given[0] if given else ""
    return given if len(given) == count else ("",) * count


def _header(code: str) -> str:
    fields = (
        f"Language: {code.replace('-', '_')}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {gettext_rule(code)}",
    )
    title = f"# {LOCALES[code].name} ({code}). Forms of plurals, in this order: {', '.join(categories(code))}."
    lines = [title, 'msgid ""', 'msgstr ""', *(f'"{field}\\n"' for field in fields)]
    return "\n".join(lines) + "\n\n"


def missing(code: str, directory: Path = DIRECTORY, pot: Path = POT) -> dict[str, Forms]:
    """The source texts without a translation, in the order of the template."""
    done = read(code, directory)
    return {text: forms for text, forms in sources(pot).items() if not all(done.get(text, ("",)))}


def wrong(code: str, source: Forms, translation: Forms) -> list[str]:
    """Why a translation cannot be used; empty when it can."""
    if len(source) == 1:
        return _said(source[0], translation[0], frozenset()) if len(translation) == 1 else ["it has one form, not many"]
    names = categories(code)
    if len(translation) != len(names):
        return [f"it needs {len(names)} forms: {', '.join(names)}"]
    found: list[str] = []
    for name, text in zip(names, translation, strict=True):
        optional = frozenset({"count"}) if name in single(code) else frozenset()
        found += [f"{name}: {fault}" for fault in _said(source[-1], text, optional)]
    return found


def _said(source: str, text: str, optional: frozenset[str]) -> list[str]:
    loud = ["it has an exclamation mark"] if set("!！¡") & set(text) else []
    return faults(source, text, optional=optional) + loud
