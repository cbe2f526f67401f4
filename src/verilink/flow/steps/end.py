"""The end, and what must be true before it may be called completed."""

from __future__ import annotations

from verilink.flow.document import Decision, EndStep
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
        decide=_decision(moment, step),
    )


def _decision(moment: Moment, step: EndStep) -> Decision | None:
    """Whoever asked for a person's look is never decided on by the template: nothing was verified.

    An action decides before anybody knows how the flow ends, so it approves only what then is completed.
    """
    if moment.state.by_person:
        return "review"
    decided = moment.state.decision
    return step.decide or (None if decided == "approve" and step.status != "completed" else decided)
