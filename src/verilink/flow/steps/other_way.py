"""The way without a face: where the template offers it, the flow ends here and a person looks."""

from __future__ import annotations

from typing import Final

from verilink.flow.document import CaptureSelfie, Consent, EndStep, Screen, ScreenStep, Template
from verilink.flow.moment import Moment
from verilink.flow.outcomes import AskedForPerson, StaleStep, TagInquiry

TAG: Final = "manual-review-requested"


def is_offered(template: Template, screen: Screen) -> bool:
    """Where biometric data would be asked for, or agreed to."""
    return template.privacy.manual_review and isinstance(screen, Consent | CaptureSelfie)


def take(moment: Moment, step: ScreenStep) -> Moment:
    """To the completed end, unverified and said so; the caller marks the inquiry for review.

    Pictures of an attempt that was not submitted are never analysed. Raises :class:`StaleStep` where it is not offered.
    """
    if not is_offered(moment.plan.template, step.screen):
        raise StaleStep("another way is not offered here")
    steps = moment.plan.template.steps
    done = next(name for name, each in steps.items() if isinstance(each, EndStep) and each.status == "completed")
    return moment.after(TagInquiry(tag=TAG), AskedForPerson(), step=done, by_person=True)
