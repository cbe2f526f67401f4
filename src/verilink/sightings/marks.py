"""What a document or a face is recognised by, in a form that tells nothing to who has only the database."""

from __future__ import annotations

import base64
import binascii
import math
import struct
from dataclasses import dataclass
from datetime import date

from verilink.checks.numbers.model import compact
from verilink.evidence.facts import DocumentFacts, FaceFacts
from verilink.keys import Keys
from verilink.kit import crypto
from verilink.kit.text import fold

FACE_BYTES = 128 * 4
BACKGROUND_BYTES = 150 * 36


@dataclass(frozen=True, slots=True)
class Marks:
    """Makes digests and seals faces for one environment: the same value gives another digest in every environment."""

    digests: bytes
    box: crypto.SecretBox

    @classmethod
    def of(cls, keys: Keys, environment_id: str) -> Marks:
        """The marks of an environment, under keys of its own."""
        digests = crypto.derive_key(keys.digests, f"sightings/{environment_id}")
        return cls(digests, crypto.SecretBox(crypto.derive_key(keys.sealing, f"faces/{environment_id}")))

    def number(self, facts: DocumentFacts) -> bytes | None:
        """Digest of the document's number with its issuing country; ``None`` without a number."""
        for key in ("document-number", "identification-number"):
            reading = facts.fields.get(key)
            number = compact(reading.value) if reading is not None else ""
            if number:
                return crypto.digest(f"number|{facts.country_code or ''}|{number}", self.digests)
        return None

    def person(self, facts: DocumentFacts) -> bytes | None:
        """Digest of last name, first of the first names and full date of birth; ``None`` when one is missing."""
        last, first, birth = (_value(facts, key) for key in ("name-last", "name-first", "birthdate"))
        try:
            born = date.fromisoformat(birth)
        except ValueError:
            return None
        surname, given = fold(last), fold(first)[:1]
        if not surname or not given:
            return None
        return crypto.digest(f"person|{' '.join(surname)}|{given[0]}|{born}", self.digests)

    def seal(self, face: FaceFacts | None, verification_id: str) -> bytes | None:
        """The face's embedding, sealed and bound to its verification; ``None`` without one of the usual length."""
        vector = _vector(face)
        return None if vector is None else self.box.seal(vector, verification_id)

    def seal_background(self, described: str, verification_id: str) -> bytes | None:
        """What is behind a person, as ``evidence.background`` describes it, sealed likewise."""
        try:
            data = base64.b64decode(described, validate=True)
        except binascii.Error:
            return None
        return self.box.seal(data, verification_id) if 0 < len(data) <= BACKGROUND_BYTES else None

    def open(self, sealed: bytes, verification_id: str) -> bytes | None:
        """The bytes of either; ``None`` when it was sealed under another key (the master key was replaced)."""
        try:
            return self.box.open(sealed, verification_id)
        except crypto.Unsealable:
            return None


def _value(facts: DocumentFacts, key: str) -> str:
    reading = facts.fields.get(key)
    return reading.value if reading is not None else ""


def _vector(face: FaceFacts | None) -> bytes | None:
    try:
        raw = base64.b64decode(face.embedding or "", validate=True) if face is not None else b""
    except (binascii.Error, ValueError):
        return None
    return raw if len(raw) == FACE_BYTES and all(map(math.isfinite, struct.unpack("<128f", raw))) else None
