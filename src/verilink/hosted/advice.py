"""Reasons of checks to what a person reads when a try did not pass."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from verilink.checks.advice import advice_for
from verilink.kit.i18n import Translator
from verilink.locale.messages import N_

_SIMULATED: Final = "simulated_failure"
_SANDBOX: Final = N_("The sandbox was asked to fail this try.")
_NOT_ANALYSED: Final = "analysis_failed"
_UNREAD: Final = N_("The photos could not be worked with this time. Take new ones with the camera.")


def advice(language: Translator, reasons: Iterable[str]) -> tuple[str, ...]:
    """At most three sentences: what was seen, then what to do."""
    given = tuple(reasons)
    if _SIMULATED in given:
        return (language(_SANDBOX),)
    if _NOT_ANALYSED in given:
        return (language(_UNREAD),)
    return tuple(language(sentence) for sentence in advice_for(given))
