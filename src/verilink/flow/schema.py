"""The published JSON Schema of a template document."""

from __future__ import annotations

import json
import sys
from typing import Any

import msgspec

from verilink.flow.source import Source


def template_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of one template version, for editors and for those who write templates by program."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Verilink inquiry template",
        **msgspec.json.schema(Source),
    }


if __name__ == "__main__":
    text = json.dumps(template_schema(), indent=2, ensure_ascii=False, sort_keys=True)
    sys.stdout.write(text + "\n")
