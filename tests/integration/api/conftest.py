"""The API of an installation of the test's own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from support.apis import Api, opened


@pytest.fixture
async def api(database_url: str, tmp_path: Path) -> AsyncIterator[Api]:
    """Clients for both environments, without limits on how often they ask."""
    async with opened(database_url, tmp_path) as made:
        yield made
