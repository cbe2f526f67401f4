"""``POST /inquiries/search``: conditions with and, or and not over a few attributes, as SQL with parameters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

import msgspec

from verilink.accounts.model import reference_key
from verilink.api import values as c
from verilink.errors import BadRequest
from verilink.inquiries.model import checked_status

MAX_DEPTH: Final = 2
MAX_CLAUSES: Final = 20
OPERATORS: Final = {"eq": "=", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


def _moment(value: Any, where: str) -> datetime:
    return c.checked_moment(c.checked_text(value, where), where)


def _status(value: Any, where: str) -> str:
    return checked_status(c.checked_text(value, where), where)


def _reference(value: Any, where: str) -> str:
    return reference_key(c.checked_text(value, where))


class Attribute(msgspec.Struct, frozen=True):
    """A searchable attribute: its column, how its values are read, and whether it can be compared for order."""

    column: str
    read: Callable[[Any, str], Any]
    ordered: bool = False


ATTRIBUTES: Final = {
    "status": Attribute("i.status", _status),
    "created-at": Attribute("i.created_at", _moment, True),
    "updated-at": Attribute("i.updated_at", _moment, True),
    "reference-id": Attribute("coalesce(i.reference_key, '')", _reference),
    "inquiry-template-id": Attribute("i.template_id", c.checked_text),
}


class Condition(msgspec.Struct, frozen=True):
    """SQL over the alias ``i`` with ``{0}``, ``{1}``, … where its values go."""

    text: str
    values: tuple[Any, ...]


class Sort(msgspec.Struct, frozen=True):
    """Order by ``column``, then by id."""

    column: str
    descending: bool = True


def condition(query: Any) -> Condition:
    """The condition of ``query``; everything when there is none. Raises ``BadRequest``."""
    if query is None or query == {}:
        return Condition("true", ())
    values: list[Any] = []
    return Condition(_clause(query, values, 0), tuple(values))


def _clause(clause: Any, values: list[Any], depth: int) -> str:
    """Depth 0 is the outermost clause; a predicate adds none."""
    if not isinstance(clause, dict):
        raise BadRequest("Every clause of query must be an object")
    if set(clause) == {"attribute", "operator", "value"}:
        return _predicate(clause, values)
    if len(clause) != 1 or next(iter(clause)) not in {"and", "or", "not"}:
        raise BadRequest("A clause is and, or, not, or attribute, operator and value")
    if depth >= MAX_DEPTH:
        raise BadRequest(f"query is nested deeper than {MAX_DEPTH} levels")
    [(word, inner)] = clause.items()
    if word == "not":
        return f"(NOT {_clause(inner, values, depth + 1)})"
    if not isinstance(inner, list) or not 1 <= len(inner) <= MAX_CLAUSES:
        raise BadRequest(f"{word} takes a list of 1 to {MAX_CLAUSES} clauses")
    return "(" + f" {word.upper()} ".join(_clause(each, values, depth + 1) for each in inner) + ")"


def _attribute(given: Any) -> tuple[str, Attribute]:
    # An attribute's name is a value of the body, in any spelling that keys may have.
    name = c.checked_text(given, "attribute").replace("_", "-").lower()
    if name not in ATTRIBUTES:
        raise BadRequest(f"{name[:40]} cannot be searched; use {', '.join(_snake(each) for each in ATTRIBUTES)}")
    return name, ATTRIBUTES[name]


def _snake(name: str) -> str:
    return name.replace("-", "_")


def _predicate(clause: dict[str, Any], values: list[Any]) -> str:
    name, attribute = _attribute(clause["attribute"])
    operator = c.checked_text(clause["operator"], "operator")
    if operator not in OPERATORS or (operator != "eq" and not attribute.ordered):
        usable = list(OPERATORS) if attribute.ordered else ["eq"]
        raise BadRequest(f"{_snake(name)} takes the operator {', '.join(usable)}")
    values.append(attribute.read(clause["value"], _snake(name)))
    return f"{attribute.column} {OPERATORS[operator]} {{{len(values) - 1}}}"


def sort(given: Any) -> Sort:
    """The order of the results, newest first when nothing is said. Raises ``BadRequest``."""
    if given is None:
        return Sort("i.id")
    wanted = c.checked_object(given, "sort")
    c.refuse_unknown(wanted, ("attribute", "direction"), "sort")
    direction = c.text(wanted, "direction", "sort") or "desc"
    if direction.lower() not in {"asc", "desc"}:
        raise BadRequest("sort.direction must be asc or desc")
    name, attribute = _attribute(wanted.get("attribute"))
    # Ids sort by time of making, and have an index.
    return Sort("i.id" if name == "created-at" else attribute.column, direction.lower() == "desc")
