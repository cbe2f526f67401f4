"""``verilink template texts export|import``: a template's words in other languages, as YAML or a gettext catalogue."""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path

import msgspec
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from verilink.commands.organization import find_template, in_database
from verilink.database import Connection
from verilink.errors import BadRequest
from verilink.flow import yaml
from verilink.flow.document import Template
from verilink.flow.plan import InvalidTemplate
from verilink.kit.i18n import available
from verilink.kit.locales import LOCALES, SOURCE
from verilink.templates import actions, translations

Texts = dict[str, dict[str, str]]


def register(command: argparse.ArgumentParser) -> None:
    """Give the command its two verbs."""
    verbs = command.add_subparsers(dest="what", required=True, metavar="VERB")
    about = "print every text of the draft, or of the latest version, by language"
    exporting = verbs.add_parser("export", help=about, description="Prints the texts; empty: no translation yet.")
    exporting.add_argument("template", help="id or name")
    exporting.add_argument("--locale", action="append", choices=LOCALES, metavar="LOCALE", help="may be repeated")
    exporting.add_argument("--po", action="store_true", help="a gettext catalogue of one locale instead of YAML")
    exporting.set_defaults(run=export_texts)
    about = "take translations into the draft"
    importing = verbs.add_parser("import", help=about, description="Takes translations; empty ones are skipped.")
    importing.add_argument("template", help="id or name")
    importing.add_argument("file", type=Path, help="YAML, JSON, or a .po file")
    importing.add_argument("--locale", choices=LOCALES, metavar="LOCALE", help="of a .po file")
    importing.add_argument("--publish", action="store_true", help="make the draft live at once")
    importing.set_defaults(run=import_texts)


def export_texts(chosen: argparse.Namespace) -> int:
    """Print the texts of the template."""

    async def look(conn: Connection, organization_id: str) -> Template:
        template_id = await find_template(conn, organization_id, chosen.template)
        return (await translations.newest(conn, organization_id, template_id)).document

    document = in_database(look)
    codes = chosen.locale or [code for code in document.locales or available() if code != SOURCE]
    texts = {code: translations.texts_in(document, code) for code in codes}
    if chosen.po and len(codes) != 1:
        raise BadRequest("A .po file holds one language: name it with --locale")
    sys.stdout.write(_catalogue(texts[codes[0]]) if chosen.po else yaml.write(texts))
    return 0


def import_texts(chosen: argparse.Namespace) -> int:
    """Write translations into the draft, and publish it when asked to."""
    given = _read(chosen.file, chosen.locale)

    async def write(conn: Connection, organization_id: str) -> str:
        template_id = await find_template(conn, organization_id, chosen.template)
        version = await translations.newest(conn, organization_id, template_id)
        document = translations.with_texts(version.document, given)
        await translations.save(conn, organization_id, version, document, "command line")
        if chosen.publish:
            await actions.publish(conn, organization_id, template_id)
        return template_id

    print(in_database(write))
    return 0


def _catalogue(texts: dict[str, str]) -> str:
    catalogue = Catalog(charset="utf-8")
    for source, text in texts.items():
        catalogue.add(source, text)
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=120, omit_header=True)
    return buffer.getvalue().decode()


def _read(path: Path, locale: str | None) -> Texts:
    try:
        content = path.read_bytes()
        found = _of_catalogue(content, locale) if path.suffix == ".po" else msgspec.convert(yaml.read(content), Texts)
    except OSError as error:
        raise BadRequest(f"{path}: {error.strerror}") from error
    except (msgspec.ValidationError, InvalidTemplate, PoFileError, UnicodeDecodeError) as error:
        raise BadRequest(f"{path} is no file of translations: {error}") from error
    return {code: {source: text for source, text in texts.items() if text} for code, texts in found.items()}


def _of_catalogue(content: bytes, locale: str | None) -> Texts:
    if locale is None:
        raise BadRequest("Name the language of the .po file with --locale")
    found = read_po(io.BytesIO(content), abort_invalid=True)
    usable = (message for message in found if message.id and not message.fuzzy)
    return {locale: {str(each.id): each.string for each in usable if isinstance(each.string, str)}}
