"""The master keys: they wrap each object's data key and encrypt nothing else.

Wrapped key: format version (1 byte, ``1``) · key id (8) · nonce (12) · wrapped data key (32) · tag (16), by AES-256-GCM
with the object's id as associated data. NIST SP 800-38D allows 2^32 wraps with random nonces under one master key.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import re
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from verilink.objects.envelope import KEY_BYTES, NONCE_BYTES, TAG_BYTES
from verilink.objects.errors import MasterKeyInvalid, ObjectUnreadable

_VERSION: Final = b"\x01"
_ID_BYTES: Final = 8
_WRAPPED_BYTES: Final = 1 + _ID_BYTES + NONCE_BYTES + KEY_BYTES + TAG_BYTES


class MasterKeys:
    """One or more 256-bit keys. The first wraps; every one unwraps what it wrapped, told apart by key id."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        if not keys or any(len(key) != KEY_BYTES for key in keys):
            raise MasterKeyInvalid(f"A master key must be {KEY_BYTES} bytes.")
        self._ciphers = {key_id(key): AESGCM(key) for key in keys}
        self._current = key_id(keys[0])
        self._oldest = keys[-1]

    def __repr__(self) -> str:
        return f"MasterKeys({len(self._ciphers)}, current {self._current.hex()})"

    def wrap(self, data_key: bytes, *, object_id: str) -> bytes:
        """``data_key`` under the current master key, bound to ``object_id``."""
        nonce = os.urandom(NONCE_BYTES)
        header = _VERSION + self._current
        wrapped = self._ciphers[self._current].encrypt(nonce, data_key, _associated(header, object_id))
        return header + nonce + wrapped

    def unwrap(self, wrapped: bytes | None, *, object_id: str) -> bytes:
        """The data key.

        Raises:
            ObjectUnreadable: erased (empty or ``None``), another object's, changed, or the master key is not here.
        """
        if not wrapped or len(wrapped) != _WRAPPED_BYTES or wrapped[:1] != _VERSION:
            raise ObjectUnreadable
        header, body = wrapped[: 1 + _ID_BYTES], wrapped[1 + _ID_BYTES :]
        cipher = self._ciphers.get(header[1:])
        if cipher is None:
            raise ObjectUnreadable
        try:
            return cipher.decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], _associated(header, object_id))
        except InvalidTag:
            raise ObjectUnreadable from None

    def rewrap(self, wrapped: bytes, *, object_id: str) -> bytes:
        """The same data key under the current master key; unchanged when it is already. No object is touched."""
        data_key = self.unwrap(wrapped, object_id=object_id)
        return wrapped if self.is_current(wrapped) else self.wrap(data_key, object_id=object_id)

    def is_current(self, wrapped: bytes) -> bool:
        """Whether ``wrapped`` was made with the first master key."""
        return wrapped[1 : 1 + _ID_BYTES] == self._current

    @property
    def primary(self) -> bytes:
        """The key other secrets are derived from: the last, since what hangs on it must outlive a rotation."""
        return self._oldest

    @property
    def current_prefix(self) -> bytes:
        """What every key wrapped now begins with: lets a query find the ones that are still to be re-wrapped."""
        return _VERSION + self._current


def key_id(key: bytes) -> bytes:
    """Eight bytes that name a key and give nothing of it away."""
    return hashlib.sha256(b"verilink master key\0" + key).digest()[:_ID_BYTES]


def parse_keys(text: str) -> MasterKeys:
    """Master keys from a setting or file: base64 or hex, separated by commas or white space, the current one first.

    Raises:
        MasterKeyInvalid: one of them is not 32 bytes in base64 or hex.
    """
    parts = [part for part in re.split(r"[\s,]+", text) if part]
    return MasterKeys([_decode(part) for part in parts])


def load_or_create_keys(path: Path) -> MasterKeys:
    """Master keys from a file (mode 0600, one a line); a missing file is made with a fresh key, once, atomically.

    Raises:
        MasterKeyInvalid: the file is open to others, holds no key, or cannot be read or made.
    """
    try:
        if not path.exists():
            _create(path)
        status = path.stat()
        if stat.S_IMODE(status.st_mode) & 0o077:
            raise MasterKeyInvalid(f"{path} is open to other users. Close it with: chmod 600 {path}")
        return parse_keys(path.read_text(encoding="ascii"))
    except (OSError, UnicodeDecodeError) as error:
        raise MasterKeyInvalid(f"The master key file {path} cannot be used: {error}") from error


def _create(path: Path) -> None:
    """Write beside, sync, then link: of several processes one wins, and all read the winner's key."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(base64.b64encode(os.urandom(KEY_BYTES)).decode() + "\n")
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(beside)
        sync_folder(path.parent)
    except FileExistsError:
        return
    finally:
        beside.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make the folder's entries survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _decode(text: str) -> bytes:
    try:
        if len(text) == KEY_BYTES * 2:
            return bytes.fromhex(text)
        return base64.b64decode(text.replace("-", "+").replace("_", "/"), validate=True)
    except (ValueError, binascii.Error):
        raise MasterKeyInvalid("A master key is neither base64 nor hexadecimal.") from None


def _associated(header: bytes, object_id: str) -> bytes:
    return header + object_id.encode()
