"""Sentences for people with places to fill in: English at once, and what a translator needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self


class Sentence(str):
    """A filled English sentence that still knows its message id and what stands in its places."""

    msgid: str
    values: Mapping[str, object]

    def __new__(cls, msgid: str, **values: object) -> Self:
        """``Sentence("Use at most %(count)s characters.", count=3)``."""
        made = super().__new__(cls, msgid % values if values else msgid)
        made.msgid, made.values = msgid, values
        return made
