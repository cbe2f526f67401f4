"""What an answer to an international database block says besides what was typed into it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from verilink.flow.components import DatabaseBlock
from verilink.flow.database_block import CHANGING
from verilink.flow.moment import Moment
from verilink.flow.pagecontent import Placed, inputs_of


def of_countries(moment: Moment, shown: Iterable[Placed]) -> dict[str, Any]:
    """The one country a block is for, and nothing for what only other countries ask.

    Else a number of another country, given before, would be looked up too.
    """
    found: dict[str, Any] = {}
    for one in shown:
        if isinstance(one.component, DatabaseBlock):
            found |= _of_block(moment, one, one.component)
    return found


def _of_block(moment: Moment, one: Placed, block: DatabaseBlock) -> dict[str, Any]:
    template = moment.plan.template
    asked = {each.field for each in one.inputs}
    possible = {each.field for each in inputs_of(template, block)}
    unasked = (possible & CHANGING) - asked
    known = {key for key in unasked if moment.fields.get(key) is not None and not template.fields[key].write_once}
    fixed = block.countries is not None and len(block.countries) == 1
    return dict.fromkeys(sorted(known)) | ({block.country: block.countries[0]} if fixed and block.countries else {})
