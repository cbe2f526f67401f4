"""``verilink template list|export|import|validate|expand|texts|starters``: templates as YAML files."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from verilink.commands import texts
from verilink.commands.organization import find_template, in_database
from verilink.database import Connection
from verilink.errors import BadRequest, NotFound
from verilink.flow.document import Template
from verilink.flow.plan import InvalidTemplate, Plan
from verilink.flow.shipped import shipped_templates
from verilink.flow.source import Source
from verilink.flow.yaml import dump, lined, parse_source
from verilink.templates import actions, queries
from verilink.templates.model import InquiryTemplate, TemplateVersion


def register(command: argparse.ArgumentParser) -> None:
    """Give the command its own verbs."""
    verbs = command.add_subparsers(dest="verb", required=True, metavar="VERB")
    listing = verbs.add_parser(
        "list",
        help="show every template",
        description="Id, status and name of every template, and its verifications' ids.",
    )
    listing.set_defaults(run=list_templates)
    export = verbs.add_parser("export", help="print the live version as YAML", description="The live version as YAML.")
    export.add_argument("template", help="id or name")
    export.set_defaults(run=export_template)
    about = "make a template, or a new version of one, from a YAML file"
    importing = verbs.add_parser("import", help=about, description="Makes a template, or a new version of one.")
    importing.add_argument("file", type=Path, help="YAML file")
    importing.add_argument("--into", help="id or name of the template that gets a new version")
    importing.add_argument("--publish", action="store_true", help="make it live at once")
    importing.set_defaults(run=import_template)
    about = "check a YAML file without a database"
    validating = verbs.add_parser(
        "validate", help=about, description="Every problem of a YAML file. No database needed."
    )
    validating.add_argument("file", type=Path, help="YAML file")
    validating.set_defaults(run=validate_template)
    about = "print a YAML file with its modules as the steps they become"
    expanding = verbs.add_parser("expand", help=about, description="The file as it will run. No database needed.")
    expanding.add_argument("file", type=Path, help="YAML file")
    expanding.set_defaults(run=expand_template)
    about = "templates to begin with: show their names, or print one as YAML"
    starters = verbs.add_parser(
        "starters", help=about, description="The templates that come with it, to build your own from."
    )
    starters.add_argument("name", nargs="?", help="print this one")
    starters.set_defaults(run=show_starters)
    about = "texts of a template in other languages"
    texts.register(verbs.add_parser("texts", help=about, description="Writes and takes translations of a template."))


def _load(path: Path) -> tuple[Source, Plan]:
    try:
        text = path.read_bytes()
        document = parse_source(text)
        try:
            return document, actions.validated(document)
        except InvalidTemplate as error:
            raise InvalidTemplate(lined(text, error.problems)) from None
    except OSError as error:
        raise BadRequest(f"{path}: {error.strerror}") from error
    except InvalidTemplate as error:
        lines = "\n".join(f"  {problem.path}: {problem.message}" for problem in error.problems)
        raise BadRequest(f"{path} is not a valid template:\n{lines}") from error


def list_templates(_chosen: argparse.Namespace) -> int:
    """Print id, status and name of every template, and the ids of its live version's verifications."""

    async def look(conn: Connection, organization_id: str) -> list[tuple[InquiryTemplate, TemplateVersion | None]]:
        found = await queries.list_templates(conn, organization_id)
        return [(each, await _live(conn, organization_id, each)) for each in found]

    for template, version in in_database(look):
        print(f"{template.id}  {template.status:8}  {'live ' if version else 'draft'}  {template.name}")
        for name, ids in version.verification_ids.items() if version else ():
            print(f"    {ids.template}  {name}")
    return 0


async def _live(conn: Connection, organization_id: str, template: InquiryTemplate) -> TemplateVersion | None:
    if template.live_version_id is None:
        return None
    return await queries.version(conn, organization_id, template.live_version_id)


def export_template(chosen: argparse.Namespace) -> int:
    """Print the live version."""

    async def export(conn: Connection, organization_id: str) -> Template | Source:
        template_id = await find_template(conn, organization_id, chosen.template)
        return (await queries.live(conn, organization_id, template_id)).written

    sys.stdout.write(dump(in_database(export)))
    return 0


def import_template(chosen: argparse.Namespace) -> int:
    """Write the file as a draft, and publish it when asked to."""
    document, _ = _load(chosen.file)

    async def write(conn: Connection, organization_id: str) -> str:
        if chosen.into:
            template_id = await find_template(conn, organization_id, chosen.into)
            await actions.save_draft(conn, organization_id, template_id, document, "command line")
        else:
            template_id = (await actions.create(conn, organization_id, document, "command line")).id
        if chosen.publish:
            await actions.publish(conn, organization_id, template_id)
        return template_id

    print(in_database(write))
    return 0


def show_starters(chosen: argparse.Namespace) -> int:
    """Print the name and purpose of every template that comes with it, or the YAML of one."""
    known = shipped_templates()
    if chosen.name is None:
        print("\n".join(f"{name}: {template.description}" for name, template in known.items()))
        return 0
    if chosen.name not in known:
        raise NotFound(f"There is no starter {chosen.name!r}; verilink template starters shows them.")
    sys.stdout.write(dump(known[chosen.name]))
    return 0


def expand_template(chosen: argparse.Namespace) -> int:
    """Print what the file becomes when it is published."""
    sys.stdout.write(dump(_load(chosen.file)[1].template))
    return 0


def validate_template(chosen: argparse.Namespace) -> int:
    """Say whether the file is a valid template; every problem is listed."""
    document, plan = _load(chosen.file)
    print(f"{chosen.file}: {document.name} is valid ({len(plan.template.steps)} steps)")
    return 0
