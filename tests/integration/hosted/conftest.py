from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from support.visitor import Visitor
from verilink.hosted import starting
from verilink.kit.ratelimit import FixedWindow


@pytest.fixture
def visitor(installation: Any) -> Visitor:
    """One browser tab."""
    return Visitor(installation.services)


@pytest.fixture
def another(installation: Any) -> Callable[..., Visitor]:
    """Further tabs: ``another()``."""
    return lambda **headers: Visitor(installation.services, headers=headers)


@pytest.fixture(autouse=True)
def fresh_rate_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test starts with an unused limit."""
    monkeypatch.setattr(starting, "_starts", FixedWindow(starting.STARTS, starting.WINDOW_SECONDS))


@pytest.fixture
def generic(installation: Any) -> str:
    """The query of the generic link of the template with ID and selfie, in production."""
    return f"inquiry-template-id={installation.template_id}&environment-id={installation.production.id}"
