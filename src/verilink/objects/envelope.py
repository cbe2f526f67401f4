"""Envelope encryption with AES-256-GCM (NIST SP 800-38D).

Each object has a fresh 256-bit data key, so one random 96-bit nonce per key can never repeat. The object's id is
associated data: stored bytes moved to another object do not open.

Layout of the stored bytes: ``VLO`` · format version (1 byte) · nonce (12) · ciphertext · tag (16).
"""

from __future__ import annotations

import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from verilink.objects.errors import ObjectUnreadable

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16
HEADER: Final = b"VLO\x01"
OVERHEAD: Final = len(HEADER) + NONCE_BYTES + TAG_BYTES


def new_data_key() -> bytes:
    """A fresh 256-bit key."""
    return AESGCM.generate_key(bit_length=KEY_BYTES * 8)


def seal(data: bytes, *, data_key: bytes, object_id: str) -> bytes:
    """The bytes to store for ``data``; ``OVERHEAD`` bytes longer."""
    nonce = os.urandom(NONCE_BYTES)
    return b"".join((HEADER, nonce, AESGCM(data_key).encrypt(nonce, data, _associated(object_id))))


def open_sealed(stored: bytes, *, data_key: bytes, object_id: str) -> bytes:
    """The reverse of :func:`seal`.

    Raises:
        ObjectUnreadable: another key, another object's bytes, changed or cut bytes, or a format not known here.
    """
    body = memoryview(stored)[len(HEADER) :]
    if len(stored) < OVERHEAD or stored[: len(HEADER)] != HEADER:
        raise ObjectUnreadable
    try:
        return AESGCM(data_key).decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], _associated(object_id))
    except InvalidTag:
        raise ObjectUnreadable from None


def _associated(object_id: str) -> bytes:
    return HEADER + object_id.encode()
