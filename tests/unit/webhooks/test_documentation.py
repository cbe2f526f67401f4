"""The reference page says what the program does."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from verilink.kit import signing
from verilink.settings import Settings
from verilink.webhooks import blocklist, deliver, payload_filter, validation
from verilink.webhooks.model import API_VERSIONS

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "webhooks.md").read_text(encoding="utf-8")


def block(kind: str, number: int = 0) -> str:
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    return str([text for of, text in blocks if of == kind][number])


def test_the_example_signature_is_right_and_the_example_code_accepts_it(monkeypatch: pytest.MonkeyPatch) -> None:
    vector = dict(line.split(maxsplit=1) for line in block("").strip().splitlines())
    body, secret, stamp = vector["body"].encode(), vector["secret"], int(vector["t"])
    assert signing.signature(secret, stamp, body) == vector["signature"]
    example: dict[str, Any] = {}
    exec(block("python"), example)
    monkeypatch.setattr("time.time", lambda: stamp + 10)
    assert example["is_ours"](f"t={stamp},v1={vector['signature']}", body, secret)
    assert example["is_ours"](f"t={stamp},v1={'0' * 64} t={stamp},v1={vector['signature']}", body, secret)
    assert not example["is_ours"](f"t={stamp},v1={vector['signature']}", body + b" ", secret)


def test_limits_versions_headers_and_waits_are_those_of_the_program() -> None:
    for version in API_VERSIONS:
        assert f"`{version}`" in PAGE
    for header in validation.CUSTOM_HEADERS.values():
        assert f"`{header}`" in PAGE
    waits = Settings().webhook_retry_seconds
    assert ", ".join(f"{wait:,}" for wait in waits[:-1]) + f" and {waits[-1]:,}" in PAGE.replace("\n", " ")
    assert f"first {deliver.EXCERPT:,} characters" in PAGE
    assert f"1 to {validation.MAX_FILE_TOKEN_SECONDS:,}" in PAGE
    assert {200, 201, 202, 204} == deliver.SUCCESSES


def test_the_example_blocklist_sends_one_field_only() -> None:
    entries = block("", 1).strip().splitlines()
    fields = {"name-first": {"value": "Ada"}, "name-last": {"value": "Example"}}
    document = {"data": {"type": "inquiry", "id": "inq_1", "attributes": {"status": "completed", "fields": fields}}}
    kept = blocklist.apply(document, blocklist.parse(entries))["data"]["attributes"]
    assert kept == {"fields": {"name-first": {"value": "Ada"}}}


def test_the_example_filter_is_one() -> None:
    import json

    known = payload_filter.normalise(json.loads(block("json", 1)))
    assert payload_filter.matches(known, {"data": {"attributes": {"status": "declined"}}})
    assert not payload_filter.matches(known, {"data": {"attributes": {"status": "completed"}}})
