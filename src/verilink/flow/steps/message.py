"""A page that says something: on its own, or about the last attempt of a verification."""

from __future__ import annotations

from typing import Any

from verilink.flow.document import Message
from verilink.flow.moment import Moment


def model(moment: Moment, screen: Message) -> dict[str, Any]:
    """``reasons``: why the last attempt did not pass, in the checks' own words (``checks.advice`` has sentences)."""
    if screen.about is None:
        return {}
    results = moment.state.results.get(screen.about, ())
    return {
        "verification": screen.about,
        "reasons": list(results[-1].reasons) if results else [],
        "tries-left": moment.tries_left(screen.about),
    }
