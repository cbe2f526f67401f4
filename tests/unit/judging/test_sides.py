"""Which sides of a document a case requires."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from verilink.flow.outcomes import Attempt
from verilink.flow.verifications import GovernmentId
from verilink.judging.cases import required_sides


@pytest.mark.parametrize(
    ("told", "chosen", "read", "sent", "required"),
    [
        (True, None, "pp", ("front",), ("front",)),
        (True, None, "id", ("front",), ("front", "back")),
        (True, None, None, ("front",), ("front",)),
        (True, None, "pp", ("front", "back"), ("front",)),
        (False, "pp", "id", ("front",), ("front",)),
    ],
)
def test_a_kind_that_was_told_from_the_photos_needs_all_its_sides(
    told: bool, chosen: str | None, read: str | None, sent: Any, required: tuple[str, ...]
) -> None:
    spec = GovernmentId(auto_classification=told)
    material: Any = SimpleNamespace(
        attempt=Attempt(id_class=chosen, order=sent), described=lambda _kind: spec, files=dict.fromkeys(sent)
    )
    assert required_sides(material, read) == required
