"""How records are kept: sealed, and found by keyed digests, so that the database alone tells nothing of anybody."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import msgspec

from verilink.checks.numbers.model import compact
from verilink.keys import Keys
from verilink.kit import crypto
from verilink.kit.text import fold

NUMBERS: Final = ("identification-number", "social-security-number")
_NAMES: Final = ("name-first", "name-middle", "name-last")
# Half of an HMAC-SHA256 is as good as unique, and a large table has several digests for each record.
_DIGEST_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class RecordKeys:
    """Makes digests and seals records for one organization."""

    digests: bytes
    box: crypto.SecretBox

    @classmethod
    def of(cls, keys: Keys, organization_id: str) -> RecordKeys:
        """The keys of an organization, used for nothing else."""
        digests = crypto.derive_key(keys.digests, f"records/{organization_id}")
        return cls(digests, crypto.SecretBox(crypto.derive_key(keys.sealing, f"records/{organization_id}")))

    def proof(self, table_id: str) -> bytes:
        """Kept with a table: another one now means that the master key was replaced."""
        return self._digest(f"table|{table_id}")

    def by_number(self, values: Mapping[str, str]) -> frozenset[bytes]:
        """Digests of the numbers, spaces and hyphens aside."""
        numbers = {key: compact(values.get(key, "")) for key in NUMBERS}
        return frozenset(self._digest(f"{key}|{number}") for key, number in numbers.items() if number)

    def by_person(self, values: Mapping[str, str]) -> frozenset[bytes]:
        """Digests of the date of birth with each word of the name, in every transliteration."""
        birth = values.get("birthdate", "")
        words = {word for key in _NAMES for word in name_words(values.get(key, ""))} if birth else set()
        return frozenset(self._digest(f"person|{birth}|{word}") for word in words)

    def seal(self, values: Mapping[str, str], table_id: str, number: int) -> bytes:
        """A record, bound to its place."""
        return self.box.seal(msgspec.json.encode(values), f"{table_id}/{number}")

    def open(self, sealed: bytes, table_id: str, number: int) -> dict[str, str]:
        """The record again. Raises ``crypto.Unsealable``."""
        return msgspec.json.decode(self.box.open(sealed, f"{table_id}/{number}"), type=dict[str, str])

    def _digest(self, value: str) -> bytes:
        return crypto.digest(value, self.digests)[:_DIGEST_BYTES]


def name_words(name: str) -> Iterator[str]:
    """Words of a name in A-Z and all of them as one; in a script that is not transliterated, as they are."""
    for expand in (False, True):
        words = fold(name, expand=expand)
        yield from words
        if len(words) > 1:
            yield "".join(words)
    if not fold(name):
        yield from unicodedata.normalize("NFKC", name).casefold().split()
