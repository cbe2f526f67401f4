"""A fork: the first rule that holds."""

from __future__ import annotations

from verilink.flow.document import BranchStep
from verilink.flow.moment import Moment
from verilink.flow.rules import holds, variables


def target(moment: Moment, step: BranchStep) -> str:
    """The step to go to."""
    values = variables(moment.plan.template, moment.state, moment.fields, moment.context.today, moment.context.seen)
    return next((rule.to for rule in step.rules if holds(rule, values)), step.otherwise)
