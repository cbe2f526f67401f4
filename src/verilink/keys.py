"""Purpose-bound keys, derived from the master key with HKDF-SHA256 (RFC 5869): losing one tells nothing of another."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from verilink.errors import Unavailable

NONCE_BYTES = 12


def _derived(master: bytes, purpose: str) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=f"verilink/{purpose}".encode()).derive(master)


@dataclass(frozen=True, slots=True)
class Keys:
    """32-byte keys by purpose. Never logged: the fields are left out of ``repr``."""

    session_tokens: bytes = field(repr=False)
    file_tokens: bytes = field(repr=False)
    digests: bytes = field(repr=False)
    sealing: bytes = field(repr=False)
    cookies: bytes = field(repr=False)

    @classmethod
    def derive(cls, master: bytes) -> Keys:
        """All keys from one master key of at least 32 bytes."""
        purposes = ("session-tokens", "file-tokens", "digests", "sealing", "cookies")
        return cls(*(_derived(master, purpose) for purpose in purposes))

    def digest(self, secret: str) -> bytes:
        """Keyed digest under which a secret (API key, link code, cookie) is stored and looked up."""
        return hmac.new(self.digests, secret.encode(), hashlib.sha256).digest()

    def seal(self, plain: bytes) -> bytes:
        """Encrypt a secret that must be read back, such as a webhook secret."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + AESGCM(self.sealing).encrypt(nonce, plain, None)

    def unseal(self, sealed: bytes) -> bytes:
        """The secret again. Raises ``Unavailable`` when it was sealed under another master key."""
        try:
            return AESGCM(self.sealing).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None)
        except InvalidTag as error:
            raise Unavailable("A stored secret was sealed under another master key") from error
