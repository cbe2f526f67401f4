"""The API of an installation of the test's own, asked by clients that hold every answer against the contract."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.apis import Api, opened
from support.contract import Checked


@dataclass(frozen=True)
class Contract:
    """An installation, and a checked client for each environment."""

    api: Api
    sandbox: Checked
    production: Checked


@pytest.fixture
async def contract(database_url: str, tmp_path: Path) -> AsyncIterator[Contract]:
    """Checked clients; without limits on how often they ask."""
    async with opened(database_url, tmp_path) as api:
        sandbox, production = (Checked(api.app, client.key) for client in (api.sandbox, api.production))
        yield Contract(api, sandbox, production)
