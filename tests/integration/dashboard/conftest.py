"""Somebody who signed in, and what there is to look at."""

from __future__ import annotations

import pytest

from integration.conftest import Installation
from support.colleague import Colleague
from verilink.dashboard import entry
from verilink.kit.ratelimit import FixedWindow


@pytest.fixture(autouse=True)
def fresh_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits count per process, and a test run is one process."""
    for name in ("_per_pair", "_per_account", "_per_network"):
        held = getattr(entry, name)
        monkeypatch.setattr(entry, name, FixedWindow(held.limit, held.seconds))


@pytest.fixture
async def owner(installation: Installation) -> Colleague:
    """The first owner, signed in and looking at the sandbox."""
    person = Colleague(installation.services)
    assert (await person.sign_up(installation.bootstrap.signup_token)).status == 303
    return person
