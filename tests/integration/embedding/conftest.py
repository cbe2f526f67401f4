from __future__ import annotations

from typing import Any

import pytest
from starlette.applications import Starlette

from support.visitor import Visitor
from verilink import embedding, hosted


class Frame(Visitor):
    """A framed tab: the hosted flow's calls and the pages of embedding."""

    def __post_init__(self) -> None:
        self._app = Starlette(routes=[*hosted.routes(), *embedding.routes()])
        self._app.state.services = self.services


@pytest.fixture
def framed(installation: Any) -> Frame:
    """One framed tab."""
    return Frame(installation.services)
