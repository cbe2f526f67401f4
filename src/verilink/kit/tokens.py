"""Tokens that carry their own proof: session tokens (JWT, HS256) and short opaque tokens for file URLs."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import jwt
from jwt.types import Options

from verilink.errors import InvalidToken
from verilink.kit import clock

_ALGORITHM: Final = "HS256"
_MAX_LENGTH: Final = 4_096
_LEEWAY_SECONDS: Final = 5  # between machines of one installation
_MAC_BYTES: Final = 20
_EXPIRY_BYTES: Final = 5
_REQUIRED: Final = ("sub", "iss", "aud", "iat", "nbf", "exp", "jti")


def issue(
    key: bytes, subject: str, issuer: str, audience: str, ttl: int, *, extra: Mapping[str, Any] | None = None
) -> str:
    """A signed session token for ``subject`` that lives ``ttl`` seconds; ``extra`` never replaces a standard claim."""
    at = int(clock.now().timestamp())
    claims = {
        **(extra or {}),
        "sub": subject,
        "iss": issuer,
        "aud": audience,
        "iat": at,
        "nbf": at,
        "exp": at + ttl,
        "jti": str(uuid.uuid4()),
    }
    return jwt.encode(claims, key, algorithm=_ALGORITHM)


def read(key: bytes, token: str, issuer: str | None, audience: str, *, even_expired: bool = False) -> dict[str, Any]:
    """The claims of a session token; ``issuer=None`` accepts any, ``even_expired`` one past its time.

    Raises ``InvalidToken`` when it is malformed, was signed with another key or algorithm, has expired, is not valid
    yet or was made for another issuer or audience. Time is the house clock's, so tests can move it.
    """
    if len(token) > _MAX_LENGTH:
        raise InvalidToken
    checks: Options = {"require": list(_REQUIRED), "verify_exp": False, "verify_nbf": False, "verify_iat": False}
    try:
        claims: dict[str, Any] = jwt.decode(
            token, key, algorithms=[_ALGORITHM], issuer=issuer, audience=audience, options=checks
        )
    except jwt.PyJWTError:
        raise InvalidToken from None
    at = clock.now().timestamp()
    starts, ends = claims["nbf"], claims["exp"]
    if not (isinstance(starts, int) and isinstance(ends, int) and starts - _LEEWAY_SECONDS <= at):
        raise InvalidToken
    if at >= ends and not even_expired:
        raise InvalidToken
    return claims


def hmac_token(key: bytes, subject: str, expires_at: datetime) -> str:
    """A signed, expiring token for one object, to stand in a URL; callers must not look inside."""
    content = int(expires_at.timestamp()).to_bytes(_EXPIRY_BYTES, "big") + subject.encode()
    return base64.urlsafe_b64encode(_mac(key, content) + content).rstrip(b"=").decode()


def read_hmac_token(key: bytes, token: str) -> str:
    """The subject of a token made by ``hmac_token``. Raises ``InvalidToken`` when forged, malformed or expired."""
    if len(token) > _MAX_LENGTH:
        raise InvalidToken
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise InvalidToken from None
    given, content = raw[:_MAC_BYTES], raw[_MAC_BYTES:]
    if len(content) <= _EXPIRY_BYTES or not hmac.compare_digest(given, _mac(key, content)):
        raise InvalidToken
    if clock.now().timestamp() >= int.from_bytes(content[:_EXPIRY_BYTES], "big"):
        raise InvalidToken
    return content[_EXPIRY_BYTES:].decode()


def _mac(key: bytes, content: bytes) -> bytes:
    return hmac.new(key, b"file-token." + content, hashlib.sha256).digest()[:_MAC_BYTES]
