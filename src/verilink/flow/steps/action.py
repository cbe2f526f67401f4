"""A sequence of actions, the last of which may submit a verification."""

from __future__ import annotations

from typing import assert_never

from verilink.flow.document import (
    Action,
    ActionStep,
    AddTag,
    CopyValues,
    Decide,
    KeepAccount,
    RemoveTag,
    RunVerification,
    SetField,
)
from verilink.flow.fields import clean
from verilink.flow.gathering import frozen, is_gathered
from verilink.flow.graph import run_of
from verilink.flow.moment import Moment
from verilink.flow.outcomes import SetFields, Submit, TagInquiry, UntagInquiry
from verilink.flow.steps import copying


def perform(moment: Moment, step: ActionStep) -> Moment:
    """Do the actions in order. After a submission the state waits and nothing before it can be gone back to."""
    for action in step.do:
        moment = _perform(moment, action)
    return moment


def _perform(moment: Moment, action: Action) -> Moment:
    match action:
        case SetField():
            value = clean(moment.plan.template.fields[action.field], action.value)
            return moment.after(SetFields(values={action.field: value}))
        case AddTag():
            return moment.after(TagInquiry(tag=action.tag))
        case RemoveTag():
            return moment.after(UntagInquiry(tag=action.tag))
        case Decide():
            return moment.after(decision=action.decision)
        case CopyValues():
            return moment.after(*copying.values(moment, action))
        case KeepAccount():
            return moment.after(copying.account(moment, action))
        case RunVerification():
            name = action.verification
            attempt = frozen(moment.plan.template.verifications[name], moment.attempt(name), moment.fields)
            return moment.after(Submit(verification=name, attempt=attempt), waiting=name, history=())
        case _:
            assert_never(action)


def can_run(moment: Moment, step: ActionStep) -> bool:
    """Whether its verification, if any, has a try left and all its evidence."""
    run = run_of(step)
    if run is None:
        return True
    verification = moment.plan.template.verifications[run.verification]
    return moment.tries_left(run.verification) > 0 and is_gathered(verification, moment.attempt(run.verification))
