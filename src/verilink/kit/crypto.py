"""Keys, keyed digests, sealed secrets and passwords, each a thin layer over ``cryptography`` and argon2."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from verilink.errors import BadRequest, VerilinkError

KEY_BYTES: Final = 32
MAX_PASSWORD: Final = 1_024
_VERSION: Final = b"\x01"
_NONCE_BYTES: Final = 12

# OWASP Password Storage Cheat Sheet: argon2id with 46 MiB and one pass, or 19 MiB and two; this is above both.
_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=46 * 1024, parallelism=1, hash_len=32, salt_len=16)
# Two at a time bounds the memory that a burst of sign-ins can take.
_THREADS: Final = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")


class Unsealable(VerilinkError):
    """A sealed secret that was changed, cut short, or sealed under another key or context."""


def derive_key(master: bytes, purpose: str) -> bytes:
    """A 32-byte key of its own for each ``purpose`` (HKDF-SHA256, RFC 5869), so that no key is used for two things."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"verilink/" + purpose.encode()).derive(master)


def digest(secret: str, pepper: bytes) -> bytes:
    """The 32 bytes kept in place of an API key, one-time code or session cookie: HMAC-SHA256 under ``pepper``.

    Only for secrets that are random and long; passwords go through ``hash_password``.
    """
    return hmac.new(pepper, secret.encode(), hashlib.sha256).digest()


def same(left: bytes | str, right: bytes | str) -> bool:
    """Equality in constant time."""
    return hmac.compare_digest(_bytes(left), _bytes(right))


def _bytes(value: bytes | str) -> bytes:
    return value.encode() if isinstance(value, str) else value


class SecretBox:
    """AES-256-GCM for small secrets at rest. A sealed value is version (1 byte), nonce (12), ciphertext and tag
    (16)."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"a secret box needs a key of {KEY_BYTES} bytes")
        self._cipher = AESGCM(key)

    def seal(self, secret: bytes, context: str = "") -> bytes:
        """``secret`` encrypted and bound to ``context``, such as the id of the row that will hold it."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return _VERSION + nonce + self._cipher.encrypt(nonce, secret, context.encode())

    def open(self, sealed: bytes, context: str = "") -> bytes:
        """The secret again. Raises ``Unsealable`` when anything about it was changed or the context is another."""
        nonce, ciphertext = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        if sealed[:1] != _VERSION or len(ciphertext) < 16:
            raise Unsealable("The stored secret cannot be read")
        try:
            return self._cipher.decrypt(nonce, ciphertext, context.encode())
        except InvalidTag:
            raise Unsealable("The stored secret cannot be opened with this master key") from None


async def hash_password(password: str) -> str:
    """The argon2id hash of ``password`` in PHC form, made in a thread.

    Raises ``BadRequest`` beyond 1,024 characters.
    """
    if len(password) > MAX_PASSWORD:
        raise BadRequest(f"A password can have at most {MAX_PASSWORD} characters")
    return await asyncio.get_running_loop().run_in_executor(_THREADS, _HASHER.hash, _normalised(password))


async def verify_password(password: str, stored: str | None) -> bool:
    """Whether ``password`` matches ``stored``.

    With ``None`` (there is no such person) as much time is spent and the answer is no.
    """
    if len(password) > MAX_PASSWORD:
        return False
    return await asyncio.get_running_loop().run_in_executor(_THREADS, _matches, _normalised(password), stored)


def needs_rehash(stored: str) -> bool:
    """Whether ``stored`` was made with weaker parameters than today's."""
    return _HASHER.check_needs_rehash(stored)


def _normalised(password: str) -> str:
    # NIST SP 800-63B 5.1.1.2: the same characters typed on another keyboard give the same password.
    return unicodedata.normalize("NFKC", password)


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return _HASHER.hash(secrets.token_hex(16))


def _matches(password: str, stored: str | None) -> bool:
    try:
        return _HASHER.verify(stored or _nobodys_hash(), password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False
