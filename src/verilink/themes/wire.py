"""Theme sets as JSON:API resources (published wire contract, schema ``theme-set``), and the theme of a version."""

from __future__ import annotations

from typing import Any

import msgspec

from verilink.kit.clock import iso
from verilink.themes.cells import tree_of
from verilink.themes.model import ThemeSet
from verilink.themes.palette import effective


def resource(theme: ThemeSet) -> dict[str, Any]:
    """The theme set."""
    attributes: dict[str, Any] = {
        "name": theme.name,
        "status": theme.status,
        "styles": tree_of(theme.styles),
        "created-at": iso(theme.created_at),
        "updated-at": iso(theme.updated_at),
        "archived-at": iso(theme.archived_at),
    }
    return {"type": "theme-set", "id": theme.id, "attributes": attributes}


def flat(theme: ThemeSet | None, organization_id: str) -> dict[str, Any]:
    """``theme`` of a template version: the keys that are set, of the variant people see first."""
    if theme is None:
        return {}
    values = msgspec.to_builtins(effective(theme.styles, theme.styles.shown or "light"))
    logo = values.pop("logo", None)
    own = {"logo-url": address(organization_id, logo)} if logo else {}
    fonts = {key: address(organization_id, values[key]) for key in ("font-url",) if key in values}
    hidden = ("color-background", "font-url-title")  # ours: the contract has no such keys
    return {key: value for key, value in values.items() if key not in hidden} | own | fonts


def address(organization_id: str, asset_id: str) -> str:
    """Where a logo or font is served: below our own origin, for ever the same bytes."""
    return f"/flow/theme/{organization_id}/files/{asset_id}"
