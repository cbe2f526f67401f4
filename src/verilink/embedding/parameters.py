"""The query of a framed page, as the published JavaScript SDK writes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, Literal

import msgspec

from verilink.errors import BadRequest
from verilink.hosted.parameters import MAX_QUERY_BYTES, Parameters
from verilink.hosted.parameters import parse as parse_link
from verilink.kit import query as queries
from verilink.kit.inflection import to_kebab

MAX_ANCESTORS: Final = 20
MAX_ECHO: Final = 200
SIDES: Final = ("top", "right", "bottom", "left")
_LENGTH: Final = re.compile(r"(\d{1,3}(?:\.\d{1,3})?)(px|rem|em|%)?", re.ASCII)
Padding = dict[str, str]


class Embedding(msgspec.Struct, frozen=True, kw_only=True):
    """What the page around the flow says of itself. Everything here is a claim until ``origins`` has checked it.

    ``link``: what to open; ``None`` when the query cannot open anything, ``problem`` then says why. ``template_id`` and
    ``version_id`` are echoed in every message exactly as they were given. Paddings: side -> CSS length.
    """

    origin: str = ""
    target: str = ""
    ancestors: tuple[str, ...] = ()
    container_id: str | None = None
    template_id: str | None = None
    version_id: str | None = None
    flow_type: Literal["embedded", "inline"] = "embedded"
    widget_padding: Padding = {}
    navigation_padding: Padding = {}
    environment_id: str | None = None
    environment: str | None = None
    link: Parameters | None = None
    problem: str | None = None


def parse(raw: str) -> Embedding:
    """The embedding a query describes. Raises ``BadRequest`` for a query that cannot be read at all."""
    tree = {to_kebab(name): value for name, value in queries.parse(raw, max_bytes=MAX_QUERY_BYTES).items()}
    origin = _text(tree, "iframe-origin") or ""
    inline = _text(tree, "flow-type") == "inline"
    link, problem = _link(raw)
    return Embedding(
        origin=origin,
        target=_text(tree, "message-target-origin") or origin,
        ancestors=_ancestors(tree.get("frame-ancestors")),
        container_id=_text(tree, "container-id"),
        template_id=_text(tree, "inquiry-template-id") or _text(tree, "template-id"),
        version_id=_text(tree, "inquiry-template-version-id"),
        flow_type="inline" if inline else "embedded",
        widget_padding=_padding(tree.get("widget-padding")) if inline else {},
        navigation_padding=_padding(tree.get("navigation-padding")) if inline else {},
        environment_id=_text(tree, "environment-id"),
        environment=_text(tree, "environment"),
        link=link,
        problem=problem,
    )


def _link(raw: str) -> tuple[Parameters | None, str | None]:
    """Read by the very function that reads it when the flow is opened, so that the two cannot disagree."""
    try:
        link = parse_link(raw)
    except BadRequest as error:
        return None, error.details
    return link, None


def _text(tree: Mapping[str, Any], name: str) -> str | None:
    value = tree.get(name)
    return value if isinstance(value, str) and 0 < len(value) <= MAX_ECHO else None


def _ancestors(given: Any) -> tuple[str, ...]:
    values = [given] if isinstance(given, str) else given if isinstance(given, list) else []
    return tuple(value for value in values[:MAX_ANCESTORS] if isinstance(value, str))


def _padding(given: Any) -> Padding:
    """Sides with a length that CSS knows; a number alone means pixels, anything else is left out."""
    if not isinstance(given, Mapping):
        return {}
    found = {side: _LENGTH.fullmatch(str(given.get(side, ""))) for side in SIDES}
    return {side: f"{match[1]}{match[2] or 'px'}" for side, match in found.items() if match}
