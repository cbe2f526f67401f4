"""Consent: what is collected, why, and how long it is kept."""

from __future__ import annotations

from typing import Any

from verilink.flow.document import (
    CaptureDocument,
    CaptureId,
    CaptureSelfie,
    ConfirmContact,
    Consent,
    Form,
    Page,
    Screen,
    ScreenStep,
    Template,
)
from verilink.flow.fields import label_of
from verilink.flow.moment import Moment
from verilink.flow.outcomes import Answer, Consented, InvalidAnswer
from verilink.flow.pagecontent import asked_fields


def model(moment: Moment, screen: Consent) -> dict[str, Any]:
    """``collects`` is worked out from the steps, so the page cannot promise less than the flow asks for."""
    template = moment.plan.template
    return {
        "collects": collected(template),
        "purpose": screen.purpose,
        "retention-days": template.privacy.retention_days,
        "contact": screen.contact or template.privacy.contact,
        "policy-url": template.privacy.policy_url,
    }


def accept(moment: Moment, answer: Answer) -> Moment:
    """Finishing this screen is agreeing; ``{"consent": false}`` is refused, nothing else is read."""
    if answer.values.get("consent", True) not in (True, "true", "on", "1"):
        raise InvalidAnswer({"consent": "You can only go on if you agree."})
    if moment.state.consented:
        return moment
    return moment.after(Consented(), consented=True)


def collected(template: Template) -> list[str]:
    """Kinds of verification that gather something on a screen, then the labels of everything that is typed in."""
    screens = [step.screen for step in template.steps.values() if isinstance(step, ScreenStep)]
    coded = [
        template.verifications[screen.verification].type for screen in screens if isinstance(screen, ConfirmContact)
    ]
    pictures: list[str] = [
        kind
        for kind, screen in (("government-id", CaptureId), ("selfie", CaptureSelfie), ("document", CaptureDocument))
        if any(isinstance(one, screen) for one in screens)
    ]
    typed = [label for screen in screens for label in _labels(template, screen)]
    return list(dict.fromkeys([*pictures, *coded, *typed]))


def _labels(template: Template, screen: Screen) -> list[str]:
    asked = asked_fields(template, screen) if isinstance(screen, Form | Page) else {}
    return [item.label or label_of(key, template.fields.get(key)) for key, item in asked.items()]
