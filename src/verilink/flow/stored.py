"""Reading template documents that earlier versions of this program stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from verilink.flow.document import Template

_WITHOUT_EFFECT: Final[Mapping[str, frozenset[str]]] = {
    "government-id": frozenset({"poses"}),
    "selfie": frozenset({"countries", "id-classes"}),
}
"""Settings that were once taken for a kind they mean nothing to."""


def read_stored(document: Mapping[str, Any]) -> Template:
    """The template of a stored version; a published version never changes, so it must stay readable."""
    verifications = {
        name: {key: value for key, value in one.items() if key not in _WITHOUT_EFFECT.get(str(one.get("type")), ())}
        for name, one in document.get("verifications", {}).items()
    }
    return msgspec.convert({**document, "verifications": verifications}, Template)
