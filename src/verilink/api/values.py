"""Reading single values of a request: of the right kind, or a ``BadRequest`` that says where."""

from __future__ import annotations

from collections.abc import Container
from datetime import UTC, datetime
from typing import Any, Final

from verilink.api.call import Call
from verilink.errors import BadRequest
from verilink.kit.query import Query

MAX_NAME: Final = 100
MAX_TAGS: Final = 50


def refuse_unknown(attributes: dict[str, Any], known: Container[str], path: str = "data.attributes") -> None:
    """Raises ``BadRequest`` for a name that means nothing here, rather than leaving it out in silence."""
    for name in attributes:
        if name not in known:
            raise BadRequest(f"{path}.{name[:60]} is not supported")


def checked_text(value: Any, where: str) -> str:
    """``value`` as text. Raises ``BadRequest`` for any other kind of value."""
    if isinstance(value, str):
        return value
    raise BadRequest(f"{where} must be a string", pointer=f"/{where.replace('.', '/')}")


def checked_object(value: Any, where: str) -> dict[str, Any]:
    """``value`` as an object. Raises ``BadRequest`` for any other kind of value."""
    if isinstance(value, dict):
        return value
    raise BadRequest(f"{where} must be an object")


def checked_tags(value: Any, where: str) -> list[str]:
    """A list of tags, each once. Raises ``BadRequest`` for anything else, and for too many or too long ones."""
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BadRequest(f"{where} must be a list of strings")
    tags = list(dict.fromkeys(value))
    if len(tags) > MAX_TAGS or any(not 0 < len(tag) <= MAX_NAME for tag in tags):
        raise BadRequest(f"{where}: at most {MAX_TAGS} tags of 1 to {MAX_NAME} characters")
    return tags


def checked_moment(value: str, where: str) -> datetime:
    """An ISO 8601 time or date; without an offset it is UTC. Raises ``BadRequest``."""
    try:
        found = datetime.fromisoformat(value)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadRequest(f"{where} must be an ISO 8601 time, such as 2026-01-31T12:00:00Z") from None


def moment(given: dict[str, list[str]], name: str) -> datetime | None:
    """The time of a filter, ``None`` when it is not given. Raises ``BadRequest``."""
    return checked_moment(",".join(given[name]), f"filter[{name}]") if name in given else None


def page_of_body(call: Call) -> Query:
    """``page`` of a body, as a query string would have it. Raises ``BadRequest``."""
    page = call.body.get("page")
    if page is None:
        return {}
    given = checked_object(page, "page").items()
    return {"page": {name: value if isinstance(value, str) else _digits(value) for name, value in given}}


def _digits(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadRequest("page has size, after and before")
    return str(value)


def text(attributes: dict[str, Any], name: str, path: str = "data.attributes") -> str | None:
    """A text attribute or ``None``. Raises ``BadRequest`` for any other kind of value."""
    value = attributes.get(name)
    if value is None or isinstance(value, str):
        return value
    raise BadRequest(f"{path}.{name} must be a string", pointer=f"/{path.replace('.', '/')}/{name}")


def required_text(attributes: dict[str, Any], name: str, path: str = "data.attributes") -> str:
    """A text attribute that must be there. Raises ``BadRequest``."""
    value = text(attributes, name, path)
    if not value:
        raise BadRequest(f"{path}.{name} is missing")
    return value


def number(attributes: dict[str, Any], name: str, path: str = "meta") -> int | None:
    """A whole number or ``None``. Raises ``BadRequest`` for any other kind of value."""
    value = attributes.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadRequest(f"{path}.{name} must be a whole number")
    return value


def texts(attributes: dict[str, Any], name: str, path: str = "data.attributes") -> list[str] | None:
    """A list of texts or ``None``. Raises ``BadRequest`` for any other kind of value."""
    value = attributes.get(name)
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BadRequest(f"{path}.{name} must be a list of strings")
    return value


def tag_names(call: Call) -> list[str]:
    """The tags of ``set-tags``, by name or id (a tag's id is its name). Raises ``BadRequest``."""
    meta = call.meta()
    found = [meta[name] for name in ("tag-name", "tag-id") if meta.get(name) is not None]
    if not found:
        raise BadRequest("meta.tag-name is missing")
    return checked_tags(found[0], "meta.tag-name")


def tag_name(call: Call) -> str:
    """The one tag of ``add-tag`` and ``remove-tag``. Raises ``BadRequest``."""
    meta = call.meta()
    name = text(meta, "tag-name", "meta") or text(meta, "tag-id", "meta")
    if not name:
        raise BadRequest("meta.tag-name is missing")
    return checked_tags([name], "meta.tag-name")[0]
