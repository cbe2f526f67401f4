"""The reference of the template document says what the code does."""

from __future__ import annotations

import json
import re
from pathlib import Path

import msgspec
import pytest

from verilink.checks.requirements import setting_problems
from verilink.flow import document, verifications
from verilink.flow.plan import plan_of
from verilink.flow.schema import template_schema
from verilink.flow.yaml import parse

REFERENCE = Path(__file__).parents[3] / "docs" / "reference"
PAGE = (REFERENCE / "template.md").read_text(encoding="utf-8")


def nodes() -> list[type[document.Node]]:
    known = {**vars(document), **vars(verifications)}
    return [one for one in known.values() if isinstance(one, type) and issubclass(one, document.Node)]


@pytest.mark.parametrize("node", nodes(), ids=lambda node: node.__name__)
def test_every_key_is_on_the_page(node: type[document.Node]) -> None:
    keys = [field.encode_name for field in msgspec.structs.fields(node)]
    assert [key for key in keys if f"`{key}`" not in PAGE] == []
    tag = node.__struct_config__.tag
    assert tag is None or f"`{tag}`" in PAGE


def test_the_example_is_a_valid_template() -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    template = parse(example)
    assert plan_of(template).failure == "failure"
    for one in template.verifications.values():
        assert list(setting_problems(one.type, one.checks, poses=getattr(one, "poses", None))) == []


def test_the_published_schema_is_current() -> None:
    """Write it anew with ``python -m verilink.flow.schema > docs/reference/template.schema.json``."""
    published = json.loads((REFERENCE / "template.schema.json").read_text(encoding="utf-8"))
    assert published == json.loads(json.dumps(template_schema()))
