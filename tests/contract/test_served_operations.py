"""Every operation that is served is one of the contract, under the same method and path."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from support.contract import OWN, document, needs_contract
from verilink.api import build_api

OPERATIONS = [each for each in build_api().operations if tuple(each) not in OWN]
REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "api.md"


def _anonymous(path: str) -> str:
    return re.sub(r"\{[^}]+\}", "{}", path)


@needs_contract
@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=[f"{method} {path}" for method, path in OPERATIONS])
def test_the_contract_has_the_operation(method: str, path: str) -> None:
    known = {_anonymous(each): operations for each, operations in document()["paths"].items()}
    assert _anonymous(path) in known
    assert method.lower() in known[_anonymous(path)]


def test_operations_beside_the_contract_are_served_and_named_as_such() -> None:
    beside = REFERENCE.read_text(encoding="utf-8").partition("\n## Beside the contract\n")[2].partition("\n## ")[0]
    named = {tuple(each.split()) for each in re.findall(r"^\| `([A-Z]+ \S+)` \|", beside, re.MULTILINE)}
    assert named == set(OWN) <= {tuple(each) for each in build_api().operations}
