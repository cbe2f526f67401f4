"""Copying values: from what was read into fields, from fields into the person's account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from verilink.flow.document import AccountField, CopyValues, KeepAccount, Overwrite
from verilink.flow.fields import InvalidValue, clean
from verilink.flow.moment import Moment
from verilink.flow.outcomes import LinkAccount, SetFields


def values(moment: Moment, action: CopyValues) -> Iterator[SetFields]:
    """What the last attempt read, when it passed; a value that was not read, or does not fit, leaves its field."""
    name = action.verification
    if not moment.has_passed(name):
        return
    read, fills = moment.context.extractions.get(name, {}), moment.plan.template.verifications[name].fills
    copied = {
        key: value
        for key, source in (action.fields or fills).items()
        if (value := _fitting(moment, key, read.get(source))) is not None and _may_write(moment, key, action.overwrite)
    }
    if copied:
        yield SetFields(values=copied)


def _fitting(moment: Moment, key: str, value: Any) -> Any:
    try:
        return clean(moment.plan.template.fields[key], value)
    except InvalidValue:
        return None


def _may_write(moment: Moment, key: str, overwrite: Overwrite) -> bool:
    is_empty = moment.fields.get(key) is None
    if moment.plan.template.fields[key].write_once or overwrite == "when-empty":
        return is_empty
    return is_empty or overwrite == "always" or key not in moment.context.given


def account(moment: Moment, action: KeepAccount) -> LinkAccount:
    """What goes into the account; empty fields are left out."""
    known = moment.fields
    mapping = own_fields(moment) if action.fields is None else action.fields
    reference = known.get(action.reference) if action.reference else None
    return LinkAccount(
        reference=None if reference is None else str(reference),
        fields={key: value for key, field in mapping.items() if isinstance(value := known.get(field), str) and value},
        tags=action.tags,
        overwrite=action.overwrite == "always",
    )


def own_fields(moment: Moment) -> dict[AccountField, str]:
    """Account fields that the template has under the same name."""
    names: tuple[AccountField, ...] = get_args(AccountField)
    return {name: name for name in names if name in moment.plan.template.fields}
