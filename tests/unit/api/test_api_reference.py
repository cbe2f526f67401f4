"""The reference page has every operation with its permission, and no others."""

from __future__ import annotations

import re
from pathlib import Path

from verilink.api import build_api

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "api.md"
ROW = re.compile(r"^\| `(GET|POST|PATCH|DELETE) ([^`]+)`[^|]*\| (?:`([a-z_.]+)`|none) \|", re.MULTILINE)


def test_the_page_and_the_server_have_the_same_operations() -> None:
    api = build_api()
    served = {(method, path.replace("_", "-")): api.permissions[method, path] for method, path in api.operations}
    written = {(method, path): permission or None for method, path, permission in ROW.findall(PAGE.read_text())}
    assert written == served
