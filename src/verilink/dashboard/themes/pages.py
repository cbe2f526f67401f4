"""The list of themes, the editor, and what can be done with one."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from starlette.responses import Response

from verilink.access.roles import Capability
from verilink.dashboard.forms import Form
from verilink.dashboard.render import HEADERS, go, page
from verilink.dashboard.themes import editing
from verilink.dashboard.themes.keys import CHOICES, FILES, GROUPS
from verilink.dashboard.visit import Visit
from verilink.errors import BadRequest, Unprocessable
from verilink.hosted.samples import SAMPLES
from verilink.kit.csp import Policy
from verilink.kit.i18n import available, translator
from verilink.themes import actions, queries
from verilink.themes.assets import queries as assets
from verilink.themes.contrast import findings, mended, with_value
from verilink.themes.model import STANDARD, Styles, ThemeSet

PATH: Final = "/dashboard/themes"
# The editor shows its own pages in a frame, and nobody else's.
_POLICY: Final = Policy(img=("'self'", "blob:"), frame=("'self'",), trusted_types=("default",)).header()


async def themes_page(visit: Visit) -> Response:
    """Every theme with its colours and where it is used."""
    organization_id = visit.environment.organization_id
    async with visit.reading() as conn:
        every = await queries.list_theme_sets(conn, organization_id)
        templates = await queries.templates_of(conn, organization_id)
    used = {each.id: [name for _, name, theme_id in templates if theme_id == each.id] for each in every}
    may_write = visit.may(Capability.WRITE_TEMPLATES)
    return page(visit, "themes/list.html", title="Themes", rows=every, used=used, may_write=may_write)


async def create(visit: Visit, form: Form) -> Response:
    """A new theme that looks like the flow without one."""
    async with visit.changing() as conn:
        made = await actions.make(conn, visit.actor, form.text("name"), STANDARD)
    return go(visit, f"{PATH}/{made.id}")


async def new_page(visit: Visit) -> Response:
    """The form for a new theme's name."""
    return page(visit, "themes/new.html", title="New theme")


async def editor(visit: Visit) -> Response:
    """The editor with the theme as it is kept. Raises ``NotFound``."""
    theme = await _theme(visit)
    return await edit_page(visit, theme, editing.Draft(theme.styles, {}, {}))


async def _theme(visit: Visit) -> ThemeSet:
    async with visit.reading() as conn:
        return await queries.get(conn, visit.environment.organization_id, visit.param("theme"))


async def save(visit: Visit, form: Form) -> Response:
    """Keep the look, or show what cannot be kept. ``mend``: with every colour that cannot be read changed first."""
    theme, draft = await _theme(visit), editing.read(form.tree)
    draft = msgspec.structs.replace(draft, styles=_fixed(form, draft.styles))
    if draft.problems or (findings(draft.styles) and form.text("mend") != "all"):
        return await edit_page(visit, theme, draft, name=form.text("name"))
    try:
        organization_id = visit.environment.organization_id
        styles = await editing.with_files(visit.services, organization_id, form, draft.styles)
        async with visit.changing() as conn:
            await actions.update(conn, visit.actor, theme.id, name=form.text("name"), styles=styles)
    except (BadRequest, Unprocessable) as error:
        shown = msgspec.structs.replace(draft, problems=editing.problem_of(error))
        return await edit_page(visit, theme, shown, name=form.text("name"))
    return go(visit, f"{PATH}/{theme.id}?done=saved")


def _fixed(form: Form, styles: Styles) -> Styles:
    """The styles after a button for one colour, or for all of them."""
    wanted = form.text("mend")
    if wanted == "all":
        return mended(styles)
    for each in findings(styles):
        if each.fix and wanted == f"{each.variant} {each.key}":
            return with_value(styles, each.variant, each.key, each.fix)
    return styles


async def edit_page(visit: Visit, theme: ThemeSet, draft: editing.Draft, name: str | None = None) -> Response:
    """The editor, with everything that was given and what is wrong with it."""
    organization_id = visit.environment.organization_id
    async with visit.reading() as conn:
        templates = await queries.templates_of(conn, organization_id)
        names = await assets.names(conn, organization_id)
    wrong = findings(draft.styles)
    bad = bool(draft.problems or (wrong and draft.given))
    response = page(
        visit,
        "themes/one.html",
        title=theme.name,
        status=422 if bad else 200,
        theme_set=theme,
        name=theme.name if name is None else name,
        draft=draft,
        problems=draft.problems,
        wrong=wrong,
        templates=templates,
        file_names=names,
        may_write=visit.may(Capability.WRITE_TEMPLATES),
        **_choices(),
    )
    response.headers["Content-Security-Policy"] = _POLICY
    return response


def _choices() -> dict[str, Any]:
    return {
        "key_groups": GROUPS,
        "files": FILES,
        "options": CHOICES,
        "samples": SAMPLES,
        "languages": [(code, translator(code).locale.name) for code in available()],
    }


async def check(visit: Visit, form: Form) -> Response:
    """What cannot be read in what is being edited; keeps nothing."""
    wrong = findings(editing.read(form.tree).styles)
    response = page(visit, "themes/findings.html", wrong=wrong, may_write=visit.may(Capability.WRITE_TEMPLATES))
    response.headers.update(HEADERS)
    return response


async def duplicate(visit: Visit, _: Form) -> Response:
    """A copy, opened. Raises ``NotFound``."""
    async with visit.changing() as conn:
        copy = await actions.duplicate(conn, visit.actor, visit.param("theme"))
    return go(visit, f"{PATH}/{copy.id}")


async def make_default(visit: Visit, _: Form) -> Response:
    """What every template without a theme of its own has. Raises ``NotFound``."""
    async with visit.changing() as conn:
        await actions.make_default(conn, visit.actor, visit.param("theme"))
    return go(visit, f"{PATH}/{visit.param('theme')}?done=saved")


async def assign(visit: Visit, form: Form) -> Response:
    """Give it to the ticked templates, and to no other. Raises ``NotFound``."""
    async with visit.changing() as conn:
        await actions.assign(conn, visit.actor, visit.param("theme"), form.many("templates"))
    return go(visit, f"{PATH}/{visit.param('theme')}?done=saved")


async def archive(visit: Visit, _: Form) -> Response:
    """Put it away. Raises ``NotFound`` and ``Conflict``."""
    async with visit.changing() as conn:
        await actions.archive(conn, visit.actor, visit.param("theme"))
    return go(visit, f"{PATH}?done=archived")
