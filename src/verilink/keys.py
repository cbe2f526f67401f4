"""Purpose-bound keys, derived from the master key: losing one tells nothing of another."""

from __future__ import annotations

from dataclasses import dataclass, field

from verilink.kit import crypto


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
        return cls(*(crypto.derive_key(master, purpose) for purpose in purposes))

    def digest(self, secret: str) -> bytes:
        """Keyed digest under which a secret (API key, link code, cookie) is stored and looked up."""
        return crypto.digest(secret, self.digests)

    def seal(self, plain: bytes) -> bytes:
        """Encrypt a secret that must be read back, such as a webhook secret."""
        return crypto.SecretBox(self.sealing).seal(plain)

    def unseal(self, sealed: bytes) -> bytes:
        """The secret again. Raises ``crypto.Unsealable`` when it was sealed under another master key."""
        return crypto.SecretBox(self.sealing).open(sealed)
