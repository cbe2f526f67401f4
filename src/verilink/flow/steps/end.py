"""The end, and what must be true before it may be called completed."""

from __future__ import annotations

from verilink.flow.document import EndStep
from verilink.flow.moment import Moment
from verilink.flow.outcomes import Finish


def is_earned(moment: Moment, step: EndStep) -> bool:
    """A completed end needs every verification that was run, and every required one, to have passed."""
    if step.status != "completed":
        return True
    verifications = moment.plan.template.verifications
    needed = {name for name, one in verifications.items() if one.required} | set(moment.state.results)
    return all(moment.has_passed(name) for name in needed)


def finish(moment: Moment, step: EndStep) -> Moment:
    """The flow is over."""
    return moment.after(finished=step.status, history=())


def outcome(moment: Moment, step: EndStep) -> Finish:
    """What the last page says."""
    return Finish(
        step=moment.state.step,
        status=step.status,
        title=step.title,
        body=step.body,
        by_person=moment.state.by_person,
    )
