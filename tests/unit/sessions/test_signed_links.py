"""Signatures of links, and the snippets of the how-to against them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.keys import Keys
from verilink.kit import query
from verilink.organizations.model import Environment, Kind
from verilink.sessions.signatures import SIGNED, canonical, link_key, matches, sign

PAGE = (Path(__file__).parents[3] / "docs" / "how-to" / "mail-merge.md").read_text(encoding="utf-8")
KEY = "vlk_a-key"
PARAMETERS = {
    "inquiry-template-id": "itmpl_1",
    "environment-id": "env_1",
    "reference-id": "Grüße & (Ça)! *'~-._/?=+ 日本",
    "fields[name-first]": "Zoë",
    "fields[address][street-1]": "1 % Lane",
    "expires": "1893456000",
}
texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=20)


def _pairs(link: str) -> list[tuple[str, str]]:
    return query.pairs(link.partition("?")[2])


def _holds(link: str) -> bool:
    pairs = _pairs(link)
    return matches(KEY, pairs, dict(pairs)["signature"])


def _python() -> Any:
    (snippet,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    scope: dict[str, Any] = {}
    exec(compile(snippet, "mail-merge.md", "exec"), scope)
    assert scope["link"].startswith("https://verify.example.com/verify?inquiry-template-id=itmpl_your-template&")
    return scope["signed_link"]


def test_the_python_of_the_how_to_signs_links() -> None:
    assert _holds(_python()("https://verify.example.com", KEY, PARAMETERS))


@pytest.mark.skipif(shutil.which("node") is None, reason="Node.js is not installed")
def test_the_javascript_of_the_how_to_signs_links_alike() -> None:
    (snippet,) = re.findall(r"```javascript\n(.*?)```", PAGE, re.DOTALL)
    arguments = ", ".join(json.dumps(each) for each in ("https://verify.example.com", KEY, PARAMETERS))
    script = f"{snippet}\nsignedLink({arguments}).then((link) => console.log(link));"
    made = subprocess.run(["node", "-e", script], capture_output=True, text=True, check=True, timeout=60).stdout.strip()
    assert _holds(made)
    assert made == _python()("https://verify.example.com", KEY, PARAMETERS)


@given(st.dictionaries(st.sampled_from(["reference-id", "fields[a]", "fields[b]", "expires"]), texts, min_size=1))
def test_any_values_are_signed_whatever_the_order_of_the_parameters(values: dict[str, str]) -> None:
    pairs = list(values.items())
    assert matches(KEY, pairs[::-1], sign(KEY, pairs))
    assert query.pairs(query.encode(pairs)) == pairs


@given(st.sampled_from(sorted(PARAMETERS)), texts)
def test_no_value_can_be_changed_taken_away_or_added(name: str, value: str) -> None:
    signature = sign(KEY, PARAMETERS.items())
    changed = PARAMETERS | {name: value}
    assert matches(KEY, changed.items(), signature) == (changed == PARAMETERS)
    assert not matches(KEY, [pair for pair in PARAMETERS.items() if pair[0] != name], signature)
    assert not matches(KEY, [*PARAMETERS.items(), ("fields[x]", value)], signature)
    assert not matches("vlk_another", PARAMETERS.items(), signature)


def test_what_makes_no_difference_may_be_added_and_spelling_does_not_matter() -> None:
    signature = sign(KEY, PARAMETERS.items())
    assert matches(KEY, [*PARAMETERS.items(), ("utm_source", "mail"), ("language", "fr")], signature)
    camel = {
        "inquiryTemplateId" if name == "inquiry-template-id" else name: value for name, value in PARAMETERS.items()
    }
    assert matches(KEY, camel.items(), signature)


def test_values_cannot_flow_over_into_their_neighbours() -> None:
    assert canonical([("reference-id", "a&fields[b]=c")]) != canonical([("reference-id", "a"), ("fields[b]", "c")])


def test_every_parameter_that_makes_an_inquiry_is_signed() -> None:
    from verilink.hosted.parameters import _SINGLE

    free = {"language", "style-variant", "is-webview", "signature", "inquiry-id", "session-token", "code"}
    assert set(_SINGLE) - free == SIGNED - {"fields", "prefill"}


def test_each_environment_and_each_generation_has_a_key_of_its_own() -> None:
    keys = Keys.derive(b"m" * 32)
    made = {
        link_key(keys, Environment(organization_id="o", id=id_, kind=Kind.SANDBOX, settings=settings, created_at=at))
        for at in [datetime(2026, 1, 1, tzinfo=UTC)]
        for id_ in ("env_1", "env_2")
        for settings in ({}, {"link_key": 2})
    }
    assert len(made) == 4
    assert all(re.fullmatch(r"vlk_[\w-]{43}", key) for key in made)
