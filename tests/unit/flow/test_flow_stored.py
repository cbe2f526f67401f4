"""Documents that earlier versions stored stay readable."""

from __future__ import annotations

import msgspec
import pytest

from verilink.flow.shipped import shipped_templates
from verilink.flow.stored import read_stored


@pytest.mark.parametrize("name", shipped_templates())
def test_what_is_stored_is_read_as_it_was(name: str) -> None:
    template = shipped_templates()[name]
    assert read_stored(msgspec.to_builtins(template)) == template


def test_settings_that_never_meant_anything_are_left_out() -> None:
    template = shipped_templates()["Government ID and selfie"]
    stored = msgspec.to_builtins(template)
    stored["verifications"]["government_id"]["poses"] = "center"
    stored["verifications"]["selfie"] |= {"countries": ["DE"], "id-classes": ["pp"]}
    assert read_stored(stored) == template


def test_what_was_never_taken_is_still_refused() -> None:
    stored = msgspec.to_builtins(shipped_templates()["Selfie"])
    stored["verifications"]["selfie"]["shoe-size"] = 43
    with pytest.raises(msgspec.ValidationError, match="shoe-size"):
        read_stored(stored)
