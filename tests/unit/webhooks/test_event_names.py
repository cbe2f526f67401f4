from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from verilink.api import versions
from verilink.webhooks.event_names import EVENT_NAMES, kind_of
from verilink.webhooks.model import API_VERSIONS

ROOT = Path(__file__).parents[3]
CONTRACT = Path(os.environ.get("VERILINK_SHARED", ROOT.parent / "shared")) / "spec" / "openapi-2025-12-08.json"


@pytest.fixture(scope="module")
def contract() -> Any:
    if not CONTRACT.exists():
        pytest.skip(f"the published wire contract is not at {CONTRACT}")
    return json.loads(CONTRACT.read_text())


def test_exactly_the_contracts_event_names_can_be_subscribed_to(contract: Any) -> None:
    attributes = contract["components"]["schemas"]["webhook-request-attributes"]["properties"]
    names = attributes["enabled-events"]["items"]
    while "$ref" in names:
        names = contract["components"]["schemas"][names["$ref"].rsplit("/", 1)[1]]
    assert set(names["enum"]) - {"*"} == EVENT_NAMES


def test_the_kind_of_an_event_is_what_stands_before_the_last_dot() -> None:
    assert kind_of("inquiry.completed") == "inquiry"
    assert kind_of("report/watchlist.ready") == "report/watchlist"


def test_webhooks_speak_the_versions_of_the_api() -> None:
    assert set(API_VERSIONS) == set(versions.SUPPORTED)
