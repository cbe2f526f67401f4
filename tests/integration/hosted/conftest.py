from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from support.visitor import Visitor
from verilink.hosted import new_links, starting
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
    monkeypatch.setattr(new_links, "_asks", FixedWindow(new_links.ASKS, new_links.WINDOW_SECONDS))


@pytest.fixture
def mailing(installation: Any) -> Visitor:
    """A tab of an installation that can send mail."""
    services = installation.services
    return Visitor(replace(services, settings=msgspec.structs.replace(services.settings, smtp_url="smtp://mail")))


@pytest.fixture
async def capturing(visitor: Visitor, generic: str) -> Visitor:
    """At the photo page of a passport."""
    await visitor.start(generic)
    await visitor.choose()
    return visitor


@pytest.fixture
def generic(installation: Any) -> str:
    """The query of the generic link of the template with ID and selfie, in production."""
    return f"inquiry-template-id={installation.template_id}&environment-id={installation.production.id}"
