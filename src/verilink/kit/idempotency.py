"""The pure half of idempotent requests: header rules, fingerprints, and what an earlier request means for this one.

Status codes follow draft-ietf-httpapi-idempotency-key-header: 422 when a key comes back with other parameters, 409
while the first request is still running.
"""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import Final

import msgspec

from verilink.errors import BadRequest, Conflict, Unprocessable

MAX_BYTES: Final = 255
KEEP_SECONDS: Final = 24 * 3600


class State(StrEnum):
    """Where the first request with a key is."""

    RUNNING = "running"
    FINISHED = "finished"


class Stored(msgspec.Struct, frozen=True):
    """An earlier request with the same key; ``status`` and ``body`` are set once it is finished."""

    state: State
    fingerprint: bytes
    status: int | None = None
    body: bytes | None = None


class Replay(msgspec.Struct, frozen=True):
    """The answer to give again, byte for byte."""

    status: int
    body: bytes


def parse_key(header: str | None) -> str | None:
    """The ``Idempotency-Key`` header; ``None`` when absent.

    Raises ``BadRequest`` when it is empty, longer than 255 bytes or not printable ASCII.
    """
    if header is None:
        return None
    key = header.strip()
    if not key:
        raise BadRequest("Idempotency-Key is empty")
    if len(key.encode()) > MAX_BYTES:
        raise BadRequest(f"Idempotency-Key is longer than {MAX_BYTES} bytes")
    if not (key.isascii() and key.isprintable()):
        raise BadRequest("Idempotency-Key must be printable ASCII")
    return key


def fingerprint(method: str, path: str, body: bytes) -> bytes:
    """32 bytes that name a request's parameters; ``path`` includes the query string.

    Each part is preceded by its length, so that no two different requests run together into the same bytes.
    """
    digest = hashlib.sha256()
    for part in (method.upper().encode(), path.encode(), body):
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.digest()


def settle(earlier: Stored | None, wanted: bytes) -> Replay | None:
    """What to do: ``None`` means run the request, a ``Replay`` means answer with it.

    Raises ``Unprocessable`` when the key was used with other parameters and ``Conflict`` while the first is running.
    """
    if earlier is None:
        return None
    if earlier.fingerprint != wanted:
        raise Unprocessable("Idempotency-Key was already used with other parameters")
    if earlier.state is State.RUNNING or earlier.status is None:
        raise Conflict("A request with this Idempotency-Key is still running")
    return Replay(earlier.status, earlier.body or b"")
