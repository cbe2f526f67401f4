"""Prints the reference page: ``python -m verilink.settings > docs/reference/settings.md``."""

from __future__ import annotations

import sys

from verilink.settings.reference import reference_markdown

sys.stdout.write(reference_markdown())
