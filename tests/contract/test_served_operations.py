"""Every operation that is served is one of the contract, under the same method and path."""

from __future__ import annotations

import re

import pytest

from support.contract import OWN, document, needs_contract
from verilink.api import build_api

OPERATIONS = [each for each in build_api().operations if tuple(each) not in OWN]


def _anonymous(path: str) -> str:
    return re.sub(r"\{[^}]+\}", "{}", path)


@needs_contract
@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=[f"{method} {path}" for method, path in OPERATIONS])
def test_the_contract_has_the_operation(method: str, path: str) -> None:
    known = {_anonymous(each): operations for each, operations in document()["paths"].items()}
    assert _anonymous(path) in known
    assert method.lower() in known[_anonymous(path)]
