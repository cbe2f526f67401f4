"""What a process remembers of API keys: for a moment, and not too many."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from verilink.access import api_keys
from verilink.access.api_keys import REMEMBERED, KeyMemory
from verilink.access.model import Caller
from verilink.kit import clock
from verilink.organizations.model import Environment, Kind

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ENVIRONMENT = Environment(organization_id="org_1", id="env_1", kind=Kind.SANDBOX, settings={}, created_at=NOW)
CALLER = Caller(
    environment=ENVIRONMENT,
    key_id="api_1",
    permissions=frozenset(),
    api_version=api_keys.API_VERSION,
    key_inflection="kebab",
    attributes_blocklist=(),
    ip_allowlist=("*",),
    file_token_seconds=60,
)


def test_a_caller_is_forgotten_well_within_five_seconds() -> None:
    memory = KeyMemory()
    with clock.frozen(NOW) as advance:
        memory.put(b"digest", CALLER)
        assert memory.get(b"digest") is CALLER
        advance(REMEMBERED + timedelta(milliseconds=1))
        assert memory.get(b"digest") is None
    assert timedelta(seconds=5) > REMEMBERED


def test_a_revoked_key_is_forgotten_at_once_in_this_process() -> None:
    memory = KeyMemory()
    memory.put(b"digest", CALLER)
    memory.drop(b"digest")
    assert memory.get(b"digest") is None


def test_a_flood_of_keys_takes_bounded_room() -> None:
    memory = KeyMemory()
    for number in range(10_050):
        memory.put(str(number).encode(), CALLER)
    assert memory.get(b"0") is None
    assert memory.get(b"10049") is CALLER
    assert len(memory._seen) == 10_000
